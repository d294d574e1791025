import { expect, it } from 'vitest';
import { scoreColumn, steeringColumn, type Column } from '../../../src/viz/colouring';
import { mapShapes } from '../../../src/viz/map';
import { layoutTree } from '../../../src/viz/layout';
import { columnSizes, PICTURE_DENSITY } from '../../../src/viz/measure';
import { buildViewTree } from '../../../src/viz/view-tree';
import { rampStep } from '../../../src/viz/ramp';
import { node } from './tree';

const VALUES: Column = { ...scoreColumn('tvm', 'probability', true), low: 0, high: 1 };

const shapesOf = (nodes: Parameters<typeof buildViewTree>[0], chosen: number[], width: number, column = VALUES) => {
  const tree = buildViewTree(nodes);
  const layout = layoutTree(tree, columnSizes(tree, PICTURE_DENSITY));
  return {
    layout,
    shapes: mapShapes(tree, layout, { chosen: new Set(chosen), scale: width / layout.bounds.width, column }),
  };
};
const rectangles = (path: string): number => path.split('M').length - 1;

it('draws each step of a small tree in its tint, the answer’s on top', () => {
  const steps = [node(1, 0, 'a', { value: 0.2 }), node(2, 0, 'b', { value: 0.8 }), node(3, 2, 'c', { value: 0.8 })];
  const { shapes } = shapesOf([node(0, null, '4 5 6 10'), ...steps, node(4, 1, 'd')], [3], 150);
  const drawn = shapes.map(({ kind, path }) => [kind, rectangles(path)]);
  expect(Object.fromEntries(drawn)).toEqual({
    plain: 2,
    [`--v${rampStep(0.2)}`]: 1,
    [`--v${rampStep(0.8)}`]: 1,
    chosen: 1,
  });
  expect(shapes.at(-1)!.kind).toBe('chosen');
});

it('of a chain of 50,000 steps draws no more than there are places on the map', () => {
  const chain = Array.from({ length: 50_000 }, (_, i) =>
    node(i, i ? i - 1 : null, `step ${i}`, { value: i ? 0.5 : null }),
  );
  const { shapes } = shapesOf(chain, [], 150);
  expect(shapes.reduce((sum, { path }) => sum + rectangles(path), 0)).toBeLessThan(1000);
  expect(shapes.map(({ kind }) => kind)).toContain(`--v${rampStep(0.5)}`);
});

it('tints what is no probability on the ramp of ranges, from the least to the greatest', () => {
  const scored = (id: number, text: string, q: number) =>
    node(id, 0, text, { value: q, tokens: [{ text, values: { Q: q } }] });
  const nodes = [node(0, null, '4 5 6 10'), scored(1, 'a', -0.2), scored(2, 'b', 3)];
  const column = steeringColumn(nodes, 'Q', () => 'unbounded')!;
  expect([column.low, column.high]).toEqual([-0.2, 3]);
  expect(new Set(shapesOf(nodes, [], 150, column).shapes.map(({ kind }) => kind))).toEqual(
    new Set(['plain', '--r0', '--r20']),
  );
});
