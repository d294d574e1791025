/** The small plot of a path: value by token, a line for each verifier of the trace. */
import { extentOf } from '../core/extent';
import type { ViewNode } from './view-tree';

export interface PlotToken {
  /** A `ViewNode.id`, and the token's index in that step. */
  readonly node: number;
  readonly token: number;
  readonly values: Readonly<Record<string, number>>;
}

export interface ValueLine {
  readonly verifier: string;
  /** By token of the path; null where this verifier did not score it. */
  readonly values: readonly (number | null)[];
  /** What the plot's lower and upper edge stand for: 0 and 1 unless the verifier's scale is another. */
  readonly low: number;
  readonly high: number;
}

/** The tokens of a path, the prompt left out. */
export const pathTokens = (path: readonly ViewNode[]): PlotToken[] =>
  path
    .filter(({ depth }) => depth > 0)
    .flatMap(({ id, node }) => node.tokens.map(({ values }, token) => ({ node: id, token, values: values ?? {} })));

/** One line for each verifier, in the order of their first value. `isProbability` tells whose edges are 0 and 1. */
export function valueLines(tokens: readonly PlotToken[], isProbability: (verifier: string) => boolean): ValueLine[] {
  const verifiers = [...new Set(tokens.flatMap(({ values }) => Object.keys(values)))];
  return verifiers.map((verifier) => {
    const values = tokens.map((token) => token.values[verifier] ?? null);
    const known = values.filter((value) => value !== null);
    const [low, high] = isProbability(verifier) ? [0, 1] : extentOf(known);
    return { verifier, values, low, high };
  });
}

/** SVG path data in a box of `width` by `height`: a token's value stands in the middle of its share of the width. */
export function linePath({ values, low, high }: ValueLine, width: number, height: number): string {
  const share = width / values.length;
  const range = high - low || 1;
  let isDrawing = false;
  return values
    .map((value, i) => {
      if (value === null) {
        isDrawing = false;
        return '';
      }
      const y = height * (1 - (value - low) / range);
      const command = isDrawing ? 'L' : 'M';
      isDrawing = true;
      return `${command}${round(share * (i + 0.5))},${round(y)}`;
    })
    .join('');
}

const round = (n: number): number => Math.round(n * 10) / 10;
