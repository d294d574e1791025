import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRng } from '../../../src/core/rng';
import { likeliest, logSoftmax, tokenDrawer } from '../../../workers/sampling';

const LOGITS = Float32Array.from([1, 3, 2, -1, 3]);
const at = (point: number) => ({ uniform: () => point, integer: () => 0 });
const draw = (point: number, options: { temperature?: number; topK?: number } = {}) =>
  tokenDrawer(logSoftmax(LOGITS), { temperature: 1, topK: 0, alternatives: 3, ...options })(at(point));

describe('logSoftmax', () => {
  it('gives probabilities that sum to 1, for any logits', () => {
    fc.assert(
      fc.property(fc.float32Array({ minLength: 1, maxLength: 50, min: -500, max: 500, noNaN: true }), (logits) => {
        const sum = logSoftmax(logits).reduce((total, p) => total + Math.exp(p), 0);
        expect(sum).toBeCloseTo(1, 9);
      }),
    );
  });
});

describe('likeliest', () => {
  it('orders by probability, of equals the smaller token first', () => {
    expect(likeliest(logSoftmax(LOGITS), 3).map(({ token }) => token)).toEqual([1, 4, 2]);
    expect(likeliest(logSoftmax(LOGITS), 0)).toEqual([]);
    expect(likeliest(logSoftmax(LOGITS), 99)).toHaveLength(5);
  });

  it('gives the beginning of the whole order, whatever is asked for, ties and ruled-out tokens included', () => {
    const logit = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.constant(-Infinity));
    fc.assert(
      fc.property(fc.array(logit, { minLength: 1, maxLength: 60 }), fc.integer({ min: 0, max: 61 }), (row, count) => {
        const logprobs = Float64Array.from(row);
        const order = [...row.keys()].sort((a, b) => (row[a] === row[b] ? a - b : row[b]! - row[a]!));
        expect(likeliest(logprobs, count)).toEqual(
          order.slice(0, count).map((token) => ({ token, logprob: row[token] })),
        );
      }),
    );
  });

  it('costs no more than sorting does, however much of a vocabulary of 49,152 tokens is asked for', () => {
    const rng = createRng(3);
    const row = Float64Array.from({ length: 49_152 }, () => rng.uniform());
    const fastest = (work: () => void): number =>
      Math.min(
        ...Array.from({ length: 3 }, () => {
          // Of the processor: other work beside it does not count.
          const start = process.cpuUsage();
          work();
          return process.cpuUsage(start).user;
        }),
      );
    const sorting = fastest(() => void Array.from(row).sort((a, b) => b - a));
    for (const count of [20_000, row.length]) {
      // An insertion for each token takes some hundred times as long.
      expect(fastest(() => void likeliest(row, count)) / sorting).toBeLessThan(15);
    }
  });
});

describe('tokenDrawer', () => {
  it('maps the unit interval to the tokens by their probability', () => {
    const logprobs = logSoftmax(LOGITS);
    let below = 0;
    for (let token = 0; token < LOGITS.length; token++) {
      const p = Math.exp(logprobs[token]!);
      expect(draw(below + 1e-9).token).toBe(token);
      expect(draw(below + p - 1e-9).token).toBe(token);
      below += p;
    }
  });

  it('reports the logprob at temperature 1 whatever it was drawn with', () => {
    const expected = logSoftmax(LOGITS)[1];
    expect(draw(0.5, { temperature: 0 })).toMatchObject({ token: 1, logprob: expected });
    expect(draw(0.2, { temperature: 0.1 })).toMatchObject({ token: 1, logprob: expected });
    expect(draw(0.3, { topK: 1 })).toMatchObject({ token: 1, logprob: expected });
  });

  it('draws only among the topK likeliest', () => {
    const rng = createRng(1);
    const tokens = Array.from({ length: 200 }, () => draw(rng.uniform(), { topK: 2 }).token);
    expect(new Set(tokens)).toEqual(new Set([1, 4]));
  });

  it('sharpens as the temperature falls', () => {
    const shareOfTop = (temperature: number): number => {
      const rng = createRng(2);
      const tokens = Array.from({ length: 2000 }, () => draw(rng.uniform(), { temperature }).token);
      return tokens.filter((token) => token === 1 || token === 4).length / tokens.length;
    };
    expect(shareOfTop(0.3)).toBeGreaterThan(shareOfTop(1) + 0.1);
    expect(shareOfTop(1)).toBeGreaterThan(shareOfTop(5) + 0.1);
  });

  it('finds a token at the very end of the interval', () => {
    expect(draw(1 - Number.EPSILON).token).toBe(4);
  });
});
