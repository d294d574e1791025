/** A tree from afar, for its map: a shape for each tint, however many steps there are. */
import type { Box } from './box';
import { rampStep } from './ramp';
import type { ViewTree } from './view-tree';

/** `tint` is a step of the ramp; `plain` are those without a value, `chosen` those of the answer's path. */
export interface MapShape {
  readonly kind: 'plain' | 'chosen' | `v${number}`;
  /** SVG path data, in pixels of the map from the upper left corner of the tree's bounds. */
  readonly path: string;
}

/** Places of a map, for each of its pixels: what falls on the same place is drawn once. */
const FINENESS = 2;

export interface MapLook {
  readonly chosen: ReadonlySet<number>;
  /** Pixels of the map for one of the tree. */
  readonly scale: number;
  /** Only values that are probabilities have a tint. */
  readonly isTinted: boolean;
}

/** The shapes of a tree drawn at a scale; those of the answer's path last, on top of the others. */
export function mapShapes(
  tree: ViewTree,
  { boxes, bounds }: { readonly boxes: ReadonlyMap<number, Box>; readonly bounds: Box },
  { chosen, scale, isTinted }: MapLook,
): MapShape[] {
  const paths = new Map<MapShape['kind'], string[]>();
  const taken = new Set<string>();
  for (const { id, value } of tree.nodes.values()) {
    const box = boxes.get(id);
    if (!box) continue;
    const isChosen = chosen.has(id);
    const kind = isChosen ? 'chosen' : value === null || !isTinted ? 'plain' : (`v${rampStep(value)}` as const);
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
