/** The second stage: what a teacher says of the samples, spoiled as far as was asked for, as labels on every token. */
import type { Policy, Verifier } from '../model/types';
import { labelRows } from '../rollouts/labels';
import { stepEnds as endsOf, withLast } from '../rollouts/steps';
import { isFlipped, spoilStep, stepSpoiler } from './noise';
import { consensus, GOAL, type TaughtRow, type WorkshopRule } from './rules';
import type { Sampled, Solution } from './sampling';

/** Who says what is right: the checker, the checker where Monte Carlo agrees, or another verifier of the page. */
export type Teacher = 'checker' | 'consensus' | Verifier;

export interface LabellingOptions {
  readonly rules: readonly WorkshopRule[];
  /** Share of the outcomes that are turned over, in [0, 1]. */
  readonly flip: number;
  /** Share of the solutions that get a wrong step under the outcome that they had, in [0, 1]. */
  readonly wrongSteps: number;
  readonly teacher: Teacher;
  readonly seed: number;
  /** Whether problems all of whose solutions a verifier that teaches calls the same are left out. */
  readonly onlyMixed?: boolean;
  readonly signal?: AbortSignal | undefined;
}

/** A distinct solution with its labels. */
export interface LabelledRow {
  readonly tokens: readonly number[];
  /** How often it was sampled. */
  readonly weight: number;
  readonly labels: ReadonlyMap<WorkshopRule, Float64Array>;
}

export interface Labelled {
  readonly prompt: readonly number[];
  readonly rows: readonly LabelledRow[];
}

export interface LabellingReport {
  readonly solutions: number;
  /** Those that are learned from: a consensus throws some away. */
  readonly kept: number;
  /** How many outcomes were turned over, and how many solutions got a wrong step. */
  readonly flipped: number;
  readonly spoiled: number;
}

/** Above it a teacher's probability says "right". */
const RIGHT = 0.5;

/** Labels the samples of every problem. @throws what the teacher throws */
export async function labelSamples(
  policy: Policy,
  sampled: readonly Sampled[],
  options: LabellingOptions,
): Promise<{ readonly labelled: Labelled[]; readonly report: LabellingReport }> {
  const { rules, flip, wrongSteps, teacher, seed } = options;
  const labelled: Labelled[] = [];
  let [solutions, kept, flipped, spoiled] = [0, 0, 0, 0];
  for (const [index, { prompt, solutions: own }] of sampled.entries()) {
    const said = await taught(teacher, prompt, own, options.signal);
    if (options.onlyMixed && !isMixed(said)) continue;
    const rows = said.map((row, sample): TaughtRow => {
      const turn = isFlipped(flip, seed, index, sample);
      const rng = stepSpoiler(wrongSteps, seed, index, sample);
      const told = turn ? { ...row, correct: !row.correct } : row;
      const changed = rng ? withWrongStep(policy, told, rng) : told;
      flipped += Number(turn);
      spoiled += Number(changed !== told);
      return changed;
    });
    const agreed = teacher === 'consensus' ? consensus(rows) : rows;
    solutions += rows.length;
    kept += agreed.length;
    labelled.push({ prompt, rows: mergeLabelled(agreed, rules) });
  }
  return { labelled, report: { solutions, kept, flipped, spoiled } };
}

/** Whether some of the solutions are right and some are not. */
export const isMixed = (solutions: readonly { readonly correct: boolean }[]): boolean =>
  new Set(solutions.map(({ correct }) => correct)).size > 1;

/** What the teacher says of the solutions of one problem. */
async function taught(
  teacher: Teacher,
  prompt: readonly number[],
  solutions: readonly Solution[],
  signal?: AbortSignal,
): Promise<TaughtRow[]> {
  const byChecker = solutions.map(({ tokens, correct, stepEnds, firstError }) => {
    return { tokens, correct, stepEnds, firstError: firstError?.step ?? null };
  });
  if (typeof teacher === 'string' || !solutions.length) return byChecker;
  const said = await saidOf(teacher, prompt, solutions, signal);
  return byChecker.map((row, i) => {
    const values = said[i]!;
    const wrong = row.stepEnds.findIndex((end) => values[end]! < RIGHT);
    return { ...row, correct: values.at(-1)! >= RIGHT, firstError: wrong < 0 ? null : wrong };
  });
}

/** The values of a verifier on every token of some solutions of a problem. @throws what it throws */
export async function saidOf(
  verifier: Verifier,
  prompt: readonly number[],
  solutions: readonly Pick<Solution, 'tokens' | 'logprobs'>[],
  signal?: AbortSignal,
): Promise<Float32Array[]> {
  if (!solutions.length) return [];
  const root = await verifier.open(prompt, signal);
  const requests = solutions.map(({ tokens, logprobs }) => ({ prefix: root, tokens, logprobs }));
  const scored = await verifier.score(requests, signal);
  for (const { prefix } of scored) verifier.release(prefix);
  verifier.release(root);
  return scored.map(({ values }) => values);
}

/** The row with other tokens; what is said of it stays. */
function withWrongStep(policy: Policy, row: TaughtRow, rng: NonNullable<ReturnType<typeof stepSpoiler>>): TaughtRow {
  const { tokenizer } = policy;
  const { eosToken } = tokenizer;
  const isWhole = row.tokens.at(-1) === eosToken;
  const text = tokenizer.decode(isWhole ? row.tokens.slice(0, -1) : row.tokens);
  const spoilt = spoilStep(text, '\n', rng);
  if (spoilt === text) return row;
  const tokens = [...tokenizer.encode(spoilt), ...(isWhole ? [eosToken] : [])];
  const texts = tokens.map((token) => tokenizer.tokenText(token));
  const ends = endsOf(texts, (step) => policy.endsStep(step));
  return { ...row, tokens, stepEnds: withLast(ends, tokens.length) };
}

/**
 * Solutions that are the same, token by token, as one that counts for all of them. Its labels are the means of theirs,
 * which have the same gradient: where outcomes were turned over, equal solutions may differ.
 */
function mergeLabelled(rows: readonly TaughtRow[], rules: readonly WorkshopRule[]): LabelledRow[] {
  // What a contrast is told of a solution is its outcome.
  const labels = new Map(rules.map((rule) => [rule, labelRows(rows, rule === GOAL ? 'ovm' : rule)]));
  const places = new Map<string, number[]>();
  rows.forEach(({ tokens }, at) => {
    const key = tokens.join();
    places.set(key, [...(places.get(key) ?? []), at]);
  });
  return [...places.values()].map((same) => {
    const { tokens } = rows[same[0]!]!;
    const mean = (rule: WorkshopRule): Float64Array =>
      Float64Array.from(tokens, (_, t) => same.reduce((sum, at) => sum + labels.get(rule)![at]![t]!, 0) / same.length);
    return { tokens, weight: same.length, labels: new Map(rules.map((rule) => [rule, mean(rule)])) };
  });
}
