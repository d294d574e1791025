/**
 * What each drawn step shows. One that shows the same as before is the same object: in a tree that grows by a few steps a
 * frame, only those cost anything.
 */
import type { Truth } from '../../../viz/truth';
import type { ViewNode, ViewTree } from '../../../viz/view-tree';

export interface Card {
  readonly item: ViewNode;
  readonly isChosen: boolean;
  readonly isSelected: boolean;
  /** The moment of the history that is shown changed it. */
  readonly isChanged: boolean;
  readonly isTabStop: boolean;
  /** Drawn with its text; else as a strip of tints. */
  readonly isDetailed: boolean;
  /** Drawn on one line, where it will stand when the search is over. */
  readonly isRow: boolean;
  readonly activeToken: number | null;
  /** What is true of it, where the reader asked and it is known. */
  readonly truth: Truth | null;
  /** The verifier is far from the truth in it. */
  readonly isParted: boolean;
  /** Its place among its siblings, from 1, and how many they are. */
  readonly position: number;
  readonly siblings: number;
}

/** What tells one card from another, but for its place in the tree. */
export interface Look {
  readonly chosen: ReadonlySet<number>;
  readonly changed: ReadonlySet<number>;
  readonly selected: number | null;
  readonly tabStop: number | null;
  isDetailed(id: number): boolean;
  isRow(id: number): boolean;
  activeToken(id: number): number | null;
  readonly truth: { truthAt(id: number): Truth | null; isParted(id: number): boolean };
}

export class Cards {
  #known = new Map<number, Card>();

  /** The cards of some steps of a tree, in their order. */
  of(items: readonly ViewNode[], tree: ViewTree, look: Look): readonly Card[] {
    const places = placesOf(items, tree);
    const cards = items.map((item): Card => {
      const { id } = item;
      const next: Card = {
        ...{
          item,
          isChosen: look.chosen.has(id),
          isSelected: look.selected === id,
          isChanged: look.changed.has(id) || (item.fold?.ids.some((folded) => look.changed.has(folded)) ?? false),
        },
        ...{
          isTabStop: look.tabStop === id,
          isDetailed: look.isDetailed(id),
          isRow: look.isRow(id),
          activeToken: look.activeToken(id),
        },
        truth: look.truth.truthAt(id),
        isParted: look.truth.isParted(id),
        position: places.get(id) ?? 1,
        siblings: (item.parent === null ? undefined : tree.nodes.get(item.parent))?.children.length ?? 1,
      };
      const known = this.#known.get(id);
      return known && isSame(known, next) ? known : next;
    });
    this.#known = new Map(cards.map((card) => [card.item.id, card]));
    return cards;
  }
}

/** From 1, of every child of a drawn step's parent. */
function placesOf(items: readonly ViewNode[], { nodes }: ViewTree): Map<number, number> {
  const places = new Map<number, number>();
  for (const parent of new Set(items.map((item) => item.parent)))
    if (parent !== null) nodes.get(parent)?.children.forEach((id, i) => places.set(id, i + 1));
  return places;
}

const KEYS = [
  ...[
    'item',
    'isChosen',
    'isSelected',
    'isChanged',
    'isTabStop',
    'isDetailed',
    'isRow',
    'activeToken',
    'truth',
    'isParted',
    'position',
    'siblings',
  ],
] as readonly (keyof Card)[];
const isSame = (a: Card, b: Card): boolean => KEYS.every((key) => a[key] === b[key]);
