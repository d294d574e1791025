/** The values along one solution of the watched problem, as options of Observable Plot. */
import { dot, line, ruleX, type Markish, type PlotOptions } from '@observablehq/plot';
import { wilson, type Share } from '../../../core/shares';
import type { WatchedTree, WatchedTruth } from '../../../protocol/train';
import { visibleToken } from '../../../viz/invisible';
import { formatFixed } from '../../../viz/format';

/** What is true where a step of a solution ends. */
export interface StepTruth extends Share {
  /** Of its last token in the solution. */
  readonly token: number;
  /** Position of that token in the tree. */
  readonly at: number;
  readonly text: string;
  /** Continuations that ended right; null where the solution has ended, and its verdict is the truth. */
  readonly right: number | null;
}

/** The steps of a solution, each with the truth where it ends; null as long as that is not known. */
export function stepTruths(
  tree: WatchedTree,
  solution: number,
  truths: readonly WatchedTruth[],
): readonly { readonly text: string; readonly at: number; readonly token: number; readonly truth: StepTruth | null }[] {
  const { trail, stepEnds, correct } = tree.solutions[solution]!;
  let from = 0;
  return stepEnds.map((token) => {
    const at = trail[token]!;
    const own = trail.slice(from, token + 1).map((position) => tree.tokens[position]!.text);
    from = token + 1;
    const step = { text: own.join('').trim(), at, token };
    const isEnd = token === trail.length - 1;
    const rolled = isEnd ? null : truths.find((truth) => truth.at === at);
    if (!isEnd && !rolled) return { ...step, truth: null };
    const share = Number(correct);
    const known = rolled ? wilson(rolled.right / rolled.of, rolled.of) : { share, low: share, high: share, of: 0 };
    return { ...step, truth: { ...step, ...known, right: rolled ? rolled.right : null } };
  });
}

/** A line of the figure. */
export interface ValueLine {
  readonly id: string;
  readonly name: string;
  /** By token of the solution. */
  readonly values: readonly number[];
  readonly colour: string;
  /** Of a dash, as SVG has it; none for a line without gaps. */
  readonly dash: string;
  readonly width: number;
}

export interface ValueWords {
  /** Of the axis, where it has room for tokens, and where it has not. */
  readonly x: string;
  readonly step: string;
  readonly y: string;
  readonly truth: string;
  readonly language: string;
}

/** A token's text along the axis takes so many pixels. */
const TOKEN_ROOM = 15;

/** @param texts of the solution's tokens */
export function valueFigure(
  texts: readonly string[],
  lines: readonly ValueLine[],
  steps: ReturnType<typeof stepTruths>,
  words: ValueWords,
  width: number,
): PlotOptions {
  const truths = steps.flatMap(({ truth }) => truth ?? []);
  const written = (value: number): string => formatFixed(value, words.language, 2);
  const tip = { fill: 'var(--surface)', stroke: 'var(--line-strong)' };
  const showsTokens = width / Math.max(1, texts.length) >= TOKEN_ROOM;
  const marks: Markish[] = [
    ruleX(
      steps.slice(0, -1).map(({ token }) => token + 0.5),
      { stroke: 'var(--line-strong)', strokeDasharray: '2 3' },
    ),
    ruleX(truths, { x: 'token', y1: 'low', y2: 'high', stroke: 'var(--ink)', strokeOpacity: 0.35, strokeWidth: 7 }),
    ...lines.map(({ values, colour, dash, width: strokeWidth }) =>
      line(values, {
        x: (_: number, i: number) => i,
        y: (value: number) => value,
        stroke: colour,
        strokeWidth,
        ...(dash === 'none' ? {} : { strokeDasharray: dash }),
      }),
    ),
    dot(truths, {
      x: 'token',
      y: 'share',
      r: 4.5,
      fill: 'var(--surface)',
      stroke: 'var(--ink)',
      strokeWidth: 2,
      title: ({ text, share, low, high, right }: StepTruth) =>
        `${text}\n${words.truth}: ${written(share)}${right === null ? '' : ` (${written(low)} – ${written(high)})`}`,
      tip,
    }),
  ];
  return {
    height: showsTokens ? 300 : 240,
    marginLeft: 46,
    marginTop: 28,
    marginBottom: showsTokens ? 84 : 40,
    x: {
      domain: [-0.5, Math.max(1, texts.length) - 0.5],
      label: showsTokens ? words.x : words.step,
      labelAnchor: 'right',
      ...(showsTokens
        ? {
            ticks: [...texts.keys()],
            tickFormat: (i: number) => visibleToken(texts[i] ?? '').trim() || '␣',
            tickRotate: -55,
            tickSize: 3,
          }
        : { ticks: steps.map(({ token }) => token), tickFormat: (_: number, i: number) => `${i + 1}` }),
    },
    y: {
      domain: [0, 1],
      inset: 5,
      label: words.y,
      grid: true,
      ticks: 5,
      tickFormat: (n: number) => formatFixed(n, words.language, 1),
    },
    marks,
  };
}
