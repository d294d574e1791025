/** Accuracy against budget, as options of Observable Plot. */
import { dot, line, link, pointer, ruleX, ruleY, text, tip, type Markish, type PlotOptions } from '@observablehq/plot';
import type { Point } from '../../../measure/curve';
import { formatCount, formatShare } from '../../../viz/format';
import type { Measurement } from './sums';
import { budgetsOf, drawLines, INSET, valuesOf, type Area } from './accuracy-lines';
import { roundNumbers } from './figures';
import { styleOf, symbolOf } from './line-style';

export const AXES = ['policy', 'all', 'seconds'] as const;
export type Axis = (typeof AXES)[number];

export interface AccuracyWords {
  readonly x: string;
  readonly y: string;
  /** The name of each line, and of the ceiling. */
  readonly lines: readonly string[];
  readonly ceiling: string;
  /** In which numbers are written. */
  readonly language: string;
  /** All of a point in words. */
  readonly tell: (name: string, point: Point) => string;
}

const budgetOf = (axis: Axis, { policyTokens, valueTokens, seconds }: Point): number =>
  axis === 'policy' ? policyTokens : axis === 'all' ? policyTokens + valueTokens : seconds;

const MARGIN = { left: 46, right: 20, top: 24, bottom: 40 } as const;
/** From the end of a line to its name. */
const NAME_GAP = 22;
/** Of the width, that names at the lines' ends may take. */
const MOST_NAMES = 0.34;
/** Of what a verifier says itself of its choices. */
export const BELIEF_DASH = '1 3';
const CEILING = { colour: 'var(--ink-3)', dash: '2 4' };

/** The pixels of a name, rather too many; a Chinese character is twice as wide as a letter. */
const widthOf = (name: string): number => 7 * (name.length + (name.match(/[\u2e80-\uffef]/g)?.length ?? 0));
const namesWidth = ({ lines, ceiling }: AccuracyWords): number =>
  NAME_GAP + Math.max(...[...lines, ceiling].map(widthOf));

/** Whether there is room for the names at the lines' ends; else a legend names them. */
export const hasNames = (words: AccuracyWords, width: number): boolean => namesWidth(words) <= MOST_NAMES * width;

export function accuracyFigure(
  { lines, ceiling }: Measurement,
  axis: Axis,
  words: AccuracyWords,
  width: number,
): PlotOptions {
  const height = Math.round(Math.min(460, Math.max(260, width * 0.45)));
  const isNamed = hasNames(words, width);
  const marginRight = isNamed ? namesWidth(words) : MARGIN.right;
  const area: Area = { left: MARGIN.left, right: width - marginRight, top: MARGIN.top, bottom: height - MARGIN.bottom };
  const verifiers = [...new Set(lines.flatMap(({ verifier }) => verifier ?? []))];
  const x = (point: Point): number => budgetOf(axis, point);
  const all = [...lines.map(({ points }) => points), ceiling].map((points) => points.filter((point) => x(point) > 0));
  const budgets = budgetsOf(all.flat().map(x));
  const { budgetAt, shareAt } = valuesOf(budgets, area);
  const marks: Markish[] = [ruleY([0, 1], { stroke: 'var(--line)' })];
  const told: { x: number; y: number; title: string }[] = [];
  for (const [i, { spots, pieces, nameY }] of drawLines(all, x, budgets, area).entries()) {
    const measured = lines[i];
    const { colour, dash } = measured ? styleOf(measured, verifiers) : CEILING;
    const points = spots.map(({ x, y, low, high }) => ({
      ...{ x: budgetAt(x), y: shareAt(y), low: shareAt(low), high: shareAt(high) },
    }));
    for (const point of all[i]!)
      told.push({ x: x(point), y: point.share, title: words.tell(words.lines[i] ?? words.ceiling, point) });
    const at = { x: 'x', y: 'y' } as const;
    const ends = pieces.map(({ x, y }) => ({ x: budgetAt(x), y: shareAt(y) }));
    marks.push(line(ends, { ...at, stroke: colour, strokeWidth: measured ? 1.75 : 1, strokeDasharray: dash }));
    const beliefs = all[i]!.flatMap((point) => (point.believed === null ? [] : [{ x: x(point), y: point.believed }]));
    if (measured && beliefs.length)
      marks.push(line(beliefs, { ...at, stroke: colour, strokeWidth: 1, strokeDasharray: BELIEF_DASH }));
    if (measured) {
      const symbol = symbolOf(styleOf(measured, verifiers).mark);
      marks.push(
        ruleX(points, { x: 'x', y1: 'low', y2: 'high', stroke: colour, strokeOpacity: 0.45, strokeWidth: 1.5 }),
        dot(points, { ...at, fill: colour, symbol }),
      );
    } else marks.push(dot(points, { ...at, stroke: colour, r: 2.5, symbol: 'diamond2' }));
    const last = spots.at(-1);
    if (!isNamed || !last) continue;
    const name = { x: budgetAt(area.right + NAME_GAP - 4), y: shareAt(nameY) };
    const leader = { x1: budgetAt(last.x), y1: shareAt(last.y), x2: budgetAt(area.right + NAME_GAP - 8), y2: name.y };
    marks.push(
      link([leader], { x1: 'x1', y1: 'y1', x2: 'x2', y2: 'y2', stroke: colour, strokeOpacity: 0.6 }),
      text([name], { ...at, text: [words.lines[i] ?? words.ceiling], textAnchor: 'start' }),
    );
  }
  // What stands under the pointer, last and on top.
  marks.push(
    tip(
      told,
      pointer({ x: 'x', y: 'y', title: 'title', fill: 'var(--surface)', stroke: 'var(--line-strong)', fontSize: 12 }),
    ),
  );
  return {
    height,
    marginLeft: area.left,
    marginRight,
    marginTop: area.top,
    marginBottom: MARGIN.bottom,
    x: {
      type: 'log',
      base: 2,
      domain: [budgets.from, budgets.to],
      inset: INSET,
      label: words.x,
      grid: true,
      ticks: roundNumbers(budgets.from, budgets.to),
      tickFormat: (n: number) => formatCount(n, words.language),
    },
    y: {
      domain: [0, 1],
      label: words.y,
      grid: true,
      ticks: 5,
      tickFormat: (n: number) => formatShare(n, words.language, 0),
    },
    marks,
  };
}
