/** The loss of verifiers while they learn, as options of Observable Plot. */
import { dot, line, type Markish, type PlotOptions } from '@observablehq/plot';
import type { LearningPoint, WorkshopRule } from '../../../protocol/train';
import { formatCount, formatFixed } from '../../../viz/format';
import type { Curve } from './progress';

export interface LossWords {
  readonly x: string;
  readonly y: string;
  /** In which numbers are written. */
  readonly language: string;
  readonly nameOf: (rule: WorkshopRule) => string;
  readonly onTraining: string;
  readonly onHeldOut: string;
}

const COLOURS: Readonly<Record<WorkshopRule, string>> = {
  tvm: 'var(--series-blue)',
  ovm: 'var(--series-brown)',
  'prm-soft': 'var(--series-teal)',
  'prm-hard': 'var(--series-violet)',
  'prm-valid': 'var(--series-red)',
  goal: 'var(--series-grey)',
};
/** A rule has one colour everywhere. */
export const colourOf = (rule: WorkshopRule): string => COLOURS[rule];

/** Points of a line that are drawn: more of them are no wider than a pixel. */
const MOST_POINTS = 400;

/** Every so many of a curve's points, and always the last. */
export function thinned(points: readonly LearningPoint[], most = MOST_POINTS): readonly LearningPoint[] {
  if (points.length <= most) return points;
  const every = Math.ceil(points.length / most);
  return points.filter((_, i) => i % every === 0 || i === points.length - 1);
}

/** Of each verifier: the loss of every batch as a line, and that of the held-out problems as points joined by dashes. */
export function lossFigure(curves: readonly Curve[], words: LossWords, width: number): PlotOptions {
  const marks: Markish[] = [];
  const tell = (rule: WorkshopRule, kind: string, step: number, loss: number): string =>
    `${words.nameOf(rule)}, ${kind}\n${formatCount(step, words.language)} ${words.x}: ${formatFixed(loss, words.language, 3)}`;
  const tip = { fill: 'var(--surface)', stroke: 'var(--line-strong)' };
  for (const { rule, points } of curves) {
    const stroke = COLOURS[rule];
    const held = points.filter(({ heldOut }) => heldOut !== null);
    marks.push(
      line(thinned(points), { x: 'step', y: 'loss', stroke, strokeWidth: 1, strokeOpacity: 0.7 }),
      line(held, { x: 'step', y: 'heldOut', stroke, strokeWidth: 1.75, strokeDasharray: '5 3' }),
      dot(held, {
        x: 'step',
        y: 'heldOut',
        fill: stroke,
        r: 3.5,
        title: ({ step, heldOut }: LearningPoint) => tell(rule, words.onHeldOut, step, heldOut!),
        tip,
      }),
    );
  }
  return {
    height: Math.round(Math.min(340, Math.max(200, width * 0.36))),
    marginLeft: 46,
    marginTop: 28,
    marginBottom: 40,
    x: {
      // The figure keeps its frame while the curves grow.
      domain: [0, Math.max(1, ...curves.map(({ of }) => of))],
      label: words.x,
      // No tick between two steps.
      ticks: Math.min(6, Math.max(1, ...curves.map(({ of }) => of))),
      tickFormat: (n: number) => formatCount(n, words.language),
    },
    y: {
      zero: true,
      nice: true,
      label: words.y,
      grid: true,
      ticks: 5,
      tickFormat: (n: number) => formatFixed(n, words.language, 2),
    },
    marks,
  };
}
