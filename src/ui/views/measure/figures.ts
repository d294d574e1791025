/** Calibration as options of Observable Plot, and what the figures of a measurement share. */
import { dot, link, ruleX, text, type PlotOptions } from '@observablehq/plot';
import { formatCount, formatFixed } from '../../../viz/format';
import type { CalibrationSummary } from '../../../measure/calibration';

/** Round numbers (1, 2 and 5 times powers of ten) between two numbers above 0, for a logarithmic axis. */
export function roundNumbers(from: number, to: number): number[] {
  const ticks: number[] = [];
  for (let power = Math.floor(Math.log10(from)); power <= Math.ceil(Math.log10(to)); power++)
    for (const digit of [1, 2, 5]) {
      const tick = Number((digit * 10 ** power).toPrecision(1));
      if (tick >= from && tick <= to) ticks.push(tick);
    }
  return ticks;
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
const TENTHS = Array.from({ length: 11 }, (_, i) => i / 10);
const FIFTHS = TENTHS.filter((_, i) => i % 2 === 0);

/** @param atSearch drawn hollow @param colour of the strategy whose samples these are */
export function calibrationFigure(
  { bins }: CalibrationSummary,
  atSearch: CalibrationSummary | null,
  words: AxisWords,
  width: number,
  colour: string,
): PlotOptions {
  const filled = bins.filter(({ of }) => of > 0);
  const most = Math.max(1, ...filled.map(({ of }) => of));
  type Bin = (typeof filled)[number];
  // The area shows the count.
  const radius = ({ of }: Bin): number => 2 + 6 * Math.sqrt(of / most);
  const height = Math.round(Math.min(360, Math.max(240, width * 0.85)));
  const perPixel = 1 / (height - TOP - BOTTOM - 2 * INSET);
  // A tick that is not a tenth would be written as one.
  const ticks = width < 420 ? FIFTHS : TENTHS;
  const tickFormat = (n: number): string => formatFixed(n, words.language, 1);
  return {
    height,
    // Above the counts at the top stands the axis' label.
    marginTop: TOP,
    marginLeft: 46,
    marginBottom: BOTTOM,
    x: { domain: [0, 1], inset: INSET, label: words.x, grid: true, ticks, tickFormat },
    y: { domain: [0, 1], inset: INSET, label: words.y, grid: true, ticks, tickFormat },
    marks: [
      link([{}], { x1: 0, y1: 0, x2: 1, y2: 1, stroke: 'var(--ink-3)', strokeDasharray: '4 3' }),
      dot(atSearch?.bins.filter(({ of }) => of > 0) ?? [], {
        x: 'predicted',
        y: 'share',
        stroke: colour,
        strokeWidth: 1.5,
        r: 4,
      }),
      ruleX(filled, {
        x: 'predicted',
        y1: 'low',
        y2: 'high',
        stroke: colour,
        strokeOpacity: 0.5,
        strokeWidth: 2,
      }),
      dot(filled, {
        x: 'predicted',
        y: 'share',
        fill: colour,
        title: (bin: Bin) =>
          `${words.x} ${formatFixed(bin.predicted, words.language, 2)}, ${words.y} ${formatFixed(bin.share, words.language, 2)} (${formatFixed(bin.low, words.language, 2)} – ${formatFixed(bin.high, words.language, 2)})`,
        tip: { fill: 'var(--surface)', stroke: 'var(--line-strong)' },
        r: radius,
      }),
      text(filled, {
        x: 'predicted',
        // Above the interval, and above the point where that is the larger.
        y: (bin: Bin) => Math.max(bin.high, bin.share + radius(bin) * perPixel),
        text: ({ of }: Bin) => formatCount(of, words.language),
        dy: -9,
        // A hollow point may lie there.
        stroke: 'var(--paper)',
        strokeWidth: 4,
        fill: 'currentColor',
      }),
    ],
    r: { type: 'identity' },
  };
}
