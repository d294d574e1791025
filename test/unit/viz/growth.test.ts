/** What is drawn of a deep tree is worked out in time that is in proportion to it. */
import { expect, it } from 'vitest';
import { layoutTree } from '../../../src/viz/layout';
import { columnSizes, PICTURE_DENSITY } from '../../../src/viz/measure';
import { buildViewTree, pathTo, readingOrder, type ViewTree } from '../../../src/viz/view-tree';
import { growth, LINEAR } from '../growth';
import { node } from './tree';

const SHAPES = {
  'a chain': (i: number) => i - 1,
  'a chain with a leaf at each step': (i: number) => (i % 2 ? Math.max(0, i - 2) : i - 2),
  'all beside one another': () => 0,
} as const;

const treeOf = (parent: (i: number) => number, size: number): ViewTree =>
  buildViewTree(Array.from({ length: size }, (_, i) => node(i, i === 0 ? null : parent(i), `${i}`)));

const WORK: Readonly<Record<string, (tree: ViewTree) => unknown>> = {
  layout: (tree) => layoutTree(tree, columnSizes(tree, PICTURE_DENSITY)),
  'the path to the last node': (tree) => pathTo(tree, tree.nodes.size - 1),
  'the reading order': readingOrder,
};
const CASES = Object.keys(WORK).flatMap((work) => Object.keys(SHAPES).map((shape) => [work, shape] as const));

it.each(CASES)('%s of %s', async (work, shape) => {
  const make = (size: number): ViewTree => treeOf(SHAPES[shape as keyof typeof SHAPES], size);
  expect(await growth(make, 6000, WORK[work]!)).toBeLessThan(LINEAR);
});
