/** The work that every peer does: the same beam search on the same puzzles, on the models that it is given. */
import type { Policy, Verifier } from '../src/model/types';
import { DEFAULT_PARAMETERS } from '../src/tasks/registry';
import { strategyOf } from '../src/search/registry';
import type { SearchEvent } from '../src/search/types';
import { formatPuzzle } from '../src/tasks/game24/problem';
import { splitPuzzles } from '../src/tasks/game24/splits';

export interface Models {
  readonly policy: Policy;
  readonly verifier: Verifier;
}

/** One round of a peer: some puzzles at one budget. */
export interface RoundRequest {
  readonly problems: readonly string[];
  readonly samples: number;
  readonly beam: number;
  readonly seed: number;
}

/** What it took; tokens as the search counts them. */
export interface Round {
  readonly seconds: number;
  readonly policyTokens: number;
  readonly valueTokens: number;
  /** Until the first step of a search is there, its value not yet: the mean over the puzzles. */
  readonly firstNodeSeconds: number;
  /** Most memory that the process has had so far, in units of 10^6 bytes; null where it cannot be told. */
  readonly peakMegabytes: number | null;
}

/** Puzzles of the settings split, so that the test puzzles stay what they are. */
export const benchProblems = (count: number): string[] => splitPuzzles('settings').slice(0, count).map(formatPuzzle);

export async function runRound({ policy, verifier }: Models, request: RoundRequest): Promise<Round> {
  const { samples, beam, seed } = request;
  const parameters = { ...DEFAULT_PARAMETERS.game24, samples, beam, seed, alternatives: 0 };
  const ports = { policy, verifier, answerOf: (text: string) => text };
  const total = { policyTokens: 0, valueTokens: 0 };
  let untilFirstNode = 0;
  const start = performance.now();
  for (const problem of request.problems) {
    const startOfSearch = performance.now();
    let isFirst = true;
    let last: Extract<SearchEvent, { type: 'budget' }> | null = null;
    for await (const event of strategyOf('beam')!.search(`${problem}\n`, ports, parameters)) {
      if (event.type === 'budget') last = event;
      if (!isFirst || event.type !== 'node-added' || event.parent === null) continue;
      isFirst = false;
      untilFirstNode += performance.now() - startOfSearch;
    }
    total.policyTokens += last?.policyTokens ?? 0;
    total.valueTokens += last?.valueTokens ?? 0;
  }
  const seconds = (performance.now() - start) / 1000;
  return { seconds, ...total, firstNodeSeconds: untilFirstNode / request.problems.length / 1000, peakMegabytes: null };
}

export interface GreedySolution {
  readonly text: string;
  /** Of the last token. */
  readonly value: number;
}

/** What the likeliest tokens make of a puzzle: peers with the same weights must agree on it. */
export async function greedySolution({ policy, verifier }: Models, problem: string): Promise<GreedySolution> {
  const parameters = { ...DEFAULT_PARAMETERS.game24, alternatives: 0 };
  const ports = { policy, verifier, answerOf: (text: string) => text };
  let [text, value] = ['', NaN];
  for await (const event of strategyOf('greedy')!.search(`${problem}\n`, ports, parameters)) {
    if (event.type === 'node-added') text += event.text;
    if (event.type === 'token-values') value = event.values.at(-1)!;
  }
  return { text, value };
}
