import { describe, expect, it } from 'vitest';
import { growCache, type CacheBlock } from '../../../workers/kv-cache';
import { cacheBudget, checkMemory, heldBytes } from '../../../workers/memory-budget';

const block = (numbers: number): CacheBlock => ({ data: new Float32Array(numbers), stride: 1 });
const MiB = 2 ** 20;

describe('the memory of a search', () => {
  const prompt = growCache(null, 4, block(100), 0);
  const shared = block(50);
  const [one, other] = [growCache(prompt, 1, shared, 0), growCache(prompt, 1, shared, 25)];

  it('counts every block once, those of the beginnings included', () => {
    expect(heldBytes([])).toBe(0);
    expect(heldBytes([null, prompt])).toBe(400);
    expect(heldBytes([one, other, prompt])).toBe(600);
    expect(heldBytes([growCache(one, 1, block(5), 0)])).toBe(620);
  });

  it('is refused where it would not fit beside what is held', () => {
    const next = { rows: 2, tokens: 5, width: 10 };
    expect(() => checkMemory([one], next, 1000)).not.toThrow();
    expect(() => checkMemory([one], next, 999)).toThrow(expect.objectContaining({ code: 'out-of-memory' }) as Error);
  });

  it('is a sixteenth of the device’s, within limits', () => {
    expect(cacheBudget(8)).toBe(512 * MiB);
    expect(cacheBudget(0.5)).toBe(128 * MiB);
    expect(cacheBudget(64)).toBe(1024 * MiB);
  });
});
