/**
 * The pieces into which a policy of this task reads and writes text: a word with the space before it, a digit, a sign.
 * Numbers are read digit by digit, so that arithmetic on them can be learned as it is done by hand; the first digit
 * holds the space before it, which marks where a number begins.
 */
import { QUESTIONS, RELATIONS } from './relations';
import { CONTAINERS, CONVERSIONS, NAMES, THINGS, VERBS } from './lexicon';

/** A regular expression for JavaScript and for the tokenizer's library alike; alternatives in order of preference. */
export const PIECE_PATTERN = String.raw`The answer is|'s| ?[A-Za-z]+| ?[0-9]| ?[-+*/=%]|\n|[\s\S]`;

const piecesOf = (text: string): string[] => text.match(new RegExp(PIECE_PATTERN, 'g')) ?? [];

/** Every piece that a story or a solution can hold, sorted. */
export function vocabulary(): string[] {
  const verbs = [...VERBS.values()].flatMap(({ one, many, past }) => [one, many, past ?? '']);
  const units = [...CONTAINERS, ...THINGS, ...CONVERSIONS.flatMap(([from, to]) => [from, to]), ...verbs];
  const wordings = [...RELATIONS, ...QUESTIONS].flatMap((of) => of.wordings.map((text) => text.split(/\{\w+\}/)));
  const signs = [...'0123456789+-*/=%'];
  // What can begin a text or a line, and what only ever follows a space.
  const first = [...NAMES, ...signs.slice(0, 10), 'total:', 'difference:', 'At', 'The answer is', '%', "'s", '.?:,\n '];
  const later = [...NAMES, ...units, ...signs, 'first age bill change times at of', 'At'];
  const texts = [
    ...first,
    ...later.map((text) => ` ${text}`),
    ...wordings.flat(),
    ...wordings.map(([start]) => ` ${start}`),
  ];
  return [...new Set(texts.flatMap(piecesOf))].sort();
}
