/**
 * The true value of token positions, by enumerating the policy's tree from a beginning: every continuation that may
 * still matter, likeliest first, until little of the probability is left. What rollouts estimate, this knows to within
 * the share that is left.
 */
import { AppError } from '../core/errors';
import type { Interval } from '../core/shares';
import type { PrefixScope } from '../model/prefix-scope';
import type { Policy, PrefixId } from '../model/types';

export interface EnumerateOptions {
  /** Ends when the unexplored part of the beginning's probability is this small. */
  readonly most: number;
  /** Gives up after so many prefixes; what was reached by then may still be known well enough. */
  readonly maxPrefixes: number;
  /** Tokens after which a continuation is taken as never ending, so wrong. */
  readonly maxTokens: number;
}

/** A token position below the beginning; P(correct) there is within the interval. */
export interface Position extends Interval {
  /** Tokens after the beginning. */
  readonly tokens: readonly number[];
}

interface Node {
  readonly parent: Node | null;
  readonly tokens: readonly number[];
  /** Probability from the beginning on. */
  readonly mass: number;
  readonly prefix: PrefixId;
  /** Of `mass`: what ends right, and what is not known. */
  right: number;
  open: number;
}

/** Prefixes that are computed at a time. */
const BATCH = 64;

/** Continuations that are rarer than this part of what may be left are left unexplored at once. */
const RAREST = 1e-3;

/** How many of these, likeliest first, must be explored before what is left is so little. At least one. */
function countNeeded(frontier: readonly Node[], most: number): number {
  let [count, rest] = [frontier.length, 0];
  while (count > 1 && (rest += frontier[count - 1]!.mass) <= most) count--;
  return count;
}

function settle(from: Node, mass: number, isRight: boolean): void {
  for (let node: Node | null = from; node; node = node.parent) {
    node.open -= mass;
    if (isRight) node.right += mass;
  }
}

/**
 * Every position that was reached, the beginning first, with its value at temperature 1 as far as it is known.
 * `isCorrect` is asked for the tokens after the beginning, the end of the sequence left out. `scope` keeps the
 * prefixes until the caller lets them go.
 * @throws AppError `internal` for a policy that does not tell its whole distribution.
 */
export async function enumeratePositions(
  policy: Policy,
  scope: PrefixScope,
  from: PrefixId,
  isCorrect: (tokens: readonly number[]) => boolean,
  { most, maxPrefixes, maxTokens }: EnumerateOptions,
): Promise<Position[]> {
  if (!policy.can.fullDistribution)
    throw new AppError(
      'internal',
      `${policy.info.id} tells the likeliest tokens only, so its tree cannot be enumerated.`,
    );
  const { vocabularySize, eosToken } = policy.tokenizer;
  const root: Node = { parent: null, tokens: [], mass: 1, prefix: from, right: 0, open: 1 };
  const reached = [root];
  const frontier = [root];
  const rarest = most * RAREST;
  for (let computed = 0; frontier.length && root.open > most && computed < maxPrefixes;) {
    frontier.sort((a, b) => b.mass - a.mass);
    const batch = frontier.splice(0, Math.min(BATCH, countNeeded(frontier, most / 2)));
    computed += batch.length;
    const next = await policy.next(
      batch.map(({ prefix }) => prefix),
      vocabularySize,
    );
    for (const [i, node] of batch.entries()) {
      for (const { token, logprob } of next[i]!) {
        const mass = node.mass * Math.exp(logprob);
        if (token === eosToken) settle(node, mass, isCorrect(node.tokens));
        else if (node.tokens.length >= maxTokens) settle(node, mass, false);
        else if (mass >= rarest) {
          const prefix = scope.own(policy.extend(node.prefix, [token]));
          const child = { parent: node, tokens: [...node.tokens, token], mass, prefix, right: 0, open: mass };
          reached.push(child);
          frontier.push(child);
        }
      }
    }
  }
  return reached.map(({ tokens, mass, right, open }) => ({
    tokens,
    low: right / mass,
    // Probabilities sum to 1 but for rounding.
    high: Math.min(1, (right + Math.max(0, open)) / mass),
  }));
}
