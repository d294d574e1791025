/** A story as data, and its text. */
import type { Question, Relation, Slots, Stage } from './relations';
import { VERBS } from './lexicon';

/** One sentence that states something. */
export interface Fact {
  readonly relation: Relation;
  readonly wording: number;
  readonly slots: Slots;
  readonly stage: Stage;
}

export interface Asking {
  readonly question: Question;
  readonly wording: number;
  readonly slots: Slots;
}

export interface Story {
  readonly facts: readonly Fact[];
  readonly asking: Asking;
}

/** What is put in front of a sentence about what was before a change. */
export const FIRST_PREFIX = 'At first, ';

/** A wording can speak of what was at first when it begins with whom it is about. */
export const canBeFirst = (wording: string, unit: string): boolean =>
  wording.startsWith('{A} {has} ') && wording.split('{has}').length === 2 && VERBS.get(unit)?.past !== null;

/** The sentence without the words in front, from a wording and its slots. */
export function fillWording(wording: string, slots: Slots, stage: Stage): string {
  const verb = VERBS.get(slots.i ?? '');
  return wording.replace(/\{(\w+)\}/g, (_, name: string) => {
    if (name === 'has') return (stage === 'first' ? verb?.past : verb?.one) ?? 'has';
    if (name === 'have') return verb?.many ?? 'have';
    return `${slots[name as keyof Slots] ?? ''}`;
  });
}

export const factText = ({ relation, wording, slots, stage }: Fact): string =>
  (stage === 'first' ? FIRST_PREFIX : '') + fillWording(relation.wordings[wording]!, slots, stage);

export const questionText = ({ question, wording, slots }: Asking): string =>
  fillWording(question.wordings[wording]!, slots, 'now');

/** The story on one line, in single spaces, without a line end. */
export const formatStory = (story: Story): string =>
  [...story.facts.map(factText), questionText(story.asking)].join(' ');

/** Two stories with the same sentences in another order are the same story. */
export const storyKey = (story: Story): string =>
  [...story.facts.map(factText)].sort().concat(questionText(story.asking)).join(' ');
