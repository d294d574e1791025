/** Distinct steps of a model of five tokens, whose rows are counted as they are fed. */
import { expect, it } from 'vitest';
import { createRng } from '../../../src/core/rng';
import type { Batch, Decoding, PrefixCache } from '../../../workers/decoding';
import { OnnxPolicy } from '../../../workers/onnx-policy';

interface Cache extends PrefixCache {
  readonly ids: readonly number[];
}
const SIZE = 5;
const END = 0;

function model() {
  let fed = 0;
  const logitsAfter = (ids: readonly number[]): Float32Array =>
    Float32Array.from({ length: SIZE }, (_, token) =>
      Math.sin(7 * token + ids.reduce((sum, id, i) => sum + (i + 2) * id, 1)),
    );
  const batch = (rows: readonly (Cache | null)[]): Batch<Cache> => {
    let at = rows.map((row) => row?.ids ?? []);
    return {
      feed: async (tokens) => {
        expect(tokens.length).toBe(at.length);
        fed += tokens.filter(({ length }) => length > 0).length;
        const before = at;
        at = tokens.map((more, row) => [...before[row]!, ...more]);
        return (row, t) => logitsAfter([...before[row]!, ...tokens[row]!.slice(0, t + 1)]);
      },
      grown: async (picked) => picked.map((row) => ({ ids: at[row]!, total: at[row]!.length })),
      select: async (picked) => void (at = picked.map((row) => at[row]!)),
      close: () => undefined,
    };
  };
  const decoding: Decoding<Cache> = { contextTokens: 1000, batch, checkMemory: () => undefined };
  const tokenizer = {
    ...{ encode: () => [], decode: (ids: readonly number[]) => ids.join(' '), vocabularySize: SIZE, eosToken: END },
    tokenText: (id: number) => (id === END ? '' : `${id} `),
  };
  const policy = new OnnxPolicy({ id: 'five', parameters: 0 }, tokenizer, decoding, {
    step: (text) => /4$/.test(text),
  });
  return { policy, logitsAfter, fed: () => fed };
}

it.each([1, 2, 3, 8, 40])('%i distinct steps: each is told, and each row that is fed is counted', async (count) => {
  const { policy, logitsAfter, fed } = model();
  let overtakenOnce = 0;
  for (let seed = 0; seed < 20; seed++) {
    const root = await policy.open([1, 2]);
    const before = fed();
    const lots = [0, 1].map((lot) => ({ prefix: root, count, rng: createRng(seed, lot) }));
    const options = { temperature: 1, topK: 0, maxTokens: 4, alternatives: 0, leastProbability: 0.01 };
    const drawn = await policy.sampleDistinct(lots, options);
    let told = 0;
    for (const { steps, overtaken } of drawn) {
      expect(new Set(steps.map(({ tokens }) => tokens.map(({ token }) => token).join())).size).toBe(steps.length);
      expect(steps).toHaveLength(count);
      told += overtaken + steps.reduce((sum, { tokens }) => sum + tokens.length, 0);
      overtakenOnce += overtaken;
      for (const { tokens, ended } of steps) {
        const last = tokens.at(-1)!.token;
        expect(ended).toBe(last === END ? 'solution' : last === 4 ? 'step' : 'limit');
        for (const [t, { token, logprob }] of tokens.entries()) {
          const logits = logitsAfter([1, 2, ...tokens.slice(0, t).map((one) => one.token)]);
          const total = logits.reduce((sum, logit) => sum + Math.exp(logit), 0);
          expect(logprob).toBeCloseTo(logits[token]! - Math.log(total), 5);
        }
      }
    }
    expect(fed() - before).toBeLessThanOrEqual(told);
  }
  // Of one there is nothing to overtake.
  expect(overtakenOnce > 0).toBe(count > 1);
});
