import { describe, expect, it } from 'vitest';
import { enumeratePositions } from '../../../src/checks/enumerate';
import { RememberedPolicy } from '../../../src/cli/remembered-policy';
import { createRng } from '../../../src/core/rng';
import { PrefixScope } from '../../../src/model/prefix-scope';
import { rollOut, type Rollout } from '../../../src/model/rollout';
import type { Policy } from '../../../src/model/types';
import { answerOf, EOS, FakePolicy, PROMPT, TABLE, tokenizer, type Table } from '../../fixtures/fake-models';

const SAMPLING = { temperature: 1, topK: 0, maxSteps: 6, maxStepTokens: 10 };
const bounded = (contextTokens = 60, table = TABLE): FakePolicy => new FakePolicy(table, {}, '\n', contextTokens);

/** Rollouts from after a first line, in the order of their requests. */
async function rollouts(policy: Policy, count: number, begun = 'a\n'): Promise<Rollout[]> {
  const scope = new PrefixScope(policy);
  const root = scope.own(await policy.open(tokenizer.encode(PROMPT)));
  const prefix = scope.own(policy.extend(root, tokenizer.encode(begun)));
  const { length } = tokenizer.encode(PROMPT + begun);
  const requests = Array.from({ length: count }, (_, i) => ({ prefix, length, rng: createRng(1, i) }));
  const all: Rollout[] = [];
  for await (const rollout of rollOut(policy, requests, SAMPLING)) all.push(rollout);
  scope.releaseExcept([]);
  return all.sort((a, b) => a.index - b.index);
}

describe('a policy that remembers', () => {
  it('asks the policy behind once for each prefix, and gives what it gives', async () => {
    const behind = bounded();
    const policy = new RememberedPolicy(behind);
    await rollouts(policy, 200);
    const { computed } = policy;
    const calls = behind.batches.length;
    expect(computed).toBeGreaterThan(20);
    const again = await rollouts(policy, 200);
    expect([policy.computed, behind.batches.length]).toEqual([computed, calls]);
    const shares = (all: readonly Rollout[]): number =>
      all.filter(({ tokens }) => answerOf(tokenizer.decode(tokens)) === 'x').length / all.length;
    // 0.9 of all come to an answer, half of these to x: five standard errors of 200 tries.
    expect(Math.abs(shares(again) - 0.45)).toBeLessThan(0.18);
    policy.dispose();
    expect(behind.prefixes.count).toBe(0);
  });

  it('has the log-probabilities of the policy behind at every token', async () => {
    const policy = new RememberedPolicy(bounded());
    const plain = new FakePolicy();
    for (const { tokens, logprobs } of await rollouts(policy, 30)) {
      const scope = new PrefixScope(plain);
      let at = scope.own(await plain.open(tokenizer.encode(`${PROMPT}a\n`)));
      for (const [i, token] of tokens.entries()) {
        const [next] = await plain.next([at], tokenizer.vocabularySize);
        expect(next!.find((alternative) => alternative.token === token)!.logprob).toBeCloseTo(logprobs[i]!, 10);
        at = scope.own(plain.extend(at, [token]));
      }
      scope.releaseExcept([]);
    }
    policy.dispose();
  });

  it('says of given tokens what the policy behind says, and computes each place once', async () => {
    const behind = bounded();
    const policy = new RememberedPolicy(behind);
    const root = await policy.open(tokenizer.encode(PROMPT));
    const plain = new FakePolicy();
    const given = tokenizer.encode('ad\nb');
    const expected = await plain.scoreGivenTokens(await plain.open(tokenizer.encode(PROMPT)), given, undefined, 2);
    expect(await policy.scoreGivenTokens(root, given, undefined, 2)).toEqual(expected);
    const { computed } = policy;
    expect(await policy.scoreGivenTokens(root, given, undefined, 2)).toEqual(expected);
    expect(policy.computed).toBe(computed);
    policy.release(root);
    policy.dispose();
    expect(behind.prefixes.count).toBe(0);
  });

  it('ends a step where the policy behind does', async () => {
    const table: Table = { '0:': { a: 1 }, '0:a': { '\n': 1 }, '0:a\n': { d: 1 }, '*': { [EOS]: 1 } };
    const policy = new RememberedPolicy(new FakePolicy(table, {}, 'd', 60));
    const prefix = await policy.open(tokenizer.encode(PROMPT));
    const options = { temperature: 1, topK: 0, maxTokens: 9, alternatives: 0 };
    const [step] = await policy.sampleSteps([{ prefix, rng: createRng(1) }], options);
    expect(step).toMatchObject({ ended: 'step' });
    expect(step!.tokens.map(({ token }) => tokenizer.tokenText(token))).toEqual(['a', '\n', 'd']);
  });

  it('gives an enumeration the same values, and reads ahead what comes next in all likelihood', async () => {
    const isX = (tokens: readonly number[]): boolean => answerOf(tokenizer.decode(tokens)) === 'x';
    const enumerate = async (policy: Policy, isRight = isX) => {
      const scope = new PrefixScope(policy);
      const from = scope.own(await policy.open(tokenizer.encode(PROMPT)));
      const limits = { most: 1e-6, maxPrefixes: 10_000, maxTokens: 20 };
      const all = await enumeratePositions(policy, scope, from, isRight, limits);
      scope.releaseExcept([]);
      return new Map(all.map(({ tokens, low, high }) => [tokens.join(), [low, high]]));
    };
    const line: Table = {
      ...{ '0:': { a: 0.9, b: 0.1 }, '0:a': { b: 1 }, '0:ab': { c: 1 }, '0:abc': { d: 1 } },
      '*': { [EOS]: 1 },
    };
    const calls: number[][] = [];
    for (const table of [TABLE, line]) {
      const [plain, behind] = [new FakePolicy(table), bounded(60, table)];
      const policy = new RememberedPolicy(behind);
      const isRight = table === line ? (tokens: readonly number[]) => tokens.length > 1 : isX;
      const [remembered, known] = [await enumerate(policy, isRight), await enumerate(plain, isRight)];
      expect(remembered).toEqual(known);
      expect(known.get('')![0]).toBeCloseTo(table === line ? 0.9 : 0.45, 5);
      policy.dispose();
      calls.push([plain.batches.length, behind.batches.length]);
    }
    // Letter by letter; and the whole line at once, then what the other letter leads to.
    expect(calls[1]).toEqual([5, 2]);
  });

  it('ends a solution where the context ends', async () => {
    const policy = new RememberedPolicy(bounded(4));
    const all = await rollouts(policy, 20, 'a\n');
    expect(all.length).toBe(20);
    for (const { tokens, isComplete } of all) {
      const isShort = tokens.length === 1 && tokens[0] === tokenizer.eosToken;
      expect(isComplete).toBe(isShort);
    }
    policy.dispose();
  });
});
