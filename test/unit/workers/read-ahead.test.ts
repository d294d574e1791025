import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ReadAhead } from '../../../workers/hub/read-ahead';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Readings that end when they are interrupted, or told to. */
function readings() {
  const begun: { readonly signal: AbortSignal; readonly end: () => void }[] = [];
  const ahead = new ReadAhead(
    (signal) =>
      new Promise((resolve, reject) => {
        begun.push({ signal, end: resolve });
        signal.addEventListener('abort', () => reject(new Error('interrupted')));
      }),
    400,
  );
  return { begun, ahead };
}

it('begins once the reader has typed nothing for a while', async () => {
  const { begun, ahead } = readings();
  for (let letter = 0; letter < 10; letter++) {
    ahead.soon();
    await vi.advanceTimersByTimeAsync(300);
  }
  expect(begun).toHaveLength(0);
  await vi.advanceTimersByTimeAsync(100);
  expect(begun).toHaveLength(1);
});

it('is ended by work, which begins when nothing is computed any more, and by another prompt', async () => {
  const { begun, ahead } = readings();
  ahead.soon();
  await vi.advanceTimersByTimeAsync(400);
  ahead.soon();
  await vi.advanceTimersByTimeAsync(400);
  expect(begun.map(({ signal }) => signal.aborted)).toEqual([true, false]);
  await ahead.end();
  expect(begun[1]!.signal.aborted).toBe(true);
  ahead.soon();
  await ahead.end();
  await vi.advanceTimersByTimeAsync(1000);
  expect(begun).toHaveLength(2);
});

it('hinders nobody where it fails or has ended', async () => {
  const failing = new ReadAhead(() => Promise.reject(new Error('no memory')), 400);
  failing.soon();
  await vi.advanceTimersByTimeAsync(400);
  await expect(failing.end()).resolves.toBeUndefined();
  const { begun, ahead } = readings();
  ahead.soon();
  await vi.advanceTimersByTimeAsync(400);
  begun[0]!.end();
  await expect(ahead.end()).resolves.toBeUndefined();
});
