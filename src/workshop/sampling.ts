/** The first stage: solutions of problems, written by the policy and judged by the checker. */
import { createRng } from '../core/rng';
import { PrefixScope } from '../model/prefix-scope';
import { promptTokens } from '../model/prompt';
import type { Policy } from '../model/types';
import { judgedRollouts, type JudgedRequest } from '../rollouts/sample';
import { tokenAt, withLast } from '../rollouts/steps';
import type { Judge } from '../rollouts/types';

/** A problem as the workshop knows it. */
export interface WorkshopProblem extends Judge {
  /** As its task reads it, with its answer where it says one. */
  readonly text: string;
  readonly prompt: string;
  firstError(solution: string): { readonly step: number; readonly offset: number } | null;
}

export interface Solution {
  /** After the prompt, the end of the sequence included. */
  readonly tokens: readonly number[];
  /** Of the policy at temperature 1. */
  readonly logprobs: readonly number[];
  readonly correct: boolean;
  /** Last token of every step, the last token included. */
  readonly stepEnds: readonly number[];
  /** The first wrong step and the token that holds its first wrong character; null where every step is right. */
  readonly firstError: { readonly step: number; readonly token: number } | null;
}

export interface Sampled {
  readonly problem: WorkshopProblem;
  readonly prompt: readonly number[];
  readonly solutions: readonly Solution[];
}

export interface SamplingOptions {
  readonly samples: number;
  readonly temperature: number;
  readonly seed: number;
  /** Apart from those of other samplings with the same seed. */
  readonly stream: number;
  readonly maxSteps: number;
  readonly maxStepTokens: number;
  /** Of the first problem its number, and of its first solution that one's: 0 where what came before is not asked for. */
  readonly firstProblem?: number;
  readonly firstSample?: number;
  /** Solutions that grow side by side, where not as many as a small model takes. */
  readonly together?: number;
  readonly signal?: AbortSignal | undefined;
  /** Of the first problems what an interrupted sampling with the same options has written. */
  readonly written?: readonly Sampled[];
  /** Hears now and then of all that is written by then. */
  readonly onWritten?: ((all: readonly Sampled[]) => void) | undefined;
}

export interface SamplingProgress {
  readonly problems: number;
  readonly solutions: number;
  readonly correct: number;
  readonly tokens: number;
  /** What of these was there before, written by another training; nothing where it is left out. */
  readonly reused?: { readonly solutions: number; readonly tokens: number };
}

/** Solutions that grow side by side. */
const AT_ONCE = 192;

/**
 * Samples and judges. A solution depends on its number, its problem's, the seed and the stream alone. Problems whose
 * prompt fills the policy's context have none.
 * @throws AppError `aborted`, and what the policy throws
 */
export async function sampleProblems(
  policy: Policy,
  problems: readonly WorkshopProblem[],
  options: SamplingOptions,
  onProgress: (progress: SamplingProgress) => void = () => undefined,
): Promise<Sampled[]> {
  const { samples, temperature, seed, stream, maxSteps, maxStepTokens, signal } = options;
  const { firstProblem = 0, firstSample = 0 } = options;
  const together = Math.max(1, Math.floor((options.together ?? AT_ONCE) / samples));
  const all = wholeChunks(options.written ?? [], together, problems.length);
  const known = all.flatMap(({ solutions }) => solutions);
  const total = {
    solutions: known.length,
    correct: known.filter(({ correct }) => correct).length,
    tokens: known.reduce((sum, { tokens }) => sum + tokens.length, 0),
  };
  // To read the prompts takes a while before the first token.
  if (problems.length) onProgress({ problems: all.length, ...total });
  for (let from = all.length; from < problems.length; from += together) {
    const chunk = problems.slice(from, from + together);
    const written: Solution[][] = chunk.map(() => []);
    const prompts = chunk.map(({ prompt }) => promptTokens(policy.tokenizer, prompt));
    const scope = new PrefixScope(policy);
    try {
      const requests: JudgedRequest[] = [];
      const places: { readonly problem: number; readonly sample: number }[] = [];
      for (const [i, problem] of chunk.entries()) {
        const prompt = prompts[i]!;
        if (prompt.length >= (policy.contextTokens ?? Infinity)) continue;
        const prefix = scope.own(await policy.open(prompt, signal));
        for (let sample = 0; sample < samples; sample++) {
          places.push({ problem: i, sample });
          requests.push({
            ...{ prefix, length: prompt.length, judge: problem },
            rng: createRng(seed, stream, firstProblem + from + i, firstSample + sample),
          });
        }
      }
      const onTokens = (count: number): void => {
        total.tokens += count;
        onProgress({ problems: from, ...total });
      };
      const settings = { temperature, topK: 0, maxSteps, maxStepTokens, signal, onTokens };
      for await (const { path, ids, logprobs } of judgedRollouts(policy, requests, settings)) {
        const { problem, sample } = places[path.index]!;
        const error = chunk[problem]!.firstError(path.tokens.join(''));
        const token = error && tokenAt(path.tokens, error.offset);
        const stepEnds = withLast(path.stepEnds, path.tokens.length);
        written[problem]![sample] = {
          ...{ tokens: ids, logprobs, correct: path.correct, stepEnds },
          firstError: token === null ? null : { step: stepEnds.filter((end) => end < token).length, token },
        };
        total.solutions++;
        total.correct += Number(path.correct);
      }
    } finally {
      scope.releaseExcept([]);
    }
    chunk.forEach((problem, i) => {
      // A place is empty where the prompt was too long.
      const solutions = written[i]!.filter(({ tokens }) => tokens.length > 0);
      all.push({ problem, prompt: prompts[i]!, solutions });
    });
    onProgress({ problems: from + chunk.length, ...total });
    options.onWritten?.(all);
  }
  return all;
}

/** What stands side by side in a pass is the same then as without a break. */
const wholeChunks = (written: readonly Sampled[], together: number, of: number): Sampled[] =>
  written.slice(0, written.length >= of ? of : together * Math.floor(written.length / together));
