import { describe, expect, it } from 'vitest';
import { createRng } from '../../../src/core/rng';
import { RULED_OUT } from '../../../src/model/teacher-forcing';
import type { Batch, Decoding, PrefixCache } from '../../../workers/decoding';
import { entropyOf } from '../../../workers/given-tokens';
import { OnnxPolicy } from '../../../workers/onnx-policy';
import type { TextEnds } from '../../../workers/step-sampler';

const SIZE = 7;
const END = 0;

interface Cache extends PrefixCache {
  readonly sum: number;
}

/** A model whose next token depends on the sum and the number of those before; token 6 never comes. */
function countingModel(contextTokens = 1000, ends?: TextEnds) {
  const passes: number[] = [];
  const logitsAfter = ({ sum, total }: Cache): Float32Array =>
    Float32Array.from({ length: SIZE }, (_, token) => (token === 6 ? -Infinity : ((sum + total) * (token + 3)) % 5));
  const batch = (rows: readonly (Cache | null)[]): Batch<Cache> => {
    let at = rows.map((row) => row ?? { sum: 0, total: 0 });
    return {
      feed: async (tokens) => {
        passes.push(Math.max(...tokens.map(({ length }) => length)));
        const before = at;
        const after = (row: number, count: number): Cache => {
          const { sum, total } = before[row]!;
          const fed = tokens[row]!.slice(0, count);
          return { sum: fed.reduce((all, token) => all + token, sum), total: total + fed.length };
        };
        at = tokens.map(({ length }, row) => after(row, length));
        return (row, t) => logitsAfter(after(row, t + 1));
      },
      grown: async (picked) => picked.map((row) => at[row]!),
      select: async () => undefined,
      close: () => undefined,
    };
  };
  const decoding: Decoding<Cache> = { contextTokens, batch, checkMemory: () => undefined };
  const tokenizer = {
    encode: () => [],
    decode: (tokens: readonly number[]) => tokens.join(' '),
    tokenText: (token: number) => (token === END ? '' : `${token} `),
    vocabularySize: SIZE,
    eosToken: END,
  };
  return { passes, policy: new OnnxPolicy({ id: 'counting', parameters: 0 }, tokenizer, decoding, ends) };
}

const given = (count: number): number[] => Array.from({ length: count }, (_, i) => (i % 5) + 1);

describe('given tokens', () => {
  it('cost one pass after a prefix that is computed, whatever the vocabulary', async () => {
    const { policy, passes } = countingModel();
    const root = await policy.open([3, 1]);
    passes.length = 0;
    await policy.scoreGivenTokens(root, given(40));
    expect(passes).toEqual([39]);
    await policy.scoreGivenTokens(root, [2]);
    expect(passes).toEqual([39]);
  });

  it('get what asking token by token gives, over several passes where they are many', async () => {
    const { policy, passes } = countingModel();
    const root = await policy.open([3, 1]);
    const tokens = given(300);
    passes.length = 0;
    const scored = await policy.scoreGivenTokens(root, tokens, undefined, 2);
    expect(passes).toEqual([128, 128, 43]);
    for (const i of [1, 127, 128, 129, 255, 256, 257, 299]) {
      const prefix = policy.extend(root, tokens.slice(0, i));
      const [next] = await policy.next([prefix], SIZE);
      const { logprob } = next!.find(({ token }) => token === tokens[i])!;
      expect(scored[i]).toEqual({ token: tokens[i], logprob, alternatives: next!.slice(0, 2) });
      policy.release(prefix);
    }
    expect(policy.openPrefixes).toBe(1);
  });

  it('may be ruled out, and may end the text but not go on behind its end', async () => {
    const { policy } = countingModel();
    const root = await policy.open([3, 1]);
    const [, never, end] = await policy.scoreGivenTokens(root, [1, 6, END]);
    expect(never!.logprob).toBe(RULED_OUT);
    expect(end!.logprob).toBeGreaterThan(RULED_OUT);
    await expect(policy.scoreGivenTokens(root, [END, 1])).rejects.toMatchObject({ code: 'internal' });
  });

  it('are refused where they would not fit', async () => {
    const { policy } = countingModel(10);
    const root = await policy.open([3, 1]);
    expect(await policy.scoreGivenTokens(root, given(8))).toHaveLength(8);
    await expect(policy.scoreGivenTokens(root, given(9))).rejects.toMatchObject({ code: 'bad-input' });
  });
});

describe('entropies of given steps', () => {
  /** Of the next token, from all of their log-probabilities. */
  const entropyAfter = async ({ policy }: ReturnType<typeof countingModel>, tokens: readonly number[]) => {
    const prefix = await policy.open([3, 1, ...tokens]);
    const [next] = await policy.next([prefix], SIZE);
    policy.release(prefix);
    return next!.reduce((sum, { logprob }) => (logprob === -Infinity ? sum : sum - Math.exp(logprob) * logprob), 0);
  };

  it('are those of the places before the tokens, each read once however many steps follow', async () => {
    const model = countingModel();
    const { policy, passes } = model;
    const root = await policy.open([3, 1]);
    passes.length = 0;
    const [first, other] = await policy.entropies([
      { prefix: root, tokens: given(300) },
      { prefix: root, tokens: [4, 2] },
    ]);
    expect(passes).toEqual([128, 128, 43]);
    for (const t of [0, 1, 128, 129, 256, 257, 299])
      expect(first!.entropies[t]).toBeCloseTo(await entropyAfter(model, given(t)), 12);
    expect(other!.entropies[1]).toBeCloseTo(await entropyAfter(model, [4]), 12);
    passes.length = 0;
    const [second] = await policy.entropies([{ prefix: other!.prefix, tokens: [1, 5, END] }]);
    // The last token of the step before, and all of this one but its last.
    expect(passes).toEqual([1, 2]);
    expect(second!.entropies[0]).toBeCloseTo(await entropyAfter(model, [4, 2]), 12);
    expect(second!.entropies[2]).toBeCloseTo(await entropyAfter(model, [4, 2, 1, 5]), 12);
    await expect(policy.entropies([{ prefix: second!.prefix, tokens: [1] }])).rejects.toMatchObject({
      code: 'internal',
    });
    for (const prefix of [root, first!.prefix, other!.prefix, second!.prefix]) policy.release(prefix);
    expect(policy.openPrefixes).toBe(0);
  });

  it.each([
    [[0, -Infinity], 0],
    [[Math.log(0.5), Math.log(0.5)], Math.LN2],
    [[Math.log(0.25), Math.log(0.75)], 0.25 * Math.log(4) + 0.75 * Math.log(4 / 3)],
  ])('of %j is %d nats', (logprobs, nats) => {
    expect(entropyOf(Float64Array.from(logprobs))).toBeCloseTo(nats, 12);
  });

  it('are refused where they would not fit, and leave nothing open', async () => {
    const { policy } = countingModel(10);
    const root = await policy.open([3, 1]);
    for (const tokens of [given(9), []]) await expect(policy.entropies([{ prefix: root, tokens }])).rejects.toThrow();
    await expect(policy.entropies([{ prefix: root, tokens: given(8) }], AbortSignal.abort())).resolves.toHaveLength(1);
    expect(policy.openPrefixes).toBe(2);
  });
});

it('a prompt that is open is not read again, and stays open until each has released it', async () => {
  const { policy, passes } = countingModel();
  const first = await policy.open([3, 1]);
  passes.length = 0;
  const second = await policy.open([3, 1]);
  expect(passes).toEqual([]);
  policy.release(first);
  expect(await policy.next([second], 2)).toEqual(await policy.next([await policy.open([3, 1])], 2));
  await policy.open([3, 2]);
  expect(passes).toEqual([2]);
});

describe('a step that tells the answer', () => {
  const options = { temperature: 0, topK: 0, maxTokens: 10, alternatives: 0 };
  const rng = createRng(1);
  const sampled = async (ends: TextEnds) => {
    const { policy, passes } = countingModel(1000, ends);
    const prefix = await policy.open([3, 2]);
    const [step] = await policy.sampleSteps([{ prefix, rng }], options);
    return { step: step!, passes, policy };
  };
  const isLong = (text: string): boolean => text.length >= 5;

  it('ends the solution, with an end that is certain and costs no pass', async () => {
    const plain = await sampled({ step: isLong });
    const told = await sampled({ step: isLong, solution: isLong });
    expect(plain.step.ended).toBe('step');
    expect(told.step.ended).toBe('solution');
    expect(told.step.tokens).toEqual([...plain.step.tokens, { token: END, logprob: 0, alternatives: [] }]);
    expect(told.passes).toEqual(plain.passes);
    await expect(told.policy.sampleSteps([{ prefix: told.step.prefix, rng }], options)).rejects.toMatchObject({
      code: 'internal',
    });
  });

  it('ends nothing before the step has ended', async () => {
    const { step } = await sampled({ step: isLong, solution: (text) => text.length < 5 });
    expect(step.ended).toBe('step');
  });
});
