/** The figures of a measurement, as options of Observable Plot. */
import { dot, line, link, ruleX, ruleY, text, type Markish, type PlotOptions } from '@observablehq/plot';
import type { CalibrationSummary } from '../../../measure/calibration';
import type { Point } from '../../../measure/curve';
import type { MeasuredLine, MeasuredStrategy, Measurement } from '../../state/measure.svelte';

export const AXES = ['policy', 'all', 'seconds'] as const;
export type Axis = (typeof AXES)[number];

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

/** Strategies are told by their dashes, verifiers by their colours: each line has a pair of its own. */
export const strokeOf = (
  { strategy, verifier }: MeasuredLine,
  verifiers: readonly string[],
): { readonly colour: string; readonly dash: string } => ({
  colour: verifier === null ? 'var(--ink-2)' : COLOURS[verifiers.indexOf(verifier) % COLOURS.length]!,
  dash: DASHES[strategy],
});

const budgetOf = (axis: Axis, { policyTokens, valueTokens, seconds }: Point): number =>
  axis === 'policy' ? policyTokens : axis === 'all' ? policyTokens + valueTokens : seconds;

/** Those from the smallest to the largest of some numbers above 0. */
export function powersOfTwo(numbers: readonly number[]): number[] {
  if (!numbers.length) return [];
  const [from, to] = [Math.ceil(Math.log2(Math.min(...numbers))), Math.floor(Math.log2(Math.max(...numbers)))];
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => 2 ** (from + i));
}

export interface AccuracyWords {
  readonly x: string;
  readonly y: string;
}

export function accuracyFigure(
  { lines, ceiling }: Measurement,
  axis: Axis,
  words: AccuracyWords,
  width: number,
): PlotOptions {
  const verifiers = [...new Set(lines.flatMap(({ verifier }) => verifier ?? []))];
  const x = (point: Point): number => budgetOf(axis, point);
  const xs = [...ceiling, ...lines.flatMap(({ points }) => points)].map(x).filter((budget) => budget > 0);
  const marks: Markish[] = [ruleY([0, 1], { stroke: 'var(--line)' })];
  marks.push(
    line(ceiling, { x, y: 'share', stroke: 'var(--ink-3)', strokeWidth: 1, strokeDasharray: '2 4' }),
    dot(ceiling, { x, y: 'share', stroke: 'var(--ink-3)', r: 2.5, symbol: 'diamond2' }),
  );
  for (const own of lines) {
    const { colour, dash } = strokeOf(own, verifiers);
    marks.push(
      ruleX(own.points, { x, y1: 'low', y2: 'high', stroke: colour, strokeOpacity: 0.45, strokeWidth: 1.5 }),
      line(own.points, { x, y: 'share', stroke: colour, strokeWidth: 1.75, strokeDasharray: dash }),
      dot(own.points, { x, y: 'share', fill: colour, r: 3 }),
    );
  }
  return {
    height: Math.round(Math.min(380, Math.max(240, width * 0.5))),
    marginLeft: 46,
    marginBottom: 40,
    x: {
      type: 'log',
      base: 2,
      label: words.x,
      grid: true,
      ticks: powersOfTwo(xs),
      tickFormat: (n: number) => `${Number(n.toPrecision(3))}`,
    },
    y: {
      domain: [0, 1],
      percent: false,
      label: words.y,
      grid: true,
      tickFormat: (n: number) => `${Math.round(n * 100)}%`,
    },
    marks,
  };
}

export function calibrationFigure({ bins }: CalibrationSummary, words: AccuracyWords, width: number): PlotOptions {
  const filled = bins.filter(({ of }) => of > 0);
  const most = Math.max(1, ...filled.map(({ of }) => of));
  return {
    height: Math.round(Math.min(360, Math.max(240, width * 0.85))),
    // Above the counts at the top stands the axis' label.
    marginTop: 36,
    marginLeft: 46,
    marginBottom: 40,
    x: { domain: [0, 1], label: words.x, grid: true },
    y: { domain: [0, 1], label: words.y, grid: true },
    marks: [
      link([{}], { x1: 0, y1: 0, x2: 1, y2: 1, stroke: 'var(--ink-3)', strokeDasharray: '4 3' }),
      ruleX(filled, {
        x: 'predicted',
        y1: 'low',
        y2: 'high',
        stroke: 'var(--accent)',
        strokeOpacity: 0.5,
        strokeWidth: 2,
      }),
      dot(filled, {
        x: 'predicted',
        y: 'share',
        fill: 'var(--accent)',
        // The area tells the count.
        r: ({ of }: { of: number }) => 2 + 6 * Math.sqrt(of / most),
      }),
      text(filled, { x: 'predicted', y: 'high', text: ({ of }: { of: number }) => `${of}`, dy: -8 }),
    ],
    r: { type: 'identity' },
  };
}
