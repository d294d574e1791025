/** How lines and points of all figures are told apart: a strategy has one colour everywhere, a verifier one dash and mark. */
import type { MeasuredLine, MeasuredStrategy } from './sums';

const COLOURS: Readonly<Record<MeasuredStrategy, string>> = {
  majority: 'var(--series-grey)',
  'best-of-n': 'var(--series-blue)',
  'weighted-vote': 'var(--series-violet)',
  beam: 'var(--series-brown)',
  dvts: 'var(--series-teal)',
  rebase: 'var(--series-red)',
};
const DASHES = ['none', '6 3', '1.5 3', '8 3 1.5 3', '3 3', '10 2 2 2 2 2'];

type Corners = readonly (readonly [x: number, y: number])[];
/** Regular, the first corner above. */
const corners = (count: number, radius: (i: number) => number): Corners =>
  Array.from({ length: count }, (_, i) => {
    const [angle, r] = [(2 * Math.PI * i) / count, radius(i)];
    return [Number((r * Math.sin(angle)).toFixed(2)), Number((-r * Math.cos(angle)).toFixed(2))];
  });
/** Marks of about the same area, in pixels about their middle. */
const MARKS: readonly Corners[] = [
  corners(24, () => 3.6),
  [
    [-3.1, -3.1],
    [3.1, -3.1],
    [3.1, 3.1],
    [-3.1, 3.1],
  ],
  corners(3, () => 4.8),
  corners(4, () => 4.6),
  corners(10, (i) => (i % 2 ? 2.1 : 5.2)),
  corners(8, (i) => (i % 2 ? 1.8 : 4.8)),
];

export interface LineStyle {
  readonly colour: string;
  readonly dash: string;
  readonly mark: Corners;
}

export const seriesOf = (strategy: MeasuredStrategy): string => COLOURS[strategy];

/** Each line has a pair of its own. A strategy that asks no verifier is drawn as with the first. */
export function styleOf({ strategy, verifier }: MeasuredLine, verifiers: readonly string[]): LineStyle {
  const place = verifier === null ? 0 : Math.max(0, verifiers.indexOf(verifier));
  return {
    colour: COLOURS[strategy],
    dash: DASHES[place % DASHES.length]!,
    mark: MARKS[place % MARKS.length]!,
  };
}

/** As the points of a polygon at `x`, `y`. */
export const polygonAt = (mark: Corners, x: number, y: number): string =>
  mark.map(([dx, dy]) => `${x + dx},${y + dy}`).join(' ');

/** As a symbol of Plot's, which keeps the mark's own size. */
export const symbolOf = (mark: Corners): { draw(context: CanvasPath): void } => ({
  draw: (context) => {
    for (const [i, [x, y]] of mark.entries()) context[i ? 'lineTo' : 'moveTo'](x, y);
    context.closePath();
  },
});
