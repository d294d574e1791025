/** Calibration as options of Observable Plot, and what the figures of a measurement share. */
import { dot, link, ruleX, text, type PlotOptions } from '@observablehq/plot';
import { formatCount, formatFixed } from '../../../viz/format';
import type { CalibrationSummary } from '../../../measure/calibration';

/** Those from the smallest to the largest of some numbers above 0. */
export function powersOfTwo(numbers: readonly number[]): number[] {
  if (!numbers.length) return [];
  const [from, to] = [Math.ceil(Math.log2(Math.min(...numbers))), Math.floor(Math.log2(Math.max(...numbers)))];
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => 2 ** (from + i));
}

export interface AxisWords {
  readonly x: string;
  readonly y: string;
  /** In which numbers are written. */
  readonly language: string;
}

const [TOP, BOTTOM] = [36, 40];
/** Points at the ends of an axis stand clear of it. */
const INSET = 9;

export function calibrationFigure({ bins }: CalibrationSummary, words: AxisWords, width: number): PlotOptions {
  const filled = bins.filter(({ of }) => of > 0);
  const most = Math.max(1, ...filled.map(({ of }) => of));
  type Bin = (typeof filled)[number];
  // The area shows the count.
  const radius = ({ of }: Bin): number => 2 + 6 * Math.sqrt(of / most);
  const height = Math.round(Math.min(360, Math.max(240, width * 0.85)));
  const perPixel = 1 / (height - TOP - BOTTOM - 2 * INSET);
  const tickFormat = (n: number): string => formatFixed(n, words.language, 1);
  return {
    height,
    // Above the counts at the top stands the axis' label.
    marginTop: TOP,
    marginLeft: 46,
    marginBottom: BOTTOM,
    x: { domain: [0, 1], inset: INSET, label: words.x, grid: true, tickFormat },
    y: { domain: [0, 1], inset: INSET, label: words.y, grid: true, tickFormat },
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
        r: radius,
      }),
      text(filled, {
        x: 'predicted',
        // Above the interval, and above the point where that is the larger.
        y: (bin: Bin) => Math.max(bin.high, bin.share + radius(bin) * perPixel),
        text: ({ of }: Bin) => formatCount(of, words.language),
        dy: -9,
      }),
    ],
    r: { type: 'identity' },
  };
}
