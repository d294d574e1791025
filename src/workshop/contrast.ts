/** What the rule `goal` contrasts: pairs of a right and a wrong solution of a problem, and tokens of them (`goal.ts`). */
import type { BatchData } from './batch-data';
import type { Labelled } from './labelling';
import type { BatchSize, Selection } from './lesson';
import { GOAL } from './rules';

/** K: sources of a solution, and goals. */
export const CONTRASTED = 16;

/** As the labels say it; a solution of which they say neither is contrasted with none. */
export const verdict = (labels: Float64Array): 'right' | 'wrong' | null => {
  const last = labels.at(-1)!;
  return last > 0.5 ? 'right' : last < 0.5 ? 'wrong' : null;
};

/** Whether a problem has a right and a wrong solution. */
export const canContrast = ({ rows }: Labelled): boolean => {
  const said = new Set(rows.map(({ labels }) => verdict(labels.get(GOAL)!)));
  return said.has('right') && said.has('wrong');
};

/** K tokens of a solution of T, from `from` on and before `to`, at even distances; one at least is there. */
function spread(from: number, to: number): number[] {
  const span = Math.max(1, to - from);
  return Array.from({ length: CONTRASTED }, (_, i) => from + Math.floor((i * span) / CONTRASTED));
}

/** Of a solution of so many tokens. */
export const sourcesOf = (tokens: number): number[] => spread(0, Math.floor(tokens / 2));
export const goalsOf = (tokens: number): number[] => spread(Math.floor(tokens / 2), tokens);

/** Places in a batch of a right solution and of a wrong one of the same problem, each of either in one pair at least. */
export function pairsOf(selection: Selection): readonly (readonly [right: number, wrong: number])[] {
  const pairs: (readonly [number, number])[] = [];
  let row = 0;
  for (const { rows } of selection) {
    const places = { right: [] as number[], wrong: [] as number[] };
    for (const { labels } of rows) {
      const said = verdict(labels.get(GOAL)!);
      if (said) places[said].push(row);
      row++;
    }
    const { right, wrong } = places;
    const count = right.length && wrong.length ? Math.max(right.length, wrong.length) : 0;
    for (let i = 0; i < count; i++) pairs.push([right[i % right.length]!, wrong[i % wrong.length]!]);
  }
  return pairs;
}

/**
 * What a contrast needs beside the batch of the layers: Q places for pairs, as many as there are rows.
 * - `preferred`, `dispreferred` [Q, B]: 1 at the pair's rows
 * - `sources`, `goals`, `others` [Q, K, S]: 1 at the tokens, the last of the dispreferred
 * - `last` [B, S]: 1 at a row's last token
 * - `pairs` [Q]: 1 where there is a pair
 *
 * In `weights` only tokens of solutions in a pair count.
 */
export function withContrast(batch: BatchData, selection: Selection, { solutions: b, solutionTokens: s }: BatchSize) {
  const array = (...dims: number[]) => ({ data: new Float32Array(dims.reduce((a, dim) => a * dim, 1)), dims });
  const [preferred, dispreferred, pairs] = [array(b, b), array(b, b), array(b)];
  const [sources, goals, others] = [array(b, CONTRASTED, s), array(b, CONTRASTED, s), array(b, CONTRASTED, s)];
  const last = array(b, s);
  const tokens = selection.flatMap(({ rows }) => rows.map(({ features }) => Math.min(features.tokens, s)));
  for (const [row, count] of tokens.entries()) last.data[row * s + count - 1] = 1;
  const paired = new Set<number>();
  for (const [pair, [right, wrong]] of pairsOf(selection).entries()) {
    paired.add(right).add(wrong);
    preferred.data[pair * b + right] = 1;
    dispreferred.data[pair * b + wrong] = 1;
    pairs.data[pair] = 1;
    const mark = (into: typeof sources, places: readonly number[]): void =>
      places.forEach((token, k) => (into.data[(pair * CONTRASTED + k) * s + token] = 1));
    mark(sources, sourcesOf(tokens[right]!));
    mark(goals, goalsOf(tokens[right]!));
    mark(others, goalsOf(tokens[wrong]!));
  }
  const { weights } = batch;
  const counted = weights!.data.map((weight, at) => (paired.has(Math.floor(at / s)) ? weight : 0));
  return {
    ...{ ...batch, weights: { ...weights!, data: counted } },
    ...{ preferred, dispreferred, sources, goals, others, last, pairs },
  };
}
