import { describe, expect, it } from 'vitest';
import { createRng } from '../../../../src/core/rng';
import { generateStory, MAX_LEVEL, MIN_LEVEL } from '../../../../src/tasks/word-problems/generator';
import { MAX_SENTENCES, MAX_TEXT, parseStory } from '../../../../src/tasks/word-problems/parser';
import { QUESTIONS, RELATIONS } from '../../../../src/tasks/word-problems/relations';
import { formatSolution, neededSteps } from '../../../../src/tasks/word-problems/solver';
import { formatStory } from '../../../../src/tasks/word-problems/story';
import { PIECE_PATTERN, vocabulary } from '../../../../src/tasks/word-problems/vocabulary';
import { CONTAINERS, MAX_VALUE, NAMES, THINGS } from '../../../../src/tasks/word-problems/lexicon';

const COUNT = 10_000;
const levelOf = (i: number): number => MIN_LEVEL + (i % (MAX_LEVEL - MIN_LEVEL + 1));
const stories = Array.from({ length: COUNT }, (_, i) => generateStory(createRng(99, i), levelOf(i)));

describe('the grammar', () => {
  it('has at least 15 relations, several wordings each, and 60 names and things', () => {
    expect(RELATIONS.length).toBeGreaterThanOrEqual(15);
    for (const { wordings } of [...RELATIONS, ...QUESTIONS]) expect(wordings.length).toBeGreaterThanOrEqual(2);
    for (const words of [NAMES, THINGS]) {
      expect(words.length).toBeGreaterThanOrEqual(60);
      expect(new Set(words).size).toBe(words.length);
    }
    expect(THINGS.filter((thing) => CONTAINERS.includes(thing))).toEqual([]);
  });

  it('reads every generated story back, with the same facts and the same answer', () => {
    for (const { story, solved } of stories) {
      const text = formatStory(story);
      const parsed = parseStory(text);
      if (!parsed.ok) throw new Error(`${text}: ${parsed.problem.code}`);
      expect(parsed.story).toEqual(story);
      expect(parsed.solved.answer).toBe(solved.answer);
    }
  });

  it('makes stories of exactly the wanted number of steps, within the limits', () => {
    stories.forEach(({ story, solved }, i) => {
      expect(neededSteps(solved)).toHaveLength(levelOf(i));
      expect(story.facts.length + 1).toBeLessThanOrEqual(MAX_SENTENCES);
      expect(formatStory(story).length).toBeLessThanOrEqual(MAX_TEXT);
      for (const { value } of solved.steps.values()) {
        expect(Number.isInteger(value) && value >= 1 && value <= MAX_VALUE).toBe(true);
      }
    });
  });

  it('reaches every wording of every relation and question', () => {
    const seen = new Set<string>();
    for (const { story } of stories) {
      for (const { relation, wording } of story.facts) seen.add(`${relation.kind} ${wording}`);
      seen.add(`? ${story.asking.question.kind} ${story.asking.wording}`);
    }
    const all = [
      ...RELATIONS.flatMap(({ kind, wordings }) => wordings.map((_, i) => `${kind} ${i}`)),
      ...QUESTIONS.flatMap(({ kind, wordings }) => wordings.map((_, i) => `? ${kind} ${i}`)),
    ];
    expect(all.filter((key) => !seen.has(key))).toEqual([]);
  });

  it('has stories with facts that are not needed and with facts out of order', () => {
    const withSpare = stories.filter(({ solved }) => solved.steps.size > neededSteps(solved).length);
    expect(withSpare.length).toBeGreaterThan(COUNT / 10);
    const outOfOrder = stories.filter(({ story }) => {
      const stated = new Set<string>();
      return story.facts.some(({ slots: { A, B } }) => {
        stated.add(A);
        return B !== undefined && !stated.has(B);
      });
    });
    expect(outOfOrder.length).toBeGreaterThan(COUNT / 10);
  });

  it('is written in the pieces of the vocabulary alone', () => {
    const known = new Set(vocabulary());
    const pieces = stories.flatMap(({ story, solved }) =>
      `${formatStory(story)}\n${formatSolution(solved)}`.match(new RegExp(PIECE_PATTERN, 'g'))!,
    );
    expect([...new Set(pieces)].filter((piece) => !known.has(piece))).toEqual([]);
  });

  it('repeats a story for the same seed', () => {
    const texts = [1, 1, 2].map((seed) => formatStory(generateStory(createRng(seed), 4).story));
    expect(texts[0]).toBe(texts[1]);
    expect(texts[0]).not.toBe(texts[2]);
    expect(() => generateStory(createRng(1), 9)).toThrow(RangeError);
  });
});
