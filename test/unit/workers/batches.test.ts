import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { EventBatches } from '../../../workers/rpc/batches';

describe('EventBatches', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('sends the first at once and the next ones together after the interval', async () => {
    const sent: number[][] = [];
    const batches = new EventBatches<number>((items) => void sent.push([...items]), 40);
    for (const item of [1, 2, 3]) batches.push(item);
    expect(sent).toEqual([[1]]);
    await vi.advanceTimersByTimeAsync(39);
    expect(sent).toEqual([[1]]);
    await vi.advanceTimersByTimeAsync(1);
    expect(sent).toEqual([[1], [2, 3]]);
  });

  it('waits for a receiver that is slow', async () => {
    const sent: number[][] = [];
    let taken = (): void => undefined;
    const batches = new EventBatches<number>((items) => {
      sent.push([...items]);
      return new Promise((resolve) => (taken = resolve));
    }, 40);
    batches.push(1);
    batches.push(2);
    await vi.advanceTimersByTimeAsync(1000);
    expect(sent).toEqual([[1]]);
    taken();
    await vi.advanceTimersByTimeAsync(0);
    expect(sent).toEqual([[1], [2]]);
  });

  it('flushes everything in order before it resolves', async () => {
    const sent: number[] = [];
    const batches = new EventBatches<number>(async (items) => {
      await new Promise((resolve) => setTimeout(resolve, 10));
      sent.push(...items);
    }, 40);
    for (const item of [1, 2, 3, 4]) batches.push(item);
    const flushed = batches.flush();
    await vi.advanceTimersByTimeAsync(100);
    await flushed;
    expect(sent).toEqual([1, 2, 3, 4]);
  });

  it('passes on what the receiver threw', async () => {
    const batches = new EventBatches<number>(() => Promise.reject(new Error('gone')), 40);
    batches.push(1);
    await vi.advanceTimersByTimeAsync(0);
    expect(() => batches.push(2)).toThrow('gone');
    await expect(batches.flush()).rejects.toThrow('gone');
  });
});
