/** Where the candidates that are being written stand, and how much of each is seen: their places do not change. */
import type { Box } from './box';
import { boundsOf, type TreeLayout } from './layout';
import { lineHeight, type Density } from './measure';

/** Those beyond are counted. */
export const MOST_GROWING = 8;
/** More than so many have one line each. */
const FEW = 5;
const WIDTH = 300;
const LEAST_WIDTH = 160;
const GAP = 32;
/** Of an outline. */
const OUTLINE_GAP = 8;
/** Around a text, and between two. */
export const GROWING_PADDING = 4;
export const GROWING_GAP = 4;

/** Lines of each of so many candidates. */
export const growingLines = (candidates: number): number => (candidates <= FEW ? 2 : 1);

/** Of one candidate, in pixels. */
export const growingHeight = (candidates: number, { text }: Pick<Density, 'text'>): number =>
  growingLines(candidates) * lineHeight(text) + 2 * GROWING_PADDING + 2;

/** @param parents the boxes of what they grow from; none where these are not drawn */
export function growingBox(
  candidates: number,
  { bounds, shape }: Pick<TreeLayout, 'bounds' | 'shape'>,
  parents: readonly Box[],
  { density, width }: { readonly density: Pick<Density, 'text'>; readonly width: number },
): Box {
  const rows = Math.min(candidates, MOST_GROWING);
  const counted = candidates > MOST_GROWING ? lineHeight(density.text) : 0;
  const height = rows * growingHeight(candidates, density) + (rows - 1) * GROWING_GAP + counted;
  if (shape === 'outline')
    return {
      ...{ x: bounds.x, y: bounds.y + bounds.height + OUTLINE_GAP, height },
      width: Math.max(LEAST_WIDTH, Math.min(WIDTH, width)),
    };
  const around = parents.length ? boundsOf(parents) : bounds;
  return { x: bounds.x + bounds.width + GAP, y: around.y + around.height / 2 - height / 2, width: WIDTH, height };
}
