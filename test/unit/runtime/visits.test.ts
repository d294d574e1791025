import { beforeEach, describe, expect, it } from 'vitest';
import { createVisits, type Visits } from '../../../src/runtime/visits';

/** What one browser has for all its tabs. */
let kept: Map<string, string>;
let alive: Set<string>;
beforeEach(() => {
  kept = new Map();
  alive = new Set();
});

const storage = () => ({
  getItem: (key: string) => kept.get(key) ?? null,
  setItem: (key: string, value: string) => void kept.set(key, value),
  removeItem: (key: string) => void kept.delete(key),
});
const locks = {
  request: async (name: string) => void alive.add(name),
  query: async () => ({ held: [...alive].map((name) => ({ name })), pending: [] }),
} as unknown as LockManager;

/** A visit, and how its tab is killed. */
function visit(): Visits & { kill: () => void } {
  const before = new Set(alive);
  const visits = createVisits(storage, locks);
  const [own] = [...alive].filter((name) => !before.has(name));
  return { ...visits, kill: () => void alive.delete(own!) };
}

describe('a visit', () => {
  it('is light after one that was ended while it computed, and stays so until the reader wants it otherwise', async () => {
    const first = visit();
    expect(await first.isLight()).toBe(false);
    first.setAtWork(true);
    first.kill();
    const second = visit();
    expect(await second.isLight()).toBe(true);
    second.setAtWork(true);
    second.setAtWork(false);
    second.kill();
    const third = visit();
    expect(await third.isLight()).toBe(true);
    third.asUsual();
    expect(await visit().isLight()).toBe(false);
  });

  it('is as usual after one that had nothing to do, or that was left', async () => {
    const first = visit();
    first.setAtWork(true);
    first.setAtWork(false);
    first.kill();
    expect(await visit().isLight()).toBe(false);
  });

  it('is as usual beside one that computes in another tab', async () => {
    visit().setAtWork(true);
    const second = visit();
    expect(await second.isLight()).toBe(false);
    second.setAtWork(false);
    expect(kept.size).toBe(1);
  });

  it('goes by the mark alone where there are no locks', async () => {
    const first = createVisits(storage, undefined);
    first.setAtWork(true);
    expect(await first.isLight()).toBe(false);
    expect(await createVisits(storage, undefined).isLight()).toBe(true);
  });

  it('is as usual where storage is denied', async () => {
    const visits = createVisits(() => {
      throw new DOMException('denied', 'SecurityError');
    }, undefined);
    visits.setAtWork(true);
    expect(await visits.isLight()).toBe(false);
  });
});
