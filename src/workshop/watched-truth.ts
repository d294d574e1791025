/**
 * The truth at the step ends of the watched solutions: from each of them the policy goes on many times, and the share
 * that ends right is what a value there should be. It is of the policy alone, whatever was learned.
 */
import { createRng } from '../core/rng';
import { PrefixScope } from '../model/prefix-scope';
import type { Policy } from '../model/types';
import { judgedRollouts, type JudgedRequest } from '../rollouts/sample';
import type { ChoosingOptions, Watched, WatchedTree } from './watched-problem';

/** Of the continuations of one place. */
export interface WatchedTruth {
  /** Position of the place's token in the tree. */
  readonly at: number;
  readonly right: number;
  readonly of: number;
}

/** Continuations of a place; places that are continued side by side. */
const ROLLOUTS = 24;
const AT_ONCE = 6;
/** Tells these random numbers from those of the samplings with the same seed. */
const TRUTH = 0x7247;

interface Place {
  readonly at: number;
  /** A solution through it, and how many of its tokens and steps are written there. */
  readonly solution: number;
  readonly tokens: number;
  readonly steps: number;
}

/** Ends of steps after which a solution goes on, each once. Where a solution ends, its verdict is the truth. */
export function truthPlaces({ solutions }: WatchedTree): readonly Place[] {
  const places = new Map<number, Place>();
  for (const [solution, { trail, stepEnds }] of solutions.entries())
    for (const [step, end] of stepEnds.slice(0, -1).entries())
      if (!places.has(trail[end]!))
        places.set(trail[end]!, { at: trail[end]!, solution, tokens: end + 1, steps: step + 1 });
  return [...places.values()].sort((a, b) => a.steps - b.steps);
}

/**
 * Rolls out from every place, and tells the share of each. The same seed gives the same shares.
 * @throws AppError `aborted`, and what the policy throws; every prefix that was made is released
 */
export async function rollOutTruth(
  policy: Policy,
  { problem, prompt, solutions, tree }: Watched,
  { seed, limits: { maxSteps, maxStepTokens }, signal }: ChoosingOptions,
  tell: (truth: WatchedTruth, done: number, of: number) => void,
): Promise<void> {
  // A solution that has as many steps as there may be goes on nowhere.
  const places = truthPlaces(tree).filter(({ steps }) => steps < maxSteps);
  const scope = new PrefixScope(policy);
  let done = 0;
  try {
    if (!places.length) return;
    const root = scope.own(await policy.open(prompt, signal));
    for (const part of parts(places)) {
      const requests = part.flatMap(({ at, solution, tokens }): JudgedRequest[] => {
        const written = solutions[solution]!.tokens.slice(0, tokens);
        const prefix = scope.own(policy.extend(root, written));
        const before = policy.tokenizer.decode(written);
        return Array.from({ length: ROLLOUTS }, (_, i) => {
          const rng = createRng(seed, TRUTH, at, i);
          return { prefix, length: prompt.length + tokens, before, judge: problem, rng };
        });
      });
      const rights = part.map(() => 0);
      const options = { temperature: 1, topK: 0, maxSteps: maxSteps - part[0]!.steps, maxStepTokens, signal };
      for await (const { path } of judgedRollouts(policy, requests, options))
        rights[Math.floor(path.index / ROLLOUTS)]! += Number(path.correct);
      for (const [i, { at }] of part.entries()) tell({ at, right: rights[i]!, of: ROLLOUTS }, ++done, places.length);
      scope.releaseExcept([root]);
    }
  } finally {
    scope.releaseExcept([]);
  }
}

/** Places that have as many steps before them: their continuations may have as many more. */
function* parts(places: readonly Place[]): Generator<readonly Place[]> {
  for (let from = 0; from < places.length;) {
    const { steps } = places[from]!;
    const part = places.slice(from, from + AT_ONCE).filter((place) => place.steps === steps);
    yield part;
    from += part.length;
  }
}
