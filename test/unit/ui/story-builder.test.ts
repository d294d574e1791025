import { describe, expect, it } from 'vitest';
import { parseStory } from '../../../src/tasks/word-problems/parser';
import { QUESTIONS, RELATIONS } from '../../../src/tasks/word-problems/relations';
import {
  addFact,
  choicesOf,
  sentenceOf,
  setQuestion,
  slotsOf,
  startSlots,
  wordingOf,
} from '../../../src/ui/tasks/word-problems/story-builder';

/** Faults of a sentence that was not understood; the others are of the story as a whole. */
const NOT_READ = ['unknown-sentence', 'unknown-word', 'bad-number', 'early-question', 'no-question'];
const faultOf = (text: string): string | null => {
  const read = parseStory(text);
  return read.ok ? null : read.problem.code;
};

describe('a fact that is composed', () => {
  it.each(RELATIONS.map((relation) => [relation.kind, relation] as const))('is understood: %s', (_, relation) => {
    const wording = wordingOf(relation);
    for (const name of slotsOf(wording)) {
      for (const choice of choicesOf(name, relation, startSlots(relation)) ?? [2, 9999]) {
        const sentence = sentenceOf(wording, startSlots(relation, { ...startSlots(relation), [name]: choice }), 'now');
        const text = setQuestion(addFact('', sentence), 'How many marbles does Zoe have?');
        expect(NOT_READ, text).not.toContain(faultOf(text));
      }
    }
  });

  it.each(QUESTIONS.map((question) => [question.kind, question] as const))('and a question: %s', (_, question) => {
    const wording = wordingOf(question);
    for (const unit of question.units.length ? question.units : ['']) {
      const text = setQuestion('Anna has 3 marbles.', sentenceOf(wording, { ...startSlots(question), i: unit }, 'now'));
      expect(NOT_READ, text).not.toContain(faultOf(text));
    }
  });
});

describe('the text of a story', () => {
  it('takes a fact before its question, and one question only', () => {
    expect(addFact('', 'A b.')).toBe('A b.');
    expect(addFact('A b. How many?', 'C d.')).toBe('A b. C d. How many?');
    expect(setQuestion('A b. How many?', 'How old?')).toBe('A b. How old?');
    expect(setQuestion('', 'How old?')).toBe('How old?');
    expect(addFact('How old?', 'A b.')).toBe('A b. How old?');
  });

  it('makes a change understood with what was before', () => {
    const given = RELATIONS.find(({ kind }) => kind === 'given')!;
    const gain = RELATIONS.find(({ kind }) => kind === 'gain')!;
    const before = sentenceOf(wordingOf(given), startSlots(given), 'first');
    const text = addFact(addFact('', before), sentenceOf(wordingOf(gain), startSlots(gain), 'now'));
    expect(faultOf(setQuestion(text, 'How many marbles does Anna have?'))).toBeNull();
  });
});
