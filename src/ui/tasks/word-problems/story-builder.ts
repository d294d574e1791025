/** Composing a story from sentences of the grammar: which slots a wording has, and the story's text with one more. */
import { converts } from '../../../tasks/word-problems/relations';
import type { Question, Relation, Slots, Stage } from '../../../tasks/word-problems/relations';
import { canBeFirst, FIRST_PREFIX, fillWording } from '../../../tasks/word-problems/story';
import { MAX_VALUE, MIN_TYPED, NAMES } from '../../../tasks/word-problems/lexicon';

export type SlotName = keyof Slots;

export const NUMBER_LIMIT = { min: MIN_TYPED, max: MAX_VALUE, integer: true, label: '' } as const;

/** The first wording of a relation or a question: one is enough to say everything. */
export const wordingOf = ({ wordings }: Pick<Relation | Question, 'wordings'>): string => wordings[0]!;

/** The slots that a reader fills, in the order of the wording. */
export const slotsOf = (wording: string): SlotName[] => [
  ...new Set([...wording.matchAll(/\{([ABCijnm])\}/g)].map(([, name]) => name as SlotName)),
];

/** What may stand in a slot beside the others; null for a number. */
export function choicesOf(name: SlotName, of: Relation | Question, slots: Partial<Slots>): readonly string[] | null {
  if (name === 'n' || name === 'm') return null;
  if (name === 'i') return of.units;
  if (name !== 'j') return NAMES;
  const others = 'others' in of ? of.others : [];
  return of.kind === 'conversion' ? others.filter((from) => converts(from, slots.i ?? '')) : others;
}

const PEOPLE: Readonly<Record<string, string>> = { A: 'Anna', B: 'Ben', C: 'Carla' };

/** Something for every slot to begin with; people differ, and what was chosen before stays where it may. */
export function startSlots(of: Relation | Question, before: Partial<Slots> = {}): Slots {
  // What is counted comes first: what it is counted from depends on it.
  const names = slotsOf(wordingOf(of)).sort((a, b) => Number(b === 'i') - Number(a === 'i'));
  let slots: Partial<Slots> = {};
  for (const name of names) {
    const choices = choicesOf(name, of, slots);
    const kept = before[name];
    let value: string | number = kept ?? MIN_TYPED;
    if (choices && !choices.includes(`${kept}`)) {
      value = PEOPLE[name] ?? (choices.includes('marbles') ? 'marbles' : choices[0]!);
    }
    slots = { ...slots, [name]: value };
  }
  return slots as Slots;
}

export const mayBeFirst = (wording: string, slots: Slots): boolean => canBeFirst(wording, slots.i ?? '');

export const sentenceOf = (wording: string, slots: Slots, stage: Stage): string =>
  (stage === 'first' ? FIRST_PREFIX : '') + fillWording(wording, slots, stage);

/** A story's text in two: what states, and what asks. */
function split(text: string): readonly [facts: string, question: string] {
  const [, facts = '', question = ''] = /^((?:[^?]*[.!])?)\s*([^.!?]*\??)\s*$/s.exec(text.trim()) ?? [
    undefined,
    text.trim(),
  ];
  return [facts.trim(), question.trim()];
}

/** The story with one more fact, before its question. */
export function addFact(text: string, sentence: string): string {
  const [facts, question] = split(text);
  return [facts, sentence, question].filter(Boolean).join(' ');
}

/** The story with this question in place of its own. */
export function setQuestion(text: string, sentence: string): string {
  const [facts] = split(text);
  return [facts, sentence].filter(Boolean).join(' ');
}
