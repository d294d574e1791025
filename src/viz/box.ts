/** Rectangles. */
export interface Box {
  /** Left edge, in pixels at zoom 1. */
  readonly x: number;
  /** Top edge. */
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export const overlaps = (a: Box, b: Box): boolean =>
  a.x <= b.x + b.width && b.x <= a.x + a.width && a.y <= b.y + b.height && b.y <= a.y + a.height;

/** Whether all of `inner` lies in `outer`. */
export const covers = (outer: Box, inner: Box): boolean =>
  outer.x <= inner.x &&
  outer.y <= inner.y &&
  outer.x + outer.width >= inner.x + inner.width &&
  outer.y + outer.height >= inner.y + inner.height;

/** A box with a margin on each side, as a share of its own size. */
export const grown = ({ x, y, width, height }: Box, share: number): Box => ({
  x: x - share * width,
  y: y - share * height,
  width: width * (1 + 2 * share),
  height: height * (1 + 2 * share),
});

/** The smallest box round two. */
export function unionOf(a: Box, b: Box): Box {
  const [x, y] = [Math.min(a.x, b.x), Math.min(a.y, b.y)];
  return {
    x,
    y,
    width: Math.max(a.x + a.width, b.x + b.width) - x,
    height: Math.max(a.y + a.height, b.y + b.height) - y,
  };
}
