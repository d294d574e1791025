/** Where in the window something can stand beside a place without covering what has to stay in reach. */

export interface Area {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/**
 * The window without what is to be kept clear, in pixels: of each kept area the side of it that the place is on is left.
 * An area that holds the place itself cuts nothing off, and neither does one of no size, which is not drawn.
 */
export function clearRoom(window: Area, place: Area, kept: readonly Area[]): Area {
  let { left, top, right, bottom } = window;
  for (const area of kept) {
    if (area.right <= area.left || area.bottom <= area.top) continue;
    if (area.bottom <= place.top) top = Math.max(top, area.bottom);
    else if (area.top >= place.bottom) bottom = Math.min(bottom, area.top);
    else if (area.right <= place.left) left = Math.max(left, area.right);
    else if (area.left >= place.right) right = Math.min(right, area.left);
  }
  return { left, top, right, bottom };
}
