import { expect, it } from 'vitest';
import { freestCorner } from '../../../src/viz/corner';

const region = { x: 100, y: 0, width: 1000, height: 400 };
const size = { width: 160, height: 100 };

it.each([
  ['nothing is in the way', [], 'bottom left'],
  ['a box stands at the bottom left', [{ x: 150, y: 350, width: 80, height: 60 }], 'top left'],
  [
    'the left is full, and the bottom right touched',
    [
      { x: 100, y: 0, width: 200, height: 400 },
      { x: 1000, y: 390, width: 20, height: 20 },
    ],
    'top right',
  ],
  ['boxes lie outside of what is seen', [{ x: -400, y: 0, width: 400, height: 400 }], 'bottom left'],
] as const)('where %s', (_, boxes, corner) => {
  expect(freestCorner(region, size, boxes)).toBe(corner);
});
