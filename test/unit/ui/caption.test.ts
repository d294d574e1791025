/** What is said of each moment, in every language: a whole sentence, with the numbers of the moment. */
import { readdirSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { LANGUAGE_IDS } from '../../../src/core/languages';
import type { SearchEvent } from '../../../src/protocol/parameters';
import { captionOf } from '../../../src/ui/search/caption';
import { extendMoments } from '../../../src/viz/moments';
import { fetchMessages, messagesFor } from '../../../src/words';

const logOf = (name: string): SearchEvent[] =>
  readFileSync(`test/golden/logs/${name}`, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('{"seq"'))
    .map((line) => JSON.parse(line) as SearchEvent);
beforeAll(async () => {
  await Promise.all(LANGUAGE_IDS.map(fetchMessages));
});

it('tells a beam search', () => {
  const moments = extendMoments([], logOf('beam.jsonl'));
  const told = moments.map((moment) => captionOf(moment, '4 * 6', messagesFor('en')));
  expect(told.slice(0, 3)).toEqual([
    '6 steps written by the policy.',
    'The verifier reads along: 6 steps scored.',
    '3 of 6 are kept, 3 are pruned: the search goes on from what is kept.',
  ]);
  expect(told[4]).toBe('The verifier reads along: 6 steps scored. 2 solutions are finished.');
  expect(told.at(-1)).toBe('The search ends; the marked path leads to its answer.');
  expect(captionOf(moments.at(-1)!, null, messagesFor('en'))).toBe('The search ends without an answer.');
  expect(captionOf(null, null, messagesFor('en'))).toBe('The policy begins to write…');
});

it('counts one as one', () => {
  const told = extendMoments([], logOf('greedy.jsonl')).map((moment) => captionOf(moment, 'a', messagesFor('en')));
  expect(told.slice(0, 2)).toEqual(['1 step written by the policy.', 'The verifier reads along: 1 step scored.']);
});

describe.each(LANGUAGE_IDS)('in %s', (language) => {
  it.each(readdirSync('test/golden/logs'))('%s is told without a gap', (name) => {
    for (const moment of extendMoments([], logOf(name))) {
      const told = captionOf(moment, 'a', messagesFor(language));
      expect(told).toMatch(/^[^{}|]+[.。]$/);
    }
  });
});
