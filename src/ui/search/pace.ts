/** How fast a search is written, and how long it may still take. */
import type { Glimpse } from '../../protocol/model-host';
import type { CommonParameters } from '../../core/search-parameters';
import type { WorkedExample } from '../../core/worked-example';
import type { SearchTree } from '../../trace/reducer';

export interface Pace {
  /** Written while it was watched, and the time that took. */
  readonly tokens: number;
  readonly ms: number;
  readonly last: { readonly log: number; readonly tokens: number; readonly at: number } | null;
}

export const NO_PACE: Pace = { tokens: 0, ms: 0, last: null };

/** @param at when it came, in milliseconds. Only what is written within a step counts: scoring and selecting do not. */
export function advancePace(before: Pace, glimpse: Glimpse, at: number): Pace {
  if (glimpse.kind !== 'writing') return { ...before, last: null };
  const { last } = before;
  const now = { log: glimpse.log, tokens: glimpse.tokens, at };
  if (last?.log !== glimpse.log || glimpse.tokens < last.tokens) return { ...before, last: now };
  return { tokens: before.tokens + glimpse.tokens - last.tokens, ms: before.ms + at - last.at, last: now };
}

/** Less says little. */
const LEAST_TOKENS = 8;
const LEAST_MS = 1500;

/** Tokens a second; null while that cannot be told. */
export const tokensASecond = ({ tokens, ms }: Pace): number | null =>
  tokens >= LEAST_TOKENS && ms >= LEAST_MS ? (1000 * tokens) / ms : null;

/** What a solution is expected to be. */
export interface Expected {
  readonly steps: number;
  /** Of a step. */
  readonly tokens: number;
}

/** Without a worked example. */
const USUAL: Expected = { steps: 4, tokens: 25 };
const CHARACTERS_A_TOKEN = 3;

/** A solution in the form of the worked examples, which a model keeps to more or less. */
export function expectedBy(examples: readonly WorkedExample[]): Expected {
  const solutions = examples.map(({ solution }) => solution.split('\n').filter((line) => line.trim()));
  const lines = solutions.flat();
  if (!lines.length) return USUAL;
  const characters = lines.reduce((sum, line) => sum + line.length + 1, 0);
  return { steps: lines.length / solutions.length, tokens: characters / CHARACTERS_A_TOKEN / lines.length };
}

/** Rounds that were written, and tokens of one candidate in one of them; as expected while none is over. */
function soFar({ nodes, policyTokens }: SearchTree, expected: Expected): { rounds: number; tokens: number } {
  const depths: number[] = [];
  for (const { id, parent } of nodes) depths[id] = parent === null ? 0 : depths[parent]! + 1;
  const written = nodes.length - 1;
  const rounds = depths.reduce((deepest, depth) => Math.max(deepest, depth), 0);
  return { rounds, tokens: written > 0 && policyTokens > 0 ? policyTokens / written : expected.tokens };
}

/** A search that is being written, in rounds of candidates. */
export interface Written {
  readonly head: SearchTree;
  readonly asked: Pick<CommonParameters, 'samples' | 'beam' | 'maxSteps' | 'maxStepTokens'>;
  readonly expected: Expected;
  /** Tokens a second. */
  readonly pace: number;
  /** The round that is being written: its candidates, and their tokens so far. */
  readonly round: { readonly of: number; readonly tokens: number };
}

/**
 * Seconds of writing that a search still takes, if its solutions are as long as expected; of one that has gone on for
 * longer, those of the round that is being written.
 */
export function remainingSeconds({ head, asked, expected, pace, round }: Written): number {
  const { rounds, tokens } = soFar(head, expected);
  const ahead = Math.max(1, Math.min(asked.maxSteps, Math.round(expected.steps)) - rounds);
  const each = round.of * Math.min(tokens, asked.maxStepTokens);
  return ((ahead - 1) * each + Math.max(0, each - round.tokens)) / pace;
}

/** From here on a smaller search is offered, of about so many seconds. */
const LONG_SECONDS = 60;
const SHORT_SECONDS = 40;
const LEAST_SAMPLES = 2;
/** Less is not worth beginning anew. */
const WORTH = 1.5;

export interface Smaller {
  readonly samples: number;
  readonly beam: number;
  /** That it takes, from its beginning. */
  readonly seconds: number;
}

/** A search of fewer candidates in place of a long one; null where it is short, or as small as it can be. */
export function smallerThan(written: Written): Smaller | null {
  const { head, asked, expected, pace, round } = written;
  const remaining = remainingSeconds(written);
  if (remaining < LONG_SECONDS) return null;
  const { rounds, tokens } = soFar(head, expected);
  const all = Math.max(rounds, Math.min(asked.maxSteps, expected.steps)) * Math.min(tokens, asked.maxStepTokens);
  const secondsOf = (samples: number): number => (all * round.of * (samples / asked.samples)) / pace;
  let { samples } = asked;
  while (samples > LEAST_SAMPLES && secondsOf(samples) > SHORT_SECONDS)
    samples = Math.max(LEAST_SAMPLES, Math.floor(samples / 2));
  const seconds = secondsOf(samples);
  if (samples >= asked.samples || seconds * WORTH > remaining) return null;
  const most = Math.max(1, Math.floor((asked.beam * samples) / asked.samples));
  const beam = Array.from({ length: most }, (_, i) => most - i).find((width) => samples % width === 0)!;
  return { samples, beam, seconds };
}
