import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { SearchEvent } from '../../../src/protocol/parameters';
import { EMPTY_SEARCH, treeAt } from '../../../src/trace/reducer';
import type { TraceResult } from '../../../src/trace/types';
import { Player } from '../../../src/ui/search/player.svelte';
import { SearchState, type ShownRun } from '../../../src/ui/search/search.svelte';

const log = readFileSync('test/golden/logs/beam.jsonl', 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('{"seq"'))
  .map((line) => JSON.parse(line) as SearchEvent);
const result: TraceResult = { answer: 'a', correct: true, budget: { policyTokens: 1, valueTokens: 1, elapsedMs: 1 } };
const info = { models: [], backend: 'wasm', backendReason: null } as unknown as ShownRun;

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
    await vi.waitFor(() => expect(search.head.seq).toBe(20), { timeout: 60_000 });
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
