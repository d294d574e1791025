import { describe, expect, it, vi } from 'vitest';
import type { SearchEvent } from '../../../src/protocol/parameters';
import { Growth } from '../../../src/ui/search/growth';

class ManualFrames {
  callbacks: (() => void)[] = [];
  clock = 0;
  /** What it takes to draw a frame. */
  drawMs = 0;
  #afters: (() => void)[] = [];
  after(callback: () => void): void {
    this.#afters.push(callback);
  }
  request(callback: () => void): void {
    this.callbacks.push(callback);
  }
  now(): number {
    return this.clock;
  }
  step(): boolean {
    const [callback] = this.callbacks.splice(0, 1);
    callback?.();
    this.clock += this.drawMs;
    for (const after of this.#afters.splice(0)) after();
    return callback !== undefined;
  }
}

const added = (count: number): SearchEvent[] =>
  Array.from({ length: count }, (_, seq) => ({ seq, type: 'node-added', id: seq, parent: null, text: '', tokens: [] }));

function grow(costMs: number): { frames: ManualFrames; growth: Growth; bites: number[]; shown: SearchEvent[] } {
  const frames = new ManualFrames();
  const [bites, shown]: [number[], SearchEvent[]] = [[], []];
  const apply = (events: readonly SearchEvent[]): void => {
    bites.push(events.length);
    shown.push(...events);
    frames.clock += costMs * events.length;
  };
  return { frames, growth: new Growth(apply, frames), bites, shown };
}

describe('growth', () => {
  it('shows everything once, in order, one bite a frame', async () => {
    const { frames, growth, shown, bites } = grow(0.1);
    const events = added(100);
    growth.push(events.slice(0, 40));
    growth.push(events.slice(40));
    expect(frames.callbacks).toHaveLength(1);
    let isDrained = false;
    const drained = growth.drained().then(() => (isDrained = true));
    for (let i = 0; i < 3; i++) frames.step();
    await Promise.resolve();
    expect(isDrained).toBe(false);
    while (frames.step());
    await drained;
    expect(shown).toEqual(events);
    expect(Math.max(...bites)).toBeLessThanOrEqual(24);
  });

  it('takes smaller bites on a slow machine and larger ones on a fast one', () => {
    const [slow, fast] = [grow(5), grow(0.01)];
    for (const { growth, frames } of [slow, fast]) {
      growth.push(added(200));
      for (let i = 0; i < 6; i++) frames.step();
    }
    expect(slow.bites.at(-1)).toBeLessThan(slow.bites[0]!);
    expect(fast.bites.at(-1)).toBeGreaterThan(fast.bites[0]!);
  });

  it('takes smaller bites where a frame is slow to draw', () => {
    const { growth, frames, bites } = grow(0.01);
    frames.drawMs = 20;
    growth.push(added(200));
    for (let i = 0; i < 12; i++) frames.step();
    expect(bites.at(-1)).toBeLessThan(bites[0]!);
  });

  it('leaves frames out where a bite takes long, until the search is over', () => {
    const { frames, growth, bites } = grow(7);
    growth.push(added(200));
    frames.step();
    const first = bites.length;
    for (let i = 0; i < 3; i++) frames.step();
    expect(bites).toHaveLength(first);
    frames.step();
    expect(bites).toHaveLength(first + 1);

    void growth.drained();
    for (let i = 0; i < 4; i++) frames.step();
    const then = bites.length;
    frames.step();
    expect(bites).toHaveLength(then + 1);
  });

  it('shows the rest of a search that is over in a bounded number of frames', async () => {
    const { frames, growth, bites } = grow(50);
    growth.push(added(1000));
    const drained = growth.drained();
    while (frames.step());
    await drained;
    expect(bites.length).toBeLessThanOrEqual(77);
  });

  it('is drained when what came last is drawn, not before', async () => {
    const { frames, growth, shown } = grow(0);
    const draws: (() => void)[] = [];
    frames.after = (callback) => void draws.push(callback);
    growth.push(added(2));
    let isDrained = false;
    const note = (): void => void (isDrained = true);
    void growth.drained().then(note);
    frames.step();
    expect(shown).toHaveLength(2);
    // Asked for in between, it waits as well.
    void growth.drained().then(note);
    await Promise.resolve();
    expect(isDrained).toBe(false);
    draws.pop()!();
    await growth.drained();
    expect(isDrained).toBe(true);
  });

  it('is drained at once when there is nothing, and when it is cancelled', async () => {
    const { frames, growth, shown } = grow(0);
    await growth.drained();
    growth.push(added(50));
    const drained = growth.drained();
    growth.cancel();
    await drained;
    while (frames.step());
    growth.push(added(3));
    expect(frames.step()).toBe(false);
    expect(shown).toEqual([]);
  });

  it('that cannot show something says so to who waits for its end, and shows nothing more', async () => {
    const frames = new ManualFrames();
    const apply = vi.fn(() => {
      throw new Error('cannot be drawn');
    });
    const growth = new Growth(apply, frames);
    growth.push(added(50));
    const drained = growth.drained();
    while (frames.step());
    await expect(drained).rejects.toThrow('cannot be drawn');
    await expect(growth.drained()).rejects.toThrow('cannot be drawn');
    growth.push(added(3));
    expect(frames.step()).toBe(false);
    expect(apply).toHaveBeenCalledOnce();
  });
});
