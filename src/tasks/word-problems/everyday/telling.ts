/** A typed story as its sentences and its question, in plainer words, with the numbers that it states. */
import { sentencesOf } from '../sentences';
import { asGroup } from './groups';
import { nounKey } from './nouns';
import { plainNumbers } from './numbers';
import { plainQuestion, plainWords } from './plain-words';
import { plainSpelling } from './spelling';

/** Longer sentences than people write take the patterns long. */
export const MOST_CHARACTERS = 240;

/** A story as it is read in one of the ways to take it. */
export interface Telling {
  readonly sentences: readonly string[];
  readonly question: string;
  /** The numbers that the story states, each of which has to be used. */
  readonly said: readonly number[];
  /** Whether a number of it is not told, and asked for. */
  readonly isOpen: boolean;
  /** The sentences before anything was left out of them. */
  readonly typed: readonly string[];
  /** The question before anything was left out of it. */
  readonly asking: string;
}

/** `5 kilos of potatoes and 3 kilos of tomatoes` are potatoes and tomatoes, each counted in kilos. */
function withoutUnits(text: string): string {
  const measured = [
    ...text.matchAll(
      /\b(?:\d+|one|an?|each|every|per) (kilograms?|grams?|litres?|metres?|kilos?|cups?|bottles?|glass(?:es)?|slices?) of (?!it\b|them\b|the\b|his\b|her\b|these\b|each\b|those\b|\d)(\p{L}+)/giu,
    ),
  ];
  const kinds = new Map<string, Set<string>>();
  for (const [, unit, of] of measured)
    kinds.set(nounKey(unit!), (kinds.get(nounKey(unit!)) ?? new Set()).add(nounKey(of!)));
  return measured
    .filter(([, unit]) => kinds.get(nounKey(unit!))!.size > 1)
    .reduce((plain, [said, unit, of]) => plain.replace(said, said.replace(`${unit} of ${of}`, of!)), text);
}

const SHARES: readonly (readonly [RegExp, number])[] = [
  [/\b(?:half|twice|double)\b/gi, 2],
  [/\b(?:(?:a|one) third|triple)\b/gi, 3],
  [/\b(?:a|one) quarter\b/gi, 4],
  [/\b(?:a|one) fifth\b/gi, 5],
];

/** The numbers behind `half`, `twice` and `a third`. */
const sharesIn = (text: string): number[] =>
  SHARES.flatMap(([pattern, by]) => [...text.matchAll(pattern)].map(() => by));

/** Every number that is stated, as often as it is: what is left out of an answer may have been misread. */
function statedIn(text: string): number[] {
  const told = plainWords(text)
    .replace(/\b(?:in|on|over|for) (?:the|all|both|these|those) \d+ \p{L}+/giu, '')
    .replace(/(?<=\b(?:do|did|have|will|are|were) )(?:the|all|all the|these) \d+ \p{L}+(?=[^.?]*\?)/giu, '');
  return [...told.matchAll(/\d+/g)].map(([word]) => Number(word)).concat(sharesIn(told));
}

const CENTS = /\$\d+\.\d\d\b|(?<![\d.])\d+\.\d\d ?dollars\b/;

/** Money of which some is in parts of a dollar, all of it in cents; null where none is. */
function inCents(plain: string): string | null {
  const hasCents = /\bcents?\b/i.test(plain);
  const hasBoth = CENTS.test(plain) || (hasCents && /\d dollars?\b/i.test(plain));
  if (/\b(?:many|in) dollars\b/i.test(plain) || (!hasBoth && !hasCents)) return null;
  if (!hasBoth) return plain.replace(/\bcents?\b/gi, 'dollars');
  return plain
    .replace(/\$(\d+)\.(\d\d)\b/g, (_, whole: string, part: string) => `${Number(whole + part)} cents`)
    .replace(/(?<![\d.])(\d+)\.(\d\d) ?dollars\b/g, (_, whole: string, part: string) => `${Number(whole + part)} cents`)
    .replace(/(?<![\d.])(\d+)([- ])dollars?\b/g, (_, whole: string, gap: string) => `${whole}00${gap}cents`)
    .replace(/\b(?:a|one) dollar\b/gi, '100 cents')
    .replace(/\bcents?\b/gi, 'dollars');
}

/** The same money in dollars with parts of them: `0.50 dollars` for 50 cents beside dollars. */
function inDollars(plain: string): string {
  if (!/\bcents?\b/i.test(plain) && !CENTS.test(plain)) return plain;
  const isCentsOnly = !CENTS.test(plain) && !/\bdollars?\b/i.test(plain);
  if (isCentsOnly) return plain.replace(/\bcents?\b/gi, 'dollars');
  return plain
    .replace(/\$(\d+\.\d\d)\b/g, '$1 dollars')
    .replace(/(?<![\d.])(\d+)([- ])cents?\b/g, (_, cents: string, gap: string) => `${Number(cents) / 100}${gap}dollars`)
    .replace(/\bcents?\b/gi, 'dollars');
}

/** Whether what is asked for is counted in cents, whatever the story counts in. */
export const asksForCents = (typed: string): boolean => /\bcents\b[^.?!]*\?/i.test(typed);

/** A request that ends without a question mark. */
const TELL_ME =
  /^(?:please )?(?:(?:work out|find(?: out)?|calculate|say|tell (?:me|us)|write(?: down)?) (?:how|what)|(?:work out|find|calculate|give) (?:the|his|her|their) (?:total|whole))\b/i;

/** What a question says before, behind or within what it asks: a condition, or what is paid with. */
const CONDITIONS: readonly (readonly [RegExp, (said: string) => string])[] = [
  // "If each child gets 3, how many are needed?"
  [/^(?:if|when|suppose) (?<said>.+?), (?<asked>(?:how|what) .+)$/iu, (said) => said],
  // "How much is left if she buys it?"
  [/^(?<asked>how .+?),? (?:if (?<said>.+?)|when (?<then>[^?]*\d.*?))\?$/iu, (said) => said],
  // "How much change do you get from 20 dollars?"
  [
    /^(?<asked>how much (?:change|money back|.+ back) .+?) (?:from|out of|for|with) (?:an? |his |her |my |the )?(?<said>\d+[ -]dollars?)(?: (?:bill|note))?\?$/iu,
    (said) => `They pay with ${said}`,
  ],
];

/** `Maeve's is half as long` of scarves: what is hers is said once; and how many single ones are in pairs. */
function inFull(text: string): string {
  const thing = /\b\p{Lu}[\p{Ll}-]+'s (?!(?:is|was|are|has|had|costs?|weighs?)\b)(\p{Ll}+)/u.exec(text)?.[1];
  const full = thing
    ? text.replace(
        /\b(\p{Lu}[\p{Ll}-]+'s) (?=(?:is|was|costs?|weighs?|measures?) (?:\d|half|twice|only|a |as ))/gu,
        `$1 ${thing} `,
      )
    : text;
  return /\bhow many (?:single|individual|separate) /i.test(full)
    ? full
        .replace(/(\d+) pairs of (\p{L}+)/giu, '$1 pairs of 2 $2 each')
        .replace(/\bhow many (?:single|individual|separate) /i, 'How many ')
    : full;
}

export type Typed =
  | {
      readonly ok: true;
      readonly told: Telling;
      /** Of money with parts of a dollar, told in cents: how many of them are one. */
      readonly centsIn: 100 | 1;
      readonly isCents: boolean;
    }
  | { readonly ok: false; readonly question: string | undefined };

/** A question in the middle of what is written in a hurry: `she has 60, how many weeks till ...`. */
const HURRIED =
  /^(?<said>.*\S.*?)[,;:]?\s+(?:and |so |then |but )?(?<asked>(?:how (?:many|much|long|far|old|tall|high|deep|heavy|fast|often|big)|what(?:'?s)?)\b.*)$/iu;

const asAsked = (sentence: string): string => `${sentence.replace(/[.!]+$/, '')}?`;

/** A request without its mark that is a sentence, or stands behind the last comma of one: `whats left of the plank`, `total price`. */
const BARE = String.raw`(?:(?:so|and|ok|now|then),? )?(?:what(?:'?s)?|how (?:many|much|long|far|old|tall)|(?:(?:the|in|my|our|her|his) )?(?:total|sum|average|avg|number|amount|cost|price|weight|change|takings|bill|profit|income|wages|balance)|count|add (?:(?:it|that|them) )?(?:up|together)|work out|find|compute|determine|calculate|give|tot|split|tell)\b[^,]*$`;
const BARE_SENTENCE = new RegExp(`^${BARE}`, 'iu');
const BARE_END = new RegExp(`^(?<said>.+), (?<asked>${BARE})`, 'iu');

/** `Work out the water of our flat: 4 showers of 45 litres.`, `Change from a 20 note please`: a request with its numbers. */
const REQUEST =
  /^(?:please,? )?(?:work out|find(?: out)?|calculate|compute|determine|give me|tell me|add up|(?:the )?(?:total|change|cost|price|number|length|weight|sum)\b[^.]*\b(?:of|from|for|please))\b/iu;
/** `good chairs`: a thing that is to be counted, and no sentence. */
const THING =
  /^(?!.*\b(?:that|this|it|is|isn't|isnt|are|was|were|i|we|he|she|they|you|has|have|had|can|will|do|did|thanks?|please help|hi|hello)\b)(?:\p{L}[\p{L}'-]* ?){1,5}[.!]?$/iu;

/** Sentences with the question at the end, however they were written; a question alone is all of its story. */
function questionLast(sentences: readonly string[]): string[] {
  const asks = sentences.findLastIndex((sentence) => sentence.endsWith('?') || TELL_ME.test(sentence));
  if (asks >= 0) return [...sentences.toSpliced(asks, 1), sentences[asks]!];
  const last = sentences.at(-1) ?? '';
  if (sentences.length > 1 && BARE_SENTENCE.test(last)) return [...sentences.slice(0, -1), asAsked(last)];
  for (let at = sentences.length - 1; at >= 0; at--) {
    const { said, asked } = (HURRIED.exec(sentences[at]!) ?? BARE_END.exec(sentences[at]!))?.groups ?? {};
    if (said !== undefined && asked !== undefined) return [...sentences.toSpliced(at, 1, said), asAsked(asked)];
  }
  const request = sentences.findIndex((sentence) => REQUEST.test(sentence));
  if (request >= 0) return [...sentences.toSpliced(request, 1), asAsked(sentences[request]!)];
  return sentences.length > 1 && THING.test(last) ? [...sentences.slice(0, -1), asAsked(last)] : [...sentences];
}

/**
 * The story as it is told at first; `question` is what stands where a question should, if anything does.
 * @param isHurried takes the question from where it stands, without its mark too, and one that is all of its story
 * @param inParts leaves money that has cents in dollars, with parts of them
 */
export function tellingOf(typed: string, isHurried = false, inParts = false): Typed {
  const plain = plainNumbers(plainSpelling(typed)).replace(/\s+/g, ' ').trim();
  const cents = inParts ? null : inCents(plain);
  const text = inFull(asGroup(cents ?? (inParts ? inDollars(plain) : plain)));
  const written = sentencesOf(withoutUnits(text)).map(plainWords);
  const all = isHurried ? questionLast(written) : written;
  const last = all.pop();
  if (last === undefined) return { ok: false, question: undefined };
  // "Work out how many cars that is."
  const isAsked = last.endsWith('?') || TELL_ME.test(last);
  let question = plainQuestion(last.replace(/[.?!]+$/, '')) + (isAsked ? '?' : '');
  let sentences = all;
  for (const [pattern, say] of CONDITIONS) {
    const found = pattern.exec(question)?.groups;
    if (!found) continue;
    sentences = [...sentences, say(found['said'] ?? found['then']!)];
    question = `${found['asked']!.replace(/\?$/, '')}?`;
  }
  if (/^(?:how|what)\b/i.test(question) && !/[.!?]$/.test(question)) question += '?';
  if (!question.endsWith('?') || question.length > MOST_CHARACTERS) return { ok: false, question };
  if (!sentences.length && !isHurried) return { ok: false, question };
  question = question
    .replace(/(?<=\bhow many \p{L}+) of (?!them\b|the\b|his\b|her\b|their\b|these\b|\d)\p{L}+/iu, '')
    .replace(/^(?:altogether|in total|in all|so|now|then|and),? (?=\p{L})/iu, '');
  // What somebody wants to buy is bought, where it is asked what is left.
  if (/\b(?:left|change)\b/i.test(question))
    sentences = sentences.map((one) => one.replace(/\b(?:wants?|wanted|plans?|would like|is going) to buy\b/i, 'buys'));
  return {
    ok: true,
    isCents: cents !== null,
    centsIn: cents !== null && (CENTS.test(plain) || /\d dollars?\b/i.test(plain)) ? 100 : 1,
    told: { sentences, question, said: statedIn(text), isOpen: false, typed: sentences, asking: question },
  };
}

/** As `tellingOf` with parts of a dollar, in a hurry where it has to be. */
export function anyTellingOf(typed: string): Typed {
  const told = tellingOf(typed, false, true);
  return told.ok ? told : tellingOf(typed, true, true);
}
