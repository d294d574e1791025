/** What prompts begin with is computed once, and only where a prompt does begin with it. */
import { describe, expect, it } from 'vitest';
import { AppError } from '../../../src/core/errors';
import { commonBeginning, SharedBeginning } from '../../../workers/shared-beginning';

const BEGINNING = Array.from({ length: 20 }, (_, i) => i);

function counted(tokens: () => readonly number[]) {
  const computed: (readonly number[])[] = [];
  const beginning = new SharedBeginning<{ readonly total: number }>(tokens, async (cache, own, signal) => {
    if (signal?.aborted) throw new AppError('aborted', 'The run was aborted.');
    computed.push(own);
    return { total: (cache?.total ?? 0) + own.length };
  });
  return { computed, beginning };
}

it('is computed for the first prompt, and never again', async () => {
  const { computed, beginning } = counted(() => BEGINNING);
  for (const rest of [[7], [8, 9]])
    expect(await beginning.of([...BEGINNING, ...rest])).toEqual({ cache: { total: 20 }, rest });
  expect(computed).toEqual([BEGINNING]);
});

it('is computed anew once prompts begin otherwise', async () => {
  let tokens = BEGINNING;
  const { computed, beginning } = counted(() => tokens);
  await beginning.of([...BEGINNING, 7]);
  tokens = BEGINNING.toReversed();
  await beginning.of([...tokens, 7]);
  expect(computed).toEqual([BEGINNING, tokens]);
});

describe('a long one', () => {
  const LONG = Array.from({ length: 150 }, (_, i) => i);
  const PASSES = [LONG.slice(0, 64), LONG.slice(64, 128), LONG.slice(128)];

  it('is computed in passes of one length, each told, whatever asks for it', async () => {
    const { computed, beginning } = counted(() => LONG);
    const told: number[] = [];
    const { cache } = await beginning.of([...LONG, 7], undefined, (tokens) => told.push(tokens));
    expect(cache).toEqual({ total: 150 });
    expect(computed).toEqual(PASSES);
    expect(told).toEqual([64, 128, 150]);
  });

  it('is kept as far as it came where it is interrupted, and goes on from there', async () => {
    const { computed, beginning } = counted(() => LONG);
    const { signal } = new AbortController();
    Object.defineProperty(signal, 'aborted', { get: () => computed.length === 2 });
    await expect(beginning.ahead(signal)).rejects.toMatchObject({ code: 'aborted' });
    expect(await beginning.of([...LONG, 7])).toEqual({ cache: { total: 150 }, rest: [7] });
    expect(computed).toEqual(PASSES);
  });
});

it.each([
  ['begins otherwise', [5, ...BEGINNING.slice(1), 7]],
  ['is no longer than it', BEGINNING],
  ['is empty', []],
])('is left alone where a prompt %s', async (_, prompt) => {
  const { computed, beginning } = counted(() => BEGINNING);
  expect(await beginning.of(prompt)).toEqual({ cache: null, rest: prompt });
  expect(computed).toEqual([]);
});

it('is not worth it for a few tokens', async () => {
  const { computed, beginning } = counted(() => [1, 2, 3]);
  expect(await beginning.of([1, 2, 3, 4])).toEqual({ cache: null, rest: [1, 2, 3, 4] });
  expect(computed).toEqual([]);
});

it('is what two prompts have in common', () => {
  expect(commonBeginning([1, 2, 3], [1, 2, 4, 5])).toEqual([1, 2]);
  expect(commonBeginning([1, 2], [1, 2, 3])).toEqual([1, 2]);
  expect(commonBeginning([1], [2])).toEqual([]);
});
