import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planPresented } from '../../../src/viz/presented';
import { buildViewTree, type ViewTree } from '../../../src/viz/view-tree';
import { node, trees } from './tree';

const wishes = {
  ...{ keep: new Set<number>(), uncut: new Set<number>(), opened: new Set<number>() },
  ...{ low: 0.05, level: 0, mayKeepOnlyPath: false },
};
const chain = (steps: number): ViewTree =>
  buildViewTree([
    node(0, null, '4 5 6 10'),
    ...Array.from({ length: steps }, (_, i) =>
      node(i + 1, i, '10 - 4 = 6 (left: 5 6 6)\n', { status: 'kept', value: 0.5 }),
    ),
  ]);
const textOf = ({ density, scale = 1 }: ReturnType<typeof planPresented>): number => density.text * scale;

describe('a tree in front of a class', () => {
  it('has text of at least 18 pixels where there is room, and more on a larger screen', () => {
    expect(textOf(planPresented(chain(4), { width: 1240, height: 560 }, wishes))).toBeGreaterThanOrEqual(18);
    expect(textOf(planPresented(chain(4), { width: 1880, height: 880 }, wishes))).toBeCloseTo(27);
  });

  it('is never smaller than 14 pixels, and fits its room where it says so', () => {
    fc.assert(
      fc.property(
        trees,
        fc.integer({ min: 300, max: 2000 }),
        fc.integer({ min: 200, max: 1200 }),
        (nodes, width, height) => {
          const plan = planPresented(buildViewTree(nodes), { width, height }, wishes);
          expect(textOf(plan)).toBeGreaterThanOrEqual(13.99);
          const { bounds } = plan.layout;
          const { scale = 1 } = plan;
          if (textOf(plan) > 18.5) expect(bounds.width * scale).toBeLessThanOrEqual(width + 1);
          if (textOf(plan) > 18.5) expect(bounds.height * scale).toBeLessThanOrEqual(height + 1);
        },
      ),
      { numRuns: 60 },
    );
    expect(textOf(planPresented(chain(40), { width: 1240, height: 560 }, wishes))).toBeCloseTo(14);
  });

  it('folds nothing more to be larger than 18 pixels', () => {
    const wide = buildViewTree([
      node(0, null, '4 5 6 10'),
      ...Array.from({ length: 14 }, (_, i) =>
        node(i + 1, 0, `${i} - 4 = 6 (left: 5 6 6)\n`, { status: i < 4 ? 'kept' : 'pruned', value: 1 / (i + 1) }),
      ),
    ]);
    const room = { width: 1880, height: 860 };
    const plan = planPresented(wide, room, wishes);
    expect(plan.level).toBe(0);
    expect(textOf(plan)).toBeLessThan(26);
    expect(textOf(plan)).toBeGreaterThan(18.5);
  });
});
