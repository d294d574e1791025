import { describe, expect, it } from 'vitest';
import { enumeratePositions } from '../../../src/checks/enumerate';
import { binomialTest, exactCoverage } from '../../../src/checks/statistics';
import { PrefixScope } from '../../../src/model/prefix-scope';
import { answerOf, EOS, FakePolicy, PROMPT, tokenizer, type Table } from '../../fixtures/fake-models';

const LIMITS = { most: 1e-6, maxPrefixes: 10_000, maxTokens: 30 };
const isX = (tokens: readonly number[]): boolean => answerOf(tokenizer.decode(tokens)) === 'x';

async function positions(prefix: string, limits = LIMITS) {
  const policy = new FakePolicy();
  const scope = new PrefixScope(policy);
  const from = scope.own(await policy.open(tokenizer.encode(PROMPT + prefix)));
  const all = await enumeratePositions(policy, scope, from, isX, limits);
  scope.releaseExcept([]);
  expect(policy.prefixes.count).toBe(0);
  return new Map(all.map((position) => [tokenizer.decode(position.tokens), position]));
}

describe('the true value', () => {
  it('is the sum over all ways to go on', async () => {
    const known = await positions('');
    // From "a\n": an a or b line (0.4 each, b perhaps with a c), then the answer, x half of the time; or an answer at
    // once (0.1); or an end (0.1), which is wrong. In the third line a "d" (0.2) only comes before the answer.
    const value = 0.9 * 0.5;
    expect(known.get('a\n')!.low).toBeCloseTo(value, 4);
    expect(known.get('a\n')!.high).toBeCloseTo(value, 4);
    expect(known.get('a\na\nThe answer is ')!.low).toBeCloseTo(0.5, 4);
    expect(known.get('a\na\nThe answer is x')!.low).toBeCloseTo(1, 4);
  });

  it('has bounds as wide as what was left unexplored', async () => {
    const { low, high } = (await positions('', { ...LIMITS, maxPrefixes: 1 })).get('')!;
    expect([low, high]).toEqual([0, 1]);
  });
});

describe('an enumeration', () => {
  it('is refused by a policy that tells its likeliest tokens only, before anything is computed', async () => {
    const policy = Object.assign(new FakePolicy(), {
      can: { fullDistribution: false, entropies: false, seeded: false, hiddenStates: null, maxAlternatives: 20 },
    });
    const scope = new PrefixScope(policy);
    const from = scope.own(await policy.open(tokenizer.encode(PROMPT)));
    await expect(enumeratePositions(policy, scope, from, isX, LIMITS)).rejects.toMatchObject({ code: 'internal' });
    expect(policy.batches).toEqual([]);
  });

  /** A solution of ten letters that is all but certain, with rare ways off it at every letter. */
  const line = 'abcdabcdab';
  const narrow: Table = {
    ...Object.fromEntries(
      Array.from({ length: line.length + 1 }, (_, at) => {
        const rare = Object.fromEntries(['z', 'y'].map((letter) => [letter, 1e-4]));
        return [`0:${line.slice(0, at)}`, { [line[at] ?? EOS]: 1 - 2e-4, ...rare }];
      }),
    ),
    '*': { z: 0.5, y: 0.5 },
  };

  it('leaves alone what is not needed: a path that is all but certain costs about its length', async () => {
    const policy = new FakePolicy(narrow);
    const scope = new PrefixScope(policy);
    const from = scope.own(await policy.open(tokenizer.encode(PROMPT)));
    const isRight = (tokens: readonly number[]): boolean => tokenizer.decode(tokens) === line;
    const limits = { most: 0.01, maxPrefixes: 1000, maxTokens: 20 };
    const [beginning] = await enumeratePositions(policy, scope, from, isRight, limits);
    expect(beginning!.low).toBeCloseTo((1 - 2e-4) ** 11, 6);
    expect(beginning!.high - beginning!.low).toBeLessThan(0.01);
    expect(policy.batches.reduce((sum, size) => sum + size, 0)).toBe(line.length + 1);
  });
});

describe('the tests of shares', () => {
  it('agree with what binom.test of R gives', () => {
    // 7 of 10 against 0.5: 2 * (120 + 45 + 10 + 1) / 1024.
    expect(binomialTest(7, 10, 0.5)).toBeCloseTo(0.34375, 10);
    expect(binomialTest(1900, 2000, 0.95)).toBeCloseTo(1, 6);
    expect(binomialTest(1850, 2000, 0.95)).toBeLessThan(0.001);
  });

  it("know Wilson's coverage exactly", () => {
    // One try: after a failure the interval is [0, 0.7935], after a success [0.2065, 1]. Both hold 0.5, one holds 0.1.
    expect(exactCoverage(0.5, 1)).toBeCloseTo(1, 10);
    expect(exactCoverage(0.1, 1)).toBeCloseTo(0.9, 10);
    expect(exactCoverage(0.5, 64)).toBeGreaterThan(0.93);
  });
});
