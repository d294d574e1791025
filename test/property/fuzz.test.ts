/** 10,000 damaged and random inputs: each is read or refused with one sentence. `npm run fuzz` tries any number. */
import { describe, expect, it } from 'vitest';
import { AppError } from '../../src/core/errors';
import { fuzz, refusal, type Surface } from '../fuzz/contract';
import { loadsUndamaged } from '../fuzz/file-surfaces';
import { SURFACES } from '../fuzz/surfaces';

const CASES = 10_000;

describe('whatever comes from outside', () => {
  it('is tried this often', () => {
    expect(SURFACES.reduce((sum, { share }) => sum + CASES * share, 0)).toBeCloseTo(CASES);
  });

  it.each(SURFACES.map(({ surface, share }) => [surface.name, surface, CASES * share] as const))(
    '%s: is read, or refused with a sentence',
    async (_, surface, cases) => {
      const { breaches, outcomes } = await fuzz(surface, Math.round(cases), 1);
      expect(breaches).toEqual([]);
      // Some of both, or the cases show nothing.
      expect(Object.keys(outcomes).length).toBeGreaterThan(1);
    },
    300_000,
  );

  it('leaves the runtime as it was', async () => {
    await expect(loadsUndamaged()).resolves.toBeUndefined();
  });
});

describe('the suite itself', () => {
  const trying = (attempt: Surface['attempt']) => fuzz({ name: 'x', attempt }, 1, 1);
  const refusing = (code: string, message: string): never => {
    throw new AppError(code as never, message);
  };

  it.each<[string, Surface['attempt']]>([
    ['an exception that is none of ours', () => JSON.parse('{') as string],
    ['a code that nobody knows', () => refusing('surprise', 'It went wrong.')],
    ['an error that says that something is wrong inside', () => refusing('internal', 'It went wrong.')],
    ['a refusal without a sentence', () => refusing('bad-input', 'oops')],
    ['a value without a sentence', () => refusal('bad', '[object Object].')],
  ])('reports %s', async (_, attempt) => {
    expect((await trying(attempt)).breaches).toHaveLength(1);
  });

  it('takes a reading and a refusal', async () => {
    expect((await trying(() => 'read')).breaches).toEqual([]);
    expect((await trying(() => refusing('bad-input', 'It is too long.'))).breaches).toEqual([]);
  });
});
