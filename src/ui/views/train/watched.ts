/** What is told of the problem that is watched while verifiers learn, added up; and its tree, by steps. */
import type { Checkpoint, WatchedTree, WatchedTruth, WatchNews, WorkshopRule } from '../../../protocol/train';

export interface Watched {
  /** Candidates that were tried, while one is chosen; null before and after. */
  readonly choosing: { readonly tried: number; readonly of: number } | null;
  readonly tree: WatchedTree | null;
  /** Of each verifier in the order of its steps. */
  readonly checkpoints: readonly Checkpoint[];
  /** At step ends, as far as it is known. */
  readonly truths: readonly WatchedTruth[];
  /** Places at which it will be known; 0 before the first is. */
  readonly places: number;
}

export const NOT_WATCHED: Watched = { choosing: null, tree: null, checkpoints: [], truths: [], places: 0 };

/** What is known after some news. */
export function watch(before: Watched, news: WatchNews): Watched {
  switch (news.kind) {
    case 'choose':
      return { ...before, choosing: { tried: news.tried, of: news.of } };
    case 'tree':
      return { ...before, choosing: null, tree: news.tree };
    case 'checkpoint': {
      const { rule, step, of, values } = news;
      // The last state of a verifier may be one that was told already.
      const others = before.checkpoints.filter((known) => known.rule !== rule || known.step !== step);
      return { ...before, checkpoints: [...others, { rule, step, of, values }] };
    }
    case 'truth':
      return { ...before, truths: [...before.truths, news.truth], places: news.of };
  }
}

/** The verifiers that were looked at, in the order in which they learned. */
export const watchedRules = ({ checkpoints }: Watched): readonly WorkshopRule[] => [
  ...new Set(checkpoints.map(({ rule }) => rule)),
];

/** A step of the tree; what solutions have in common is there once. */
export interface WatchedStep {
  /** Position of its last token, which tells it from all others. */
  readonly id: number;
  /** Positions of its tokens. */
  readonly tokens: readonly number[];
  /** Distinct solutions through it. */
  readonly solutions: readonly number[];
  /** The solution that ends with it; null where none does. */
  readonly ends: number | null;
  readonly children: readonly WatchedStep[];
}

interface Growing extends WatchedStep {
  readonly solutions: number[];
  ends: number | null;
  readonly children: Growing[];
}

/** The steps from the problem on; of those that follow the same step, the one that was sampled most often comes first. */
export function stepsOf({ solutions }: WatchedTree): readonly WatchedStep[] {
  const first: Growing[] = [];
  solutions.forEach(({ trail, stepEnds }, solution) => {
    let level = first;
    let from = 0;
    for (const end of stepEnds) {
      const id = trail[end]!;
      let step = level.find((known) => known.id === id);
      if (!step)
        level.push((step = { id, tokens: trail.slice(from, end + 1), solutions: [], ends: null, children: [] }));
      step.solutions.push(solution);
      if (end === trail.length - 1) step.ends = solution;
      level = step.children;
      from = end + 1;
    }
  });
  const sampled = (step: Growing): number => step.solutions.reduce((sum, at) => sum + solutions[at]!.count, 0);
  const inOrder = (steps: Growing[]): void => {
    steps.sort((a, b) => sampled(b) - sampled(a));
    for (const { children } of steps) inOrder(children);
  };
  inOrder(first);
  return first;
}

/** Steps of the longest solution. */
export const depthOf = ({ solutions }: WatchedTree): number =>
  Math.max(1, ...solutions.map(({ stepEnds }) => stepEnds.length));

/** Means of the values where sampled solutions end, each counted as often as it was sampled; null of none. */
export function meanEnds(
  { solutions }: WatchedTree,
  values: readonly number[],
): { readonly right: number | null; readonly wrong: number | null } {
  const mean = (isRight: boolean): number | null => {
    const own = solutions.filter(({ correct }) => correct === isRight);
    const count = own.reduce((sum, solution) => sum + solution.count, 0);
    return count ? own.reduce((sum, { trail, count }) => sum + count * values[trail.at(-1)!]!, 0) / count : null;
  };
  return { right: mean(true), wrong: mean(false) };
}
