/**
 * How many different right solutions a budget of samples finds (Flow of Reasoning, arXiv:2406.05673, which counts the
 * distinct successful trajectories), with B-STaR's gauges: pass@1, pass@K and the precision of what the verifier picks.
 *
 * Every number for k samples is the mean over all ways of taking k of the n that were drawn, in closed form, as pass@k
 * is estimated in Codex (arXiv:2107.03374); no luck of an order is in it.
 */
import type { VerifierId } from '../core/ids';
import { isProbability } from '../core/scale';
import { noneOf, passAtK } from '../core/shares';
import { PrefixScope } from '../model/prefix-scope';
import { promptTokens } from '../model/prompt';
import type { PrefixId, Verifier } from '../model/types';
import { round } from '../core/precision';
import { samplePaths } from '../rollouts/sample';
import type { JudgedPath, SampledPath, Sampling } from '../rollouts/types';
import type { CheckBudget } from './check';
import { countProblem, defineCheck, samplingProblem } from './define';
import { openPolicyPrefix } from './prefix';

export interface DiversityOptions {
  readonly kind: 'diversity';
  readonly samples: number;
  readonly verifier: VerifierId | null;
  readonly sampling: Sampling;
}

export type DiversityEvent =
  /** `value`: the verifier's number at its end. */
  { readonly type: 'path'; readonly value: number | null } & SampledPath;

/** What k of the samples give on average, over all ways of taking k of them. */
export interface DiversityRow {
  readonly samples: number;
  /** Probability that at least one is right. */
  readonly passAtK: number;
  /** Probability that the one which the verifier values most is right; null without a verifier. */
  readonly bestOfK: number | null;
  /** Different right solutions, compared by their whole texts (Flow of Reasoning), and different right answers. */
  readonly distinctSolutions: number;
  readonly distinctAnswers: number;
}

export interface DiversityResult {
  readonly kind: 'diversity';
  readonly samples: number;
  readonly correct: number;
  /** For 1, 2, 4, … and all samples. */
  readonly rows: readonly DiversityRow[];
  /** Share of right ones among the samples that the verifier values at least this much (B-STaR's reward precision). */
  readonly picks: { readonly threshold: number; readonly picked: number; readonly precision: number | null } | null;
  readonly budget: CheckBudget;
}

/** Of a probability, from where a sample counts as picked. */
const THRESHOLD = 0.5;

export interface ValuedPath {
  readonly text: string;
  readonly answer: string | null;
  readonly correct: boolean;
  readonly value: number | null;
}

/** Probability that the best of k, by an order of all n, is right: `correct` [n], best first. */
export function bestIsRight(correct: readonly boolean[], k: number): number {
  const n = correct.length;
  // Of the one at place i: it is drawn, and the other k - 1 come from the n - 1 - i after it.
  let isBest = k / n;
  let sum = 0;
  for (const [i, isRight] of correct.entries()) {
    if (isRight) sum += isBest;
    isBest *= Math.max(0, n - i - k) / Math.max(1, n - 1 - i);
  }
  return sum;
}

/** How often each occurs. */
function countsOf(items: readonly string[]): number[] {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
  return [...counts.values()];
}

export function diversityRows(paths: readonly ValuedPath[], hasVerifier: boolean): DiversityRow[] {
  const n = paths.length;
  const right = paths.filter(({ correct }) => correct);
  const solutions = countsOf(right.map(({ text }) => text));
  const answers = countsOf(right.map(({ answer }) => answer!));
  const ranked = [...paths].sort(
    (a, b) => Number(a.answer === null) - Number(b.answer === null) || (b.value ?? 0) - (a.value ?? 0),
  );
  const order = ranked.map(({ correct }) => correct);
  const expected = (counts: readonly number[], k: number): number =>
    round(counts.reduce((sum, count) => sum + 1 - noneOf(n, count, k), 0));
  const sizes = Array.from({ length: Math.ceil(Math.log2(n + 1)) }, (_, i) => 2 ** i).filter((k) => k < n);
  return (n ? [...sizes, n] : []).map((k) => ({
    samples: k,
    passAtK: round(passAtK(n, right.length, k)),
    bestOfK: hasVerifier ? round(bestIsRight(order, k)) : null,
    distinctSolutions: expected(solutions, k),
    distinctAnswers: expected(answers, k),
  }));
}

function picksOf(paths: readonly ValuedPath[]): DiversityResult['picks'] {
  const picked = paths.filter(({ value }) => value! >= THRESHOLD);
  const right = picked.filter(({ correct }) => correct).length;
  const precision = picked.length ? round(right / picked.length) : null;
  return { threshold: THRESHOLD, picked: picked.length, precision };
}

/** The verifier's number at the end of a path; a path that came before costs nothing. */
class EndScores {
  readonly #known = new Map<string, number>();
  readonly #scope: PrefixScope;
  tokens = 0;

  constructor(
    readonly verifier: Verifier,
    readonly prompt: PrefixId,
  ) {
    this.#scope = new PrefixScope(verifier);
  }

  async of({ ids, logprobs }: JudgedPath, signal?: AbortSignal): Promise<number> {
    const key = ids.join(',');
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const request = { prefix: this.prompt, tokens: ids, logprobs, wanted: 'last' } as const;
    const [scored] = await this.verifier.score([request], signal);
    this.#scope.own(scored!.prefix);
    this.#scope.releaseExcept([]);
    const value = round(scored!.values.at(-1)!);
    this.#known.set(key, value);
    this.tokens += ids.length;
    return value;
  }
}

export const diversityCheck = defineCheck<DiversityOptions, DiversityEvent, DiversityResult>(
  ({ samples, sampling }) => countProblem('samples', samples) ?? samplingProblem(sampling),
  async function* (options, ports, control) {
    const { policy, truth, verifierOf } = ports;
    const { signal } = control;
    const verifier = options.verifier === null ? null : verifierOf(options.verifier);
    const scope = new PrefixScope(policy);
    const judging = verifier && new PrefixScope(verifier);
    const paths: ValuedPath[] = [];
    let policyTokens = 0;
    const onTokens = (count: number): void => void (policyTokens += count);
    try {
      const opened = await openPolicyPrefix(policy, scope, truth.prompt, [], signal);
      const prompt = promptTokens(policy.tokenizer, truth.prompt);
      const scores = verifier && new EndScores(verifier, judging!.own(await verifier.open(prompt, signal)));
      const request = { ...opened, before: '', count: options.samples, stream: 0, sampling: options.sampling };
      for await (const row of samplePaths(request, ports, { ...control, onTokens })) {
        const value = scores && (await scores.of(row, signal));
        const { answer, correct } = row.path;
        paths.push({ text: policy.tokenizer.decode(row.ids), answer, correct, value });
        yield { type: 'path', value, ...row.path };
      }
      return {
        kind: 'diversity',
        samples: paths.length,
        correct: paths.filter(({ correct }) => correct).length,
        rows: diversityRows(paths, verifier !== null),
        picks: verifier && isProbability(verifier.scale) ? picksOf(paths) : null,
        budget: { policyTokens, valueTokens: scores?.tokens ?? 0 },
      };
    } finally {
      scope.releaseExcept([]);
      judging?.releaseExcept([]);
    }
  },
);
