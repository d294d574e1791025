/** A tree from afar, for its map: a shape for each tint, however many steps there are. */
import type { Box } from './box';
import { numberOf, tintVariable, type Column } from './colouring';
import type { ViewTree } from './view-tree';

/** `plain` are those without a number, `chosen` those of the answer's path; all others go by the variable of their tint. */
export interface MapShape {
  readonly kind: string;
  /** SVG path data, in pixels of the map from the upper left corner of the tree's bounds. */
  readonly path: string;
}

/** Places of a map, for each of its pixels: what falls on the same place is drawn once. */
const FINENESS = 2;

export interface MapLook {
  readonly chosen: ReadonlySet<number>;
  /** Pixels of the map for one of the tree. */
  readonly scale: number;
  /** What tints; null for nothing. */
  readonly column: Column | null;
}

/** The shapes of a tree drawn at a scale; those of the answer's path last, on top of the others. */
export function mapShapes(
  tree: ViewTree,
  { boxes, bounds }: { readonly boxes: ReadonlyMap<number, Box>; readonly bounds: Box },
  { chosen, scale, column }: MapLook,
): MapShape[] {
  const paths = new Map<MapShape['kind'], string[]>();
  const taken = new Set<string>();
  for (const item of tree.nodes.values()) {
    const { id } = item;
    const box = boxes.get(id);
    if (!box) continue;
    const isChosen = chosen.has(id);
    const kind = isChosen
      ? 'chosen'
      : (tintVariable(column, item.fold ? item.value : numberOf(column, item)) ?? 'plain');
    const [x, y] = [(box.x - bounds.x) * scale, (box.y - bounds.y) * scale];
    const [width, height] = [Math.max(1 / FINENESS, box.width * scale), Math.max(1 / FINENESS, box.height * scale)];
    const place = [x, y, x + width, y + height].map((at) => Math.round(at * FINENESS)).join(' ');
    const key = isChosen ? `chosen ${place}` : place;
    if (taken.has(key)) continue;
    taken.add(key);
    const [left, top, right, bottom] = [x, y, x + width, y + height].map((at) => at.toFixed(2));
    const path = paths.get(kind) ?? [];
    path.push(`M${left},${top}H${right}V${bottom}H${left}z`);
    paths.set(kind, path);
  }
  return [...paths]
    .map(([kind, parts]) => ({ kind, path: parts.join('') }))
    .sort((a, b) => Number(a.kind === 'chosen') - Number(b.kind === 'chosen'));
}
