import { describe, expect, it } from 'vitest';
import { IncrementalList } from '../../../src/ui/kit/incremental-list.svelte';
import { Cards, type Card, type Look } from '../../../src/ui/search/tree/cards';
import { buildViewTree, type ViewTree } from '../../../src/viz/view-tree';
import { node } from '../viz/tree';

const look = (patch: Partial<Look> = {}): Look => ({
  ...{ chosen: new Set(), changed: new Set(), selected: null, tabStop: 0, isDetailed: () => false },
  isRow: () => false,
  activeToken: () => null,
  truth: { truthAt: () => null, isParted: () => false },
  ...patch,
});
const tree = (): ViewTree =>
  buildViewTree([node(0, null, '4 5 6 10'), ...[node(1, 0, 'a'), node(2, 0, 'b'), node(3, 0, 'c'), node(4, 1, 'd')]]);
const itemsOf = ({ nodes }: ViewTree) => [...nodes.values()];

describe('the cards of a tree', () => {
  it('tell a step’s place among its siblings, also of those that are not drawn', () => {
    const view = tree();
    const drawn = itemsOf(view).filter(({ id }) => id !== 1);
    const cards = new Cards().of(drawn, view, look());
    const place = (id: number): number => view.nodes.get(0)!.children.indexOf(id) + 1;
    expect(cards.map(({ item, position, siblings }) => [item.id, position, siblings])).toEqual([
      ...[
        [0, 1, 1],
        [2, place(2), 3],
        [3, place(3), 3],
        [4, 1, 1],
      ],
    ]);
  });

  it('are the same objects where they show the same', () => {
    const view = tree();
    const known = new Cards();
    const before = known.of(itemsOf(view), view, look());
    const after = known.of(itemsOf(view), view, look({ selected: 2, isDetailed: (id) => id === 4 }));
    const differing = after.filter((card, i) => card !== before[i]).map(({ item }) => item.id);
    expect(differing).toEqual([2, 4]);
    expect(after.find(({ item }) => item.id === 2)).toMatchObject({ isSelected: true } satisfies Partial<Card>);
  });
});

describe('what comes gradually', () => {
  it('is a portion at first, with what is urgent', () => {
    const numbers = new IncrementalList(
      2,
      () => [1, 2, 3, 4, 5],
      (n) => n,
      (n) => n === 4,
    );
    expect(numbers.items).toEqual([1, 2, 4]);
    expect(numbers.isComplete).toBe(false);
  });
});
