/** Sentences with slots, filled in the language of the page. */
import { fill as fillWith } from '../core/fill';
import type { LanguageId } from '../core/languages';
import { numbersOf } from './plural';

type Values = Readonly<Record<string, string | number>>;

/** Fills a sentence of a language, whose numbers it writes and whose forms of words it takes. */
export const fill = (sentence: string, values: Values, language: LanguageId): string =>
  fillWith(sentence, values, numbersOf(language));

/** The same for data that was counted or read by others, such as places in a file: its digits stay bare. */
export const fillBare = (sentence: string, values: Values, language: LanguageId): string =>
  fillWith(sentence, values, { ...numbersOf(language), write: String });

/** Sentences one after the other; those that end in a full-width sign stand without a space between. */
export const inARow = (sentences: readonly string[], language: LanguageId): string =>
  sentences.join(language === 'zh' ? '' : ' ');

export type Part = { readonly text: string } | { readonly slot: string };

/**
 * A sentence cut into texts and slots, for slots that are controls. `counts` are what its numbers are now, for the
 * words that go with them.
 */
export const parts = (sentence: string, counts: Readonly<Record<string, number>>, language: LanguageId): Part[] =>
  sentence
    .split(/(\{\w+\})/)
    .filter(Boolean)
    .map((piece) => (/^\{\w+\}$/.test(piece) ? { slot: piece.slice(1, -1) } : { text: fill(piece, counts, language) }));
