/** Token positions of the Game of 24 whose true value is known, by enumerating the policy's tree from them. */
import type { OnnxPolicy } from '../../workers/onnx-policy';
import { readProblem, type Problem } from '../../workers/problems';
import { defaultSampling } from '../checks/defaults';
import { enumeratePositions } from '../checks/enumerate';
import { openPolicyPrefix } from '../checks/prefix';
import { createRng } from '../core/rng';
import type { Interval } from '../core/shares';
import { PrefixScope } from '../model/prefix-scope';
import { judgedRollouts } from '../rollouts/sample';
import { formatPuzzle } from '../tasks/game24/problem';
import { filePuzzles } from '../tasks/game24/splits';
import { DEFAULT_PARAMETERS } from '../tasks/registry';
import { RememberedPolicy } from './remembered-policy';

/** P(correct) is within the interval, whose ends are at most `UNEXPLORED` apart. */
export interface KnownPosition extends Interval {
  /** Texts of the tokens that lead to it from the prompt. */
  readonly prefix: readonly string[];
}

export interface KnownTree {
  readonly problem: Problem;
  /** Knows the distributions that were computed for the tree. The caller disposes it. */
  readonly policy: RememberedPolicy;
  readonly positions: readonly KnownPosition[];
}

/** Width of the bounds of a value that counts as known. */
export const UNEXPLORED = 0.01;
const [LEAST, MOST] = [0.05, 0.95];
/** Solutions that are sampled to see where right and wrong ones part: there values are neither 0 nor 1. */
const PILOTS = 48;
/** Pilots that must pass a position before it is enumerated from. */
const PASSES = 3;
/** Prefixes after which an enumeration is given up; the smaller trees in it may be known well enough by then. */
const MAX_PREFIXES = 1500;
/** Positions that are taken of one puzzle, and of them those of one value (in hundredths): most tokens change nothing. */
const FROM_ONE = 60;
const OF_ONE_VALUE = 15;
const STREAM = 0xc0fe;
const SAMPLING = { ...defaultSampling(DEFAULT_PARAMETERS.game24), topK: 0 };

/** Of the file, from the first of the published test slice on, and then from the file's first. */
export const PUZZLE_COUNT = filePuzzles.length;
const FIRST = 900;

/** What one puzzle gives: random positions whose values are known. */
export async function knownTree(model: OnnxPolicy, puzzle: number): Promise<KnownTree> {
  const problem = readProblem('game24', formatPuzzle(filePuzzles[(FIRST + puzzle) % PUZZLE_COUNT]!));
  const policy = new RememberedPolicy(model);
  try {
    const known = new Map<string, KnownPosition>();
    for (const from of await mixedPositions(policy, problem, puzzle)) {
      if (known.has(from.join())) continue;
      await enumerate(policy, problem, from, known);
      // Where this one's tree is too wide, those that are still shorter are worse.
      if (!known.has(from.join())) break;
    }
    const inside = [...known.values()].filter(({ low, high }) => low > LEAST && high < MOST);
    const rng = createRng(STREAM, puzzle, PILOTS);
    const taken: KnownPosition[] = [];
    const ofValue = new Map<number, number>();
    while (inside.length && taken.length < FROM_ONE) {
      const [position] = inside.splice(rng.integer(0, inside.length - 1), 1);
      const hundredths = Math.round(50 * (position!.low + position!.high));
      const count = ofValue.get(hundredths) ?? 0;
      if (count < OF_ONE_VALUE) taken.push(position!);
      ofValue.set(hundredths, count + 1);
    }
    return { problem, policy, positions: taken };
  } catch (error) {
    policy.dispose();
    throw error;
  }
}

/** Beginnings after which some sampled solutions end right and some wrong; the longest, which have small trees, first. */
async function mixedPositions(
  policy: RememberedPolicy,
  problem: Problem,
  puzzle: number,
): Promise<(readonly number[])[]> {
  const scope = new PrefixScope(policy);
  const seen = new Map<string, { tokens: readonly number[]; count: number; right: number }>();
  try {
    const opened = await openPolicyPrefix(policy, scope, problem.prompt, []);
    const requests = Array.from({ length: PILOTS }, (_, i) => ({
      ...opened,
      judge: problem,
      rng: createRng(STREAM, puzzle, i),
    }));
    for await (const { path, ids } of judgedRollouts(policy, requests, SAMPLING)) {
      for (let length = 1; length < ids.length; length++) {
        const begun = ids.slice(0, length);
        const node = seen.get(begun.join()) ?? { tokens: begun, count: 0, right: 0 };
        seen.set(begun.join(), { tokens: begun, count: node.count + 1, right: node.right + Number(path.correct) });
      }
    }
  } finally {
    scope.releaseExcept([]);
  }
  return Array.from(seen.values())
    .filter(({ count, right }) => count >= PASSES && right > 0 && right < count)
    .map(({ tokens }) => tokens)
    .sort((a, b) => b.length - a.length);
}

/** Adds what can be known at and below a beginning. */
async function enumerate(
  policy: RememberedPolicy,
  problem: Problem,
  first: readonly number[],
  known: Map<string, KnownPosition>,
): Promise<void> {
  const { tokenizer } = policy;
  const scope = new PrefixScope(policy);
  try {
    const { prefix: from, length } = await openPolicyPrefix(policy, scope, problem.prompt, first);
    const isCorrect = (tokens: readonly number[]): boolean =>
      problem.judge(tokenizer.decode([...first, ...tokens])).correct;
    const maxTokens = (policy.contextTokens ?? Infinity) - 1 - length;
    const limits = { most: UNEXPLORED, maxPrefixes: MAX_PREFIXES, maxTokens };
    for (const { tokens, low, high } of await enumeratePositions(policy, scope, from, isCorrect, limits)) {
      if (high - low > UNEXPLORED) continue;
      const all = [...first, ...tokens];
      known.set(all.join(), { prefix: all.map((token) => tokenizer.tokenText(token)), low, high });
    }
  } finally {
    scope.releaseExcept([]);
  }
}
