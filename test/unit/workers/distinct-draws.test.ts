/** Steps of two letters out of a table, drawn without replacement, against the probabilities that one computes by hand. */
import { describe, expect, it } from 'vitest';
import { createRng } from '../../../src/core/rng';
import { distinctTokens, thoseAhead, unwritten } from '../../../workers/distinct-draws';
import type { Continuation, Prefix } from '../../../workers/policy-rows';

/** P(second letter | first): each of the six steps has a probability of its own. */
const FIRST = [0.6, 0.3, 0.1];
const SECOND = [
  [0.5, 0.5, 0],
  [0.9, 0.1, 0],
  [0.2, 0.8, 0],
];
const OPTIONS = { temperature: 1, topK: 0, alternatives: 3, leastProbability: 0 };
const source = {} as Prefix<never>;

const logs = (probabilities: readonly number[]): Float64Array => Float64Array.from(probabilities, Math.log);

/** The steps of a draw, in its order. */
function draw(count: number, seed: number, options: Partial<typeof OPTIONS> = {}): string[] {
  const rng = createRng(seed);
  const places = Array.from({ length: count }, (_, index) => ({ rng, index }));
  const root: Continuation<never> = {
    ...{ source, requests: places, tokens: [], ended: null },
    standing: unwritten({ rng, places }),
  };
  const grow = (row: Continuation<never>, logprobs: Float64Array): Continuation<never>[] =>
    distinctTokens(row.standing!, logprobs, { ...OPTIONS, ...options }).map(({ token, standing }) => ({
      ...{ ...row, tokens: [...row.tokens, token], standing },
    }));
  const one = [...thoseAhead(grow(root, logs(FIRST))).keys()];
  const two = one.flatMap((row) => grow(row, logs(SECOND[row.tokens[0]!.token]!)));
  const steps: string[] = [];
  for (const [{ tokens }, { index }] of thoseAhead(two))
    steps[index] = tokens.map(({ token }) => 'abc'[token]).join('');
  return steps;
}

const probabilityOf = (step: string): number =>
  FIRST['abc'.indexOf(step[0]!)]! * SECOND['abc'.indexOf(step[0]!)]!['abc'.indexOf(step[1]!)]!;
const ALL = ['aa', 'ab', 'ba', 'bb', 'ca', 'cb'];
const DRAWS = 4000;
/** Of what happens with probability p in so many draws: five standard deviations. */
const margin = (p: number): number => 5 * Math.sqrt((p * (1 - p)) / DRAWS);

describe('steps without replacement', () => {
  it('come first as often as they are drawn alone', () => {
    const firsts = Array.from({ length: DRAWS }, (_, seed) => draw(3, seed)[0]);
    for (const step of ALL) {
      const share = firsts.filter((first) => first === step).length / DRAWS;
      expect(Math.abs(share - probabilityOf(step)), step).toBeLessThan(margin(probabilityOf(step)));
    }
  });

  it('come second as often as among those that are left', () => {
    const pairs = Array.from({ length: DRAWS }, (_, seed) => draw(2, seed).join(' '));
    for (const first of ALL)
      for (const second of ALL) {
        const p = first === second ? 0 : (probabilityOf(first) * probabilityOf(second)) / (1 - probabilityOf(first));
        const share = pairs.filter((pair) => pair === `${first} ${second}`).length / DRAWS;
        expect(Math.abs(share - p), `${first} ${second}`).toBeLessThanOrEqual(margin(p));
      }
  });

  it('are all there are where more are asked for', () => {
    for (let seed = 0; seed < 50; seed++) expect(draw(10, seed).sort()).toEqual(ALL);
  });

  it('begin with the likeliest at temperature 0', () => {
    // aa and ab are as likely as each other.
    expect(draw(3, 1, { temperature: 0 })).toHaveLength(3);
    expect(new Set(draw(3, 1, { temperature: 0 }))).toEqual(new Set(['aa', 'ab', 'ba']));
  });

  it('have no token below the least probability, unless it is the likeliest', () => {
    for (let seed = 0; seed < 50; seed++) {
      expect(draw(10, seed, { leastProbability: 0.25 }).sort()).toEqual(['aa', 'ab', 'ba']);
      // Behind a, a and b are as likely as each other.
      expect(draw(10, seed, { leastProbability: 1 }).sort()).toEqual(['aa', 'ab']);
    }
  });

  it('are of the likeliest tokens where top-k says so', () => {
    for (let seed = 0; seed < 50; seed++) expect(draw(10, seed, { topK: 1 })).toHaveLength(1);
  });
});
