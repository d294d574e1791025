/**
 * A held-out problem that is watched while verifiers learn: solutions of it, sampled once and merged into a tree of their
 * shared beginnings. Its random numbers are its own, so that a training is the same whether it is watched or not.
 */
import type { CommonParameters } from '../core/search-parameters';
import type { Policy } from '../model/types';
import { prefixTree } from '../rollouts/prefix-tree';
import { sampleProblems, type Sampled, type Solution, type WorkshopProblem } from './sampling';

/** A problem that is never learned from. */
export interface WatchCandidate extends WorkshopProblem {
  readonly text: string;
  /** Its place in the test split (of the levels that are tested), from 0. */
  readonly index: number;
}

/** A token of the tree. */
export interface WatchedToken {
  /** Position of the token before; null for a first token. Parents come first. */
  readonly parent: number | null;
  readonly text: string;
}

/** A distinct solution. */
export interface WatchedSolution {
  /** Positions of its tokens in the tree, the end of the sequence included. */
  readonly trail: readonly number[];
  /** Indices, in the trail, of the last token of every step. */
  readonly stepEnds: readonly number[];
  /** How often it was sampled. */
  readonly count: number;
  readonly correct: boolean;
}

export interface WatchedTree {
  readonly text: string;
  readonly index: number;
  readonly tokens: readonly WatchedToken[];
  readonly solutions: readonly WatchedSolution[];
}

export interface Watched {
  readonly problem: WatchCandidate;
  readonly prompt: readonly number[];
  /** The distinct ones, as the tree has them. */
  readonly solutions: readonly Solution[];
  readonly tree: WatchedTree;
}

export interface ChoosingOptions {
  readonly seed: number;
  readonly limits: Pick<CommonParameters, 'maxSteps' | 'maxStepTokens'>;
  readonly signal?: AbortSignal | undefined;
}

/** Tells the random numbers of this sampling from those of the others with the same seed. */
const WATCHED = 0x3a7c;
/** Solutions of a problem, and problems that are sampled side by side. */
const SAMPLES = 8;
const AT_ONCE = 4;
/** Of the solutions, so many must be right and so many wrong, and so many different, for a problem to be taken at once. */
const ENOUGH = { ofEach: 2, distinct: 4 };

/**
 * Samples candidates in their order and takes the first whose solutions are right sometimes and wrong sometimes; where
 * none is good enough, the one that comes nearest to it. Null where no candidate has a solution.
 * @param onProgress candidates that were sampled
 * @throws AppError `aborted`, and what the policy throws
 */
export async function chooseWatched(
  policy: Policy,
  candidates: readonly WatchCandidate[],
  { seed, limits: { maxSteps, maxStepTokens }, signal }: ChoosingOptions,
  onProgress: (tried: number) => void,
): Promise<Watched | null> {
  let best: { readonly sampled: Sampled; readonly at: number } | null = null;
  for (let from = 0; from < candidates.length; from += AT_ONCE) {
    const part = candidates.slice(from, from + AT_ONCE);
    const options = { samples: SAMPLES, temperature: 1, seed, stream: WATCHED + from, maxSteps, maxStepTokens, signal };
    const all = await sampleProblems(policy, part, options);
    for (const [i, sampled] of all.entries())
      if (sampled.solutions.length && (!best || fitness(sampled) > fitness(best.sampled)))
        best = { sampled, at: from + i };
    onProgress(from + part.length);
    if (best && isGood(best.sampled)) break;
  }
  return best && watchedOf(policy, best.sampled, candidates[best.at]!);
}

function mixOf({ solutions }: Sampled): { readonly ofEach: number; readonly distinct: number } {
  const right = solutions.filter(({ correct }) => correct).length;
  const distinct = new Set(solutions.map(({ tokens }) => tokens.join())).size;
  return { ofEach: Math.min(right, solutions.length - right), distinct };
}

const isGood = (sampled: Sampled): boolean => {
  const { ofEach, distinct } = mixOf(sampled);
  return ofEach >= ENOUGH.ofEach && distinct >= ENOUGH.distinct;
};

/** More than enough is no better than enough. */
function fitness(sampled: Sampled): number {
  const { ofEach, distinct } = mixOf(sampled);
  return 100 * Math.min(ofEach, ENOUGH.ofEach) + Math.min(distinct, ENOUGH.distinct);
}

function watchedOf(policy: Policy, { prompt, solutions }: Sampled, problem: WatchCandidate): Watched {
  const counts = new Map<string, { readonly solution: Solution; count: number }>();
  for (const solution of solutions) {
    const key = solution.tokens.join();
    const known = counts.get(key);
    if (known) known.count++;
    else counts.set(key, { solution, count: 1 });
  }
  const distinct = [...counts.values()];
  const { nodes, trails } = prefixTree(distinct.map(({ solution }) => solution));
  const tree: WatchedTree = {
    ...{ text: problem.text, index: problem.index },
    tokens: nodes.map(({ parent, token }) => ({ parent, text: policy.tokenizer.tokenText(token) })),
    solutions: distinct.map(({ solution: { stepEnds, correct }, count }, row) => {
      return { trail: trails[row]!, stepEnds, count, correct };
    }),
  };
  return { problem, prompt, solutions: distinct.map(({ solution }) => solution), tree };
}
