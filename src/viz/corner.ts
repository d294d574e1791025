/** Where a small thing over a large one hides the least. */
import type { Box, Size } from './layout';

export type Corner = 'bottom left' | 'top left' | 'bottom right' | 'top right';

const CORNERS: readonly Corner[] = ['bottom left', 'top left', 'bottom right', 'top right'];

const overlap = (a: Box, b: Box): number =>
  Math.max(0, Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x)) *
  Math.max(0, Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y));

/** The corner of `region` in which something of this size covers the least of the boxes; the first of those that tie. */
export function freestCorner(region: Box, size: Size, boxes: readonly Box[]): Corner {
  const covered = CORNERS.map((corner) => {
    const x = corner.endsWith('left') ? region.x : region.x + region.width - size.width;
    const y = corner.startsWith('top') ? region.y : region.y + region.height - size.height;
    return boxes.reduce((sum, box) => sum + overlap({ x, y, ...size }, box), 0);
  });
  return CORNERS[covered.indexOf(Math.min(...covered))]!;
}
