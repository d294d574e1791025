import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { SearchEvent } from '../../../src/protocol/parameters';
import { EMPTY_SEARCH, treeAt } from '../../../src/trace/reducer';
import type { Trace, TraceResult } from '../../../src/trace/types';
import { Player } from '../../../src/ui/search/player.svelte';
import { SearchState, type ShownRun } from '../../../src/ui/search/search.svelte';
import { eventually } from '../../fixtures/eventually';

const log = readFileSync('test/golden/logs/beam.jsonl', 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('{"seq"'))
  .map((line) => JSON.parse(line) as SearchEvent);
const result: TraceResult = { answer: 'a', correct: true, budget: { policyTokens: 1, valueTokens: 1, elapsedMs: 1 } };
const info = { problem: { text: '' }, models: [], backend: 'wasm', backendReason: null } as unknown as ShownRun;

/** The same from a file. */
const opened = {
  ...{ problem: { text: '' }, models: [], strategy: { id: 'beam', parameters: {} }, nodes: [], events: log, result },
} as unknown as Trace;

beforeEach(() => {
  vi.stubGlobal('document', { hidden: false });
  vi.stubGlobal('requestAnimationFrame', (callback: () => void) => setTimeout(callback));
});
afterEach(() => {
  vi.useRealTimers();
});

async function finished(): Promise<SearchState> {
  const search = new SearchState();
  await search.run(info, async (onEvents) => {
    onEvents(log);
    return result;
  });
  return search;
}

describe('a search in time', () => {
  it('shows any moment as it was, and the end again', async () => {
    const search = await finished();
    const last = search.moments.length - 1;
    expect([search.at, search.isAtEnd]).toEqual([last, true]);
    for (const at of [0, 4, 2, 7, 1]) {
      search.goTo(at);
      expect([search.at, search.isAtEnd]).toEqual([at, false]);
      expect(search.tree).toEqual(treeAt(log, search.moments[at]!.end));
      expect(search.pastEvents).toHaveLength(search.moments[at]!.end);
      expect(search.chosenPath).toEqual([]);
      expect(search.changed.size).toBeGreaterThan(0);
    }
    search.goTo(-3);
    expect(search.at).toBe(0);
    search.goTo(last);
    expect(search.isAtEnd).toBe(true);
    expect(search.tree).toEqual(treeAt(log));
    expect(search.changed.size).toBe(0);
    expect(search.chosenPath.length).toBeGreaterThan(0);
  });

  it('keeps the outcome while the reader looks back, and draws what did not change as the same object', async () => {
    const search = await finished();
    const end = search.view;
    search.goTo(search.moments.length - 2);
    expect(search.head.done).not.toBeNull();
    expect(search.tree.done).toBeNull();
    expect([...search.view.nodes.values()].some((node) => end.nodes.get(node.id) === node)).toBe(true);
  });

  it('goes on in the background while an earlier moment is looked at', async () => {
    const search = new SearchState();
    let more: (() => void) | undefined;
    const run = search.run(info, async (onEvents) => {
      onEvents(log.slice(0, 20));
      await new Promise<void>((resolve) => (more = resolve));
      onEvents(log.slice(20));
      return result;
    });
    await eventually(() => expect(search.head.seq).toBe(20));
    search.goTo(0);
    const shown = search.tree;
    more!();
    await run;
    expect(search.tree).toBe(shown);
    expect(search.head).toEqual(treeAt(log));
    search.goTo(null);
    expect(search.tree).toEqual(treeAt(log));
  });

  it('starts again at the end with the next search', async () => {
    const search = await finished();
    search.goTo(1);
    const run = search.run(info, async () => result);
    expect([search.moments.length, search.isAtEnd]).toEqual([0, true]);
    expect(search.tree).toEqual(EMPTY_SEARCH);
    await run;
  });
});

describe('playing', () => {
  it('goes from the start to the end at its speed, and can be paused', async () => {
    const search = await finished();
    vi.useFakeTimers();
    const player = new Player(search);
    player.speed = 4;
    player.play();
    expect([search.at, player.isPlaying]).toEqual([0, true]);
    vi.advanceTimersByTime(500);
    expect(search.at).toBe(2);
    player.pause();
    vi.advanceTimersByTime(5_000);
    expect(search.at).toBe(2);
    player.play();
    vi.advanceTimersByTime(250 * search.moments.length);
    expect([search.isAtEnd, player.isPlaying]).toEqual([true, false]);
  });
});

describe('a search that is run', () => {
  /** One that goes on by hand. */
  function running(): { search: SearchState; player: Player; tell: (to: number) => void; end: () => Promise<void> } {
    const search = new SearchState();
    let push: (events: readonly SearchEvent[]) => void = () => undefined;
    let done: () => void = () => undefined;
    let told = 0;
    const run = search.run(info, async (onEvents) => {
      push = onEvents;
      await new Promise<void>((resolve) => (done = resolve));
      return result;
    });
    const player = new Player(search);
    player.begin();
    return {
      ...{ search, player },
      tell: (to) => {
        push(log.slice(told, to));
        told = to;
      },
      end: async () => {
        done();
        await vi.runAllTimersAsync();
        await run;
      },
    };
  }
  const starts = (): number[] => {
    const search = new SearchState();
    search.show(opened);
    return search.moments.map(({ end }) => end);
  };
  const kept = new Map<string, string>();
  beforeEach(() => {
    kept.clear();
    vi.stubGlobal('localStorage', {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => kept.set(key, value),
    });
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  });

  it('is played at a readable pace although it is over sooner, each step where it stays', async () => {
    const { search, player, tell, end } = running();
    tell(log.length);
    await vi.advanceTimersByTimeAsync(20);
    expect([search.at, search.view.root, player.isWatching]).toEqual([-1, null, true]);
    await vi.advanceTimersByTimeAsync(900);
    // Everything is known, and the first moment is shown.
    expect([search.at, search.head.done !== null]).toEqual([0, true]);
    const path = search.wholePath.map(({ id }) => id);
    expect([path.length > 0, search.chosenPath]).toEqual([true, []]);
    await end();
    expect([search.isAtEnd, player.isPlaying, player.isWatching]).toEqual([true, false, false]);
    expect(search.chosenPath.map(({ id }) => id)).toEqual(path);
  });

  it('is shown live where it is slower than the playing: a moment grows as it does, and the next comes at once', async () => {
    const { search, player, tell, end } = running();
    const [first, second] = starts() as [number, number];
    tell(first - 2);
    await vi.advanceTimersByTimeAsync(5_000);
    expect([search.at, search.tree.seq, player.isPlaying]).toEqual([0, first - 2, true]);
    tell(first);
    await vi.advanceTimersByTimeAsync(100);
    expect([search.at, search.tree.seq]).toEqual([0, first]);
    tell(second);
    await vi.advanceTimersByTimeAsync(100);
    expect([search.at, search.tree.seq]).toEqual([1, second]);
    tell(log.length);
    await end();
    expect([search.isAtEnd, player.isWatching]).toEqual([true, false]);
  });

  it('goes to the end at once when that is asked for, and the next one is watched again', async () => {
    const { search, player, tell, end } = running();
    tell(log.length);
    await vi.advanceTimersByTimeAsync(100);
    player.skip();
    expect([search.isAtEnd, player.isPlaying, player.isWatching]).toEqual([true, false, false]);
    await end();
    player.begin();
    expect([search.at, player.isWatching]).toEqual([-1, true]);
    // What comes from a file takes its place.
    search.show(opened);
    await vi.advanceTimersByTimeAsync(5_000);
    expect([search.isAtEnd, player.isPlaying, player.isWatching]).toEqual([true, false, false]);
  });

  it('keeps the speed for the next visit, also that nothing is to be played', async () => {
    const { search, player, tell, end } = running();
    expect([player.speed, player.plays]).toEqual([1.5, true]);
    player.speed = 4;
    expect(new Player(search).speed).toBe(4);
    tell(log.length);
    player.stopPlaying();
    expect([search.isAtEnd, player.isPlaying]).toEqual([true, false]);
    await end();
    const next = new Player(search);
    expect([next.plays, next.speed]).toEqual([false, 1.5]);
    next.begin();
    expect([search.isAtEnd, next.isWatching]).toEqual([true, false]);
    next.speed = 0.5;
    expect(new Player(search).plays).toBe(true);
  });
});
