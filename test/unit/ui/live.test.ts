/** What the page shows of a search between its events, and what it offers in place of a long one. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Glimpse } from '../../../src/protocol/model-host';
import { EMPTY_SEARCH } from '../../../src/trace/reducer';
import { liveLine } from '../../../src/ui/search/caption';
import { LiveSearch } from '../../../src/ui/search/live.svelte';
import { messagesFor } from '../../../src/words';
import { node } from '../viz/tree';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const parameters = { samples: 8, beam: 4, maxSteps: 20, maxStepTokens: 120 };
const head = (seq: number) => ({ ...EMPTY_SEARCH, seq, nodes: seq ? [node(0, null, 'q')] : [] });
/** What a search on the page says of itself, as far as this reads it. */
const searchAt = (seq: number) => ({
  ...{ isRunning: true, head: head(seq), at: 0, moments: [{}] },
  info: { strategy: 'beam', parameters },
});
function live(search: ReturnType<typeof searchAt>) {
  const page = { search, hub: { loaded: null, format: { examples: [] } } };
  // A search of which only these are read.
  return new LiveSearch(page as unknown as ConstructorParameters<typeof LiveSearch>[0]);
}
const writing = (log: number, tokens: number): Glimpse => ({
  ...{ kind: 'writing', log, of: 8, tokens },
  candidates: [{ parent: 0, text: 'a', isEnded: false }],
});
const lineOf = (shown: LiveSearch): string | null => liveLine(shown, messagesFor('en'));

describe('the prompt', () => {
  it('is said to be read where that takes a while, and how far', () => {
    const shown = live(searchAt(0));
    shown.begin();
    shown.hear({ kind: 'reading', log: 0, done: 0, of: 300 });
    vi.advanceTimersByTime(400);
    expect(lineOf(shown)).toBeNull();
    vi.advanceTimersByTime(200);
    expect(lineOf(shown)).toBe('The model reads the prompt…');
    shown.hear({ kind: 'reading', log: 0, done: 128, of: 300 });
    expect(lineOf(shown)).toBe('The model reads the prompt: 128 of 300 tokens.');
  });

  it('is not where it is fast, nor in the next search', () => {
    const shown = live(searchAt(0));
    shown.hear({ kind: 'reading', log: 0, done: 0, of: 300 });
    vi.advanceTimersByTime(400);
    shown.begin();
    vi.advanceTimersByTime(400);
    expect(shown.shown).toBeNull();
  });
});

describe('what is written', () => {
  it('is shown between the events that it was seen between, and at the newest moment only', () => {
    const at = (log: number, changed = {}): LiveSearch => {
      const shown = live({ ...searchAt(1), ...changed });
      shown.hear(writing(log, 4));
      return shown;
    };
    expect(at(1).shown).toMatchObject({ tokens: 4 });
    expect(at(0).shown).toBeNull();
    expect(at(2).shown).toBeNull();
    expect(at(1, { at: 0, moments: [{}, {}] }).shown).toBeNull();
    expect(at(1, { isRunning: false }).shown).toBeNull();
  });

  it('is told with its pace and an estimate, once there are any', () => {
    const shown = live(searchAt(1));
    shown.hear(writing(1, 0), 0);
    expect(lineOf(shown)).toBe('8 candidates are being written: 0 tokens so far.');
    shown.hear(writing(1, 40), 2000);
    // 4 rounds of 8 candidates of 25 tokens.
    expect(lineOf(shown)).toBe(
      '8 candidates are being written: 40 tokens so far. 20 tokens a second. About 40 s more.',
    );
    expect(shown.smaller).toBeNull();
  });

  it('of a slow model has a smaller search beside it, also between two rounds', () => {
    const search = searchAt(1);
    const shown = live(search);
    shown.hear(writing(1, 0), 0);
    shown.hear(writing(1, 40), 8000);
    expect(lineOf(shown)).toContain('5.0 tokens a second. About 3 minutes more.');
    expect(shown.smaller).toEqual({ samples: 2, beam: 1, seconds: 40 });
    shown.hear({ kind: 'scoring', log: 9, of: 8 }, 9000);
    expect(shown.shown).toBeNull();
    expect(shown.smaller).not.toBeNull();
    search.isRunning = false;
    expect(shown.smaller).toBeNull();
  });
});
