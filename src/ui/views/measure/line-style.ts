/** How the lines of the accuracy figure are distinguished: strategies by dash and mark, verifiers by colour. */
import type { MeasuredLine, MeasuredStrategy } from './measure.svelte';

const DASHES: Readonly<Record<MeasuredStrategy, string>> = {
  majority: '1.5 3',
  'best-of-n': '6 3',
  'weighted-vote': '8 3 1.5 3',
  beam: 'none',
  dvts: '3 3',
  rebase: '10 2 2 2 2 2',
};
const COLOURS = [
  'var(--accent)',
  'var(--warn)',
  'var(--ink)',
  'var(--edge-live)',
  'var(--accent-soft)',
  'var(--ink-2)',
];

type Corners = readonly (readonly [x: number, y: number])[];
/** Regular, the first corner above. */
const corners = (count: number, radius: (i: number) => number): Corners =>
  Array.from({ length: count }, (_, i) => {
    const [angle, r] = [(2 * Math.PI * i) / count, radius(i)];
    return [Number((r * Math.sin(angle)).toFixed(2)), Number((-r * Math.cos(angle)).toFixed(2))];
  });
/** Marks of about the same area, in pixels about their middle. */
const MARKS: Readonly<Record<MeasuredStrategy, Corners>> = {
  majority: corners(3, () => 4.6),
  'best-of-n': [
    [-3, -3],
    [3, -3],
    [3, 3],
    [-3, 3],
  ],
  'weighted-vote': corners(4, () => 4.4),
  beam: corners(24, () => 3.4),
  dvts: corners(10, (i) => (i % 2 ? 2.1 : 5.2)),
  rebase: corners(8, (i) => (i % 2 ? 1.8 : 4.8)),
};

export interface LineStyle {
  readonly colour: string;
  readonly dash: string;
  readonly mark: Corners;
}

/** Each line has a pair of its own. */
export const styleOf = ({ strategy, verifier }: MeasuredLine, verifiers: readonly string[]): LineStyle => ({
  colour: verifier === null ? 'var(--ink-2)' : COLOURS[verifiers.indexOf(verifier) % COLOURS.length]!,
  dash: DASHES[strategy],
  mark: MARKS[strategy],
});

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
