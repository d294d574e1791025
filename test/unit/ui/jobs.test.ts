import { describe, expect, it, vi } from 'vitest';
import type { Job } from '../../../src/ui/shell/jobs.svelte';
import { Jobs } from '../../../src/ui/shell/jobs.svelte';

const never = (): Promise<never> => new Promise(() => undefined);

/** Work that ends when it is told to. */
function stoppable(job: Job): Promise<string> {
  return new Promise((resolve) => job.onStop(() => resolve('what there is')));
}

describe('a job', () => {
  it('is the only one, and its end is told to who waits for it', async () => {
    const jobs = new Jobs();
    let finish = (_: string): void => undefined;
    const first = jobs.start('value', () => new Promise<string>((resolve) => (finish = resolve)));
    expect(jobs.current).toMatchObject({ kind: 'value', id: 1 });
    await expect(jobs.start('search', never)).rejects.toMatchObject({ code: 'busy' });
    const idle = vi.fn();
    const waiting = jobs.whenIdle().then(idle);
    await Promise.resolve();
    expect(idle).not.toHaveBeenCalled();
    finish('done');
    expect(await first).toBe('done');
    await waiting;
    expect(jobs.current).toBeNull();
    await jobs.whenIdle();
    expect(await jobs.start('search', async ({ id }) => id)).toBe(2);
  });

  it('that fails makes room', async () => {
    const jobs = new Jobs();
    await expect(jobs.start('labels', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(jobs.current).toBeNull();
  });

  it('that is stopped gives what it has, and is told once', async () => {
    const jobs = new Jobs();
    const told = vi.fn();
    const work = jobs.start('frozen', (job) => {
      const result = stoppable(job);
      told();
      return result;
    });
    expect(jobs.current!.isStopping).toBe(false);
    const job = jobs.current!;
    jobs.stop();
    jobs.stop();
    expect(job.isStopping).toBe(true);
    expect(await work).toBe('what there is');
    expect(told).toHaveBeenCalledOnce();
  });

  it('that still waits for its models makes room at once, and never begins', async () => {
    const jobs = new Jobs();
    const begin = vi.fn();
    const work = jobs.start('search', async (job) => {
      await job.awaiting(never());
      begin();
    });
    expect(jobs.current!.isWaiting).toBe(true);
    jobs.stop();
    expect(jobs.current).toBeNull();
    expect(await jobs.start('search', async () => 'another')).toBe('another');
    await expect(work).rejects.toMatchObject({ code: 'aborted' });
    expect(begin).not.toHaveBeenCalled();
  });

  it('that is stopped before it can be is stopped as soon as it can', async () => {
    const jobs = new Jobs();
    const work = jobs.start('together', async (job) => {
      await Promise.resolve();
      return stoppable(job);
    });
    jobs.stop();
    expect(await work).toBe('what there is');
  });

  it('that ends late does not take another’s place away', async () => {
    const jobs = new Jobs();
    let tidied = (): void => undefined;
    const tidying = new Promise<void>((resolve) => (tidied = resolve));
    const early = jobs.start('search', async (job) => {
      try {
        await job.awaiting(never());
      } finally {
        await tidying;
      }
    });
    jobs.stop();
    const later = jobs.start('labels', stoppable);
    tidied();
    await expect(early).rejects.toMatchObject({ code: 'aborted' });
    expect(jobs.current?.kind).toBe('labels');
    jobs.stop();
    expect(await later).toBe('what there is');
  });
});
