/** How fast a search is written, how long it may take, and what is offered in its place. */
import { describe, expect, it } from 'vitest';
import type { Glimpse } from '../../../src/protocol/model-host';
import { EMPTY_SEARCH, type SearchTree } from '../../../src/trace/reducer';
import { roundSeconds } from '../../../src/ui/search/caption';
import {
  advancePace,
  expectedBy,
  NO_PACE,
  remainingSeconds,
  smallerThan,
  tokensASecond,
  type Written,
} from '../../../src/ui/search/pace';
import { node } from '../viz/tree';

const writing = (log: number, tokens: number, of = 4): Glimpse => ({
  kind: 'writing',
  log,
  candidates: [],
  of,
  tokens,
});

describe('the pace', () => {
  const after = (told: readonly (readonly [Glimpse, number])[]) =>
    told.reduce((pace, [glimpse, at]) => advancePace(pace, glimpse, at), NO_PACE);

  it('is that of the writing alone: what is between two rounds does not count', () => {
    const pace = after([
      [writing(1, 0), 0],
      [writing(1, 20), 2000],
      [{ kind: 'scoring', log: 5, of: 4 }, 3000],
      [writing(9, 4), 60_000],
      [writing(9, 24), 62_000],
    ]);
    expect(pace).toMatchObject({ tokens: 40, ms: 4000 });
    expect(tokensASecond(pace)).toBe(10);
  });

  it('is not known after a few tokens, nor after a moment', () => {
    expect(
      tokensASecond(
        after([
          [writing(1, 0), 0],
          [writing(1, 4), 2000],
        ]),
      ),
    ).toBeNull();
    expect(
      tokensASecond(
        after([
          [writing(1, 0), 0],
          [writing(1, 40), 400],
        ]),
      ),
    ).toBeNull();
    expect(tokensASecond(NO_PACE)).toBeNull();
  });
});

it('a solution is expected to be as long as the worked examples are', () => {
  const solution = `${'a'.repeat(29)}\n${'b'.repeat(59)}\n`;
  expect(expectedBy([{ question: 'q', solution }])).toEqual({ steps: 2, tokens: 15 });
  expect(expectedBy([])).toEqual({ steps: 4, tokens: 25 });
});

const asked = { samples: 8, beam: 4, maxSteps: 20, maxStepTokens: 120 };
const written = (changed: Partial<Written> = {}): Written => ({
  head: { ...EMPTY_SEARCH, nodes: [node(0, null, 'q')] },
  asked,
  expected: { steps: 4, tokens: 20 },
  pace: 10,
  round: { of: 8, tokens: 40 },
  ...changed,
});
/** A search whose steps had 30 tokens each, `rounds` deep. */
const deep = (rounds: number): SearchTree => ({
  ...EMPTY_SEARCH,
  nodes: [node(0, null, 'q'), ...Array.from({ length: rounds }, (_, i) => node(i + 1, i, 's'))],
  policyTokens: 30 * rounds,
});

describe('what remains', () => {
  it('is what the rounds that are expected take, less what is there', () => {
    // 4 rounds of 8 candidates of 20 tokens.
    expect(remainingSeconds(written())).toBe((640 - 40) / 10);
    // One is over, and its steps were longer.
    expect(remainingSeconds(written({ head: deep(1) }))).toBe((3 * 8 * 30 - 40) / 10);
  });

  it('is the round that is written where a search is longer than expected, and never less than nothing', () => {
    expect(remainingSeconds(written({ head: deep(9) }))).toBe((8 * 30 - 40) / 10);
    expect(remainingSeconds(written({ head: deep(9), round: { of: 8, tokens: 400 } }))).toBe(0);
  });

  it('keeps to the limits that are set', () => {
    const limited = { ...asked, maxSteps: 2, maxStepTokens: 10 };
    expect(remainingSeconds(written({ asked: limited }))).toBe((2 * 8 * 10 - 40) / 10);
  });

  it('is said as a guess', () => {
    expect([0.2, 7.4, 13, 58].map(roundSeconds)).toEqual([1, 7, 15, 60]);
  });
});

describe('a smaller search', () => {
  it('is offered where one is long, with beams that share its candidates evenly', () => {
    expect(smallerThan(written({ pace: 20 }))).toBeNull();
    expect(smallerThan(written({ pace: 5 }))).toEqual({ samples: 2, beam: 1, seconds: 32 });
    expect(smallerThan(written({ pace: 9 }))).toEqual({ samples: 4, beam: 2, seconds: 320 / 9 });
    expect(smallerThan(written({ pace: 9, asked: { ...asked, beam: 8 } }))).toMatchObject({ samples: 4, beam: 4 });
  });

  it('is not where there is none, or where it would take about as long as what remains', () => {
    expect(smallerThan(written({ pace: 1, asked: { ...asked, samples: 2, beam: 1 } }))).toBeNull();
    // Nearly all of this one is there.
    expect(smallerThan(written({ pace: 3, head: deep(3), round: { of: 8, tokens: 50 } }))).toBeNull();
  });
});
