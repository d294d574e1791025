/** Solutions that the policy writes on held-out problems, with the checker's truth and every verifier's numbers. */
import type { LoadedModels } from '../../workers/models';
import { readProblem, type Problem } from '../../workers/problems';
import { createRng } from '../core/rng';
import type { TaskId, VerifierId } from '../core/ids';
import { PrefixScope } from '../model/prefix-scope';
import { promptTokens } from '../model/prompt';
import type { Verifier } from '../model/types';
import { judgedRollouts, type JudgedRequest } from '../rollouts/sample';
import { tokenAt, withLast } from '../rollouts/steps';
import type { JudgedPath } from '../rollouts/types';
import { DEFAULT_PARAMETERS, TASKS } from '../tasks/registry';
import type { LevelRange, MeasuredSplit } from '../tasks/task';
import { findVerifier } from './run-search';

export interface JudgedSolution {
  /** Index of its problem in the split. */
  readonly problem: number;
  readonly tokens: readonly number[];
  /** Of the policy at temperature 1. */
  readonly logprobs: readonly number[];
  readonly correct: boolean;
  /** Where the checker sees the first error: the step, and the token that holds its first wrong character. */
  readonly firstError: { readonly step: number; readonly token: number } | null;
  /** Last token of every step, the answer's included. */
  readonly stepEnds: readonly number[];
  /** By verifier, one number a token. */
  readonly values: ReadonlyMap<VerifierId, Float32Array>;
}

export interface SolutionsRequest {
  readonly task: TaskId;
  readonly split: MeasuredSplit;
  readonly levels: LevelRange | null;
  readonly problems: number;
  /** Index of the first one in the split; 0 by default. */
  readonly from?: number;
  /** Solutions of each problem. */
  readonly perProblem: number;
  readonly temperature: number;
  readonly seed: number;
  readonly verifiers: readonly VerifierId[];
}

/** Sequences that are computed at once. */
const AT_ONCE = 128;

interface Written extends JudgedPath {
  readonly problem: number;
}

/** Repeats itself for the same request and back end. `onProblem` hears how many problems are done. */
export async function judgedSolutions(
  request: SolutionsRequest,
  models: LoadedModels,
  onProblem: (done: number) => void = () => undefined,
): Promise<JudgedSolution[]> {
  const { task, split, levels, problems, perProblem, from: first = 0 } = request;
  const solutions: JudgedSolution[] = [];
  const together = Math.max(1, Math.floor(AT_ONCE / perProblem));
  const end = first + problems;
  for (let from = first; from < end; from += together) {
    const chunk = Array.from({ length: Math.min(together, end - from) }, (_, i) => {
      const text = TASKS[task].splitProblem(split, from + i, levels ?? undefined);
      return { index: from + i, problem: readProblem(task, text) };
    });
    const written = await write(chunk, request, models);
    for (const { index, problem } of chunk) {
      const own = written.filter((solution) => solution.problem === index);
      const values = new Map<VerifierId, Float32Array[]>();
      for (const id of request.verifiers)
        values.set(id, await scoreAll(findVerifier(id, models, problem), problem.prompt, own, models));
      own.forEach((solution, i) => {
        const ofSolution = new Map([...values].map(([id, all]) => [id, all[i]!]));
        solutions.push(judged(solution, problem, ofSolution));
      });
    }
    onProblem(from - first + chunk.length);
  }
  return solutions;
}

/** Whole solutions of all problems of the chunk, side by side. */
async function write(
  chunk: readonly { readonly index: number; readonly problem: Problem }[],
  { task, perProblem, temperature, seed }: SolutionsRequest,
  { policy }: LoadedModels,
): Promise<Written[]> {
  const { maxSteps, maxStepTokens } = DEFAULT_PARAMETERS[task];
  const scope = new PrefixScope(policy);
  const requests: (JudgedRequest & { readonly problem: number })[] = [];
  const written: Written[] = [];
  try {
    for (const { index, problem } of chunk) {
      const prompt = promptTokens(policy.tokenizer, problem.prompt);
      const prefix = scope.own(await policy.open(prompt));
      for (let sample = 0; sample < perProblem; sample++)
        requests.push({
          ...{ prefix, length: prompt.length, rng: createRng(seed, index, sample) },
          ...{ judge: problem, problem: index },
        });
    }
    const options = { temperature, topK: 0, maxSteps, maxStepTokens };
    for await (const rollout of judgedRollouts(policy, requests, options))
      written[rollout.path.index] = { problem: requests[rollout.path.index]!.problem, ...rollout };
  } finally {
    scope.releaseExcept([]);
  }
  return written;
}

async function scoreAll(
  verifier: Verifier,
  prompt: string,
  written: readonly Written[],
  { policy }: LoadedModels,
): Promise<Float32Array[]> {
  const root = await verifier.open(promptTokens(policy.tokenizer, prompt));
  const scored = await verifier.score(written.map(({ ids, logprobs }) => ({ prefix: root, tokens: ids, logprobs })));
  for (const { prefix } of scored) verifier.release(prefix);
  verifier.release(root);
  return scored.map(({ values }) => values);
}

function judged(
  { problem, path, ids: tokens, logprobs }: Written,
  read: Problem,
  values: JudgedSolution['values'],
): JudgedSolution {
  const { tokens: texts, correct } = path;
  const stepEnds = withLast(path.stepEnds, texts.length);
  const error = read.firstError(texts.join(''));
  const at = error && tokenAt(texts, error.offset);
  const firstError = at === null ? null : { step: stepEnds.filter((end) => end < at).length, token: at };
  return { problem, tokens, logprobs, stepEnds, firstError, values, correct };
}
