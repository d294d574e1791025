/** Reads a story in everyday words: sentence by sentence into quantities, then what is asked. */
import { sentencesOf } from '../sentences';
import { readClause } from './clauses';
import { gone } from './goals';
import { DOLLAR } from './later';
import { Memory } from './memory';
import { nounKey } from './nouns';
import { plainNumbers } from './numbers';
import { numbersIn, ownerOf, worth, type Quantity } from './quantities';
import { plainStatement, wholeFirst } from './plain-words';
import { readQuestion } from './questions';
import { whyNot, whyUnasked, type Refusal } from './refusals';
import { plainest, plainestQuestion } from './plainest';
import { habitAsked } from './rates';
import { simpler, simplerQuestion } from './simpler';
import { asksForCents, MOST_CHARACTERS, tellingOf, type Telling } from './telling';
import { openAsked, sayAll, withSome } from './unknowns';
import { canBeVerb, kindOfVerb } from './verbs';

export type EverydayStory =
  | {
      readonly ok: true;
      readonly asked: Quantity;
      readonly noun: string;
      /** How many times as large as what is asked for it is: 100 of money that is told in cents. */
      readonly times: number;
    }
  | { readonly ok: false; readonly refusal: Refusal };

type Answer =
  | { readonly ok: true; readonly asked: Quantity; readonly noun?: string }
  | { readonly ok: false; readonly refusal: Refusal };

/** What is asked for is counted in this; null where the question does not say. */
export function nounOf(question: string): string | null {
  if (/^how old/i.test(question)) return 'age';
  if (/^how far/i.test(question)) return 'kilometres';
  if (/^how much|price/i.test(question)) return 'dollars';
  return (
    /^how many (?:more |fewer )?((?:(?!(?:does|do|did|are|is|were|has|have|can|will|in|of|and|not)\b)[\p{L}'-]+ ?){1,3})/iu.exec(
      question,
    )?.[1] ?? null
  );
}

/** What money is told in, where some of it is parts of a dollar. */
export const unitIn = (noun: string, isCents: boolean): string =>
  isCents && nounKey(noun) === DOLLAR ? 'cents' : noun;

/** A sentence as clauses, each with its subject or without. */
function clausesOf(sentence: string): string[] {
  return wholeFirst(plainStatement(sentence.replace(/[.!]+$/, '')))
    .split(/(?:, then | and then |; |,? but |, so )/i)
    .map((clause) => plainStatement(clause.trim()))
    .filter(Boolean);
}

/** A sentence without any of these says nothing that can be counted: `Peter had some money.` */
const COUNTS =
  /\d|\b(?:half|third|quarter|fifth|twice|double|triple|times|same|equal(?:ly)?|evenly|fairly|shar(?:e|es|ed)|each|every|more|fewer|less|as many|as much|another|both|all|rest|none|empty|older|younger)\b/i;

/** `He eats one`, `she sold some of them`: it changes what was counted before, whatever it comes to. */
const changesSome = (sentence: string): boolean =>
  [...sentence.matchAll(/(?<!\bto )\b\p{Ll}+/gu)].some(([word]) => ['loss', 'gain', 'take'].includes(kindOfVerb(word)));

/** The sentences that say something to count with, or change what was counted. */
function telling(sentences: readonly string[]): string[] {
  const first = sentences.findIndex((sentence) => COUNTS.test(sentence));
  return sentences.filter(
    (sentence, at) => COUNTS.test(sentence) || (at > first && first >= 0 && changesSome(sentence)),
  );
}

/** The story without the sentences that say nothing to count with. */
export function withoutIdle(typed: string): string {
  const sentences = sentencesOf(typed.replace(/\s+/g, ' ').trim());
  const told = telling(sentences.map(plainNumbers));
  return sentences.filter((sentence) => sentence.endsWith('?') || told.includes(plainNumbers(sentence))).join(' ');
}

/** It says nothing to count with, and changes nothing that was counted. */
const isIdle = (clause: string): boolean =>
  /^(?:nobody|no one)\b[^\d]*$/i.test(clause) ||
  (!COUNTS.test(clause) && !changesSome(clause) && !/\b(?:one|some|no|none|nobody|not)\b/i.test(clause));

/** What is said of the one of whom the clause before it spoke: `Tom went out and bought 5 apples`. */
function withSubject(before: string, clause: string): string {
  if (!canBeVerb(clause.split(' ')[0]!) || !/^\p{L}/u.test(clause)) return clause;
  const who =
    /^(?:(?:the|my|our|his|her|their|an?) \p{L}+|\p{Lu}[\p{L}'-]+ and \p{Lu}[\p{L}'-]+|\p{L}[\p{L}'-]*)/iu.exec(
      before,
    )?.[0];
  return who === undefined ? clause : `${who} ${clause}`;
}

/** Most clauses that a sentence is taken apart into. */
const MOST_CLAUSES = 5;

/** Somebody and a number, without what he does. */
const GAP = /^(?<a>\p{Lu}[\p{L}'-]+|(?:the|his|her|my|our|their|an?) \p{Ll}+) (?<n>(?:\d|half|twice).*)$/u;

/** A clause, or several behind each other that say one thing each. */
function readClauses(memory: Memory, clause: string, most = MOST_CLAUSES): boolean {
  if (readClause(memory, clause)) return true;
  if (most < 2) return false;
  // A second verb: the sentence says two things.
  for (const match of clause.matchAll(/,? and |,? while |, /g)) {
    const [left, right] = [clause.slice(0, match.index), plainStatement(clause.slice(match.index + match[0].length))];
    const aside = /^who (is|has|had) (\d+)$/.exec(right);
    if (aside) {
      const who = left.split(' ').at(-1)!;
      return readClause(memory, left) && readClause(memory, `${who} ${aside[1]} ${aside[2]}`);
    }
    const before = memory.copy();
    // "Tom weighs 45 kilograms and Jim 38 kilograms": what is said of the one is said of the other.
    const gap = GAP.exec(right)?.groups;
    const verb = /^[^\d]*? (\p{Ll}+) (?=\d)/u.exec(left)?.[1];
    if (gap && verb !== undefined && (canBeVerb(verb) || /^(?:weigh|cost|measure)s?$/.test(verb))) {
      if (readClause(memory, left) && readClauses(memory, `${gap['a']!} ${verb} ${gap['n']!}`, most - 1)) return true;
      before();
    }
    if (isIdle(left)) {
      if (readClauses(memory, withSubject(left, right), most - 1)) return true;
      before();
      continue;
    }
    if (isIdle(right) && readClause(memory, left)) return true;
    before();
    // "38 were sold before noon and 27 after."
    const passive = /^\d+(?: \p{L}+)? ((?:are|is|were|was) \p{Ll}+)/u.exec(left)?.[1];
    const further =
      /^(?<n>\d+)(?<z>(?: more)?(?: (?:on|in|at|after|before|during|later|today|yesterday)(?: .*)?)?)$/iu.exec(right);
    if (passive !== undefined && further && readClause(memory, left)) {
      const { n, z } = further.groups!;
      if (readClauses(memory, `${n!} ${passive}${z!.replace(/^ more/, '')}`, most - 1)) return true;
    }
    before();
    // "He ran 2 miles a day for 5 days and 4 miles on Saturday": he ran those too.
    const doer = /^[^\d]{1,30} (?=\d)/u.exec(left)?.[0];
    if (
      /^(?:\d|half |twice |(?:a|one) (?:third|quarter|fifth) )/i.test(right) &&
      doer !== undefined &&
      readClause(memory, left) &&
      readClauses(memory, doer + right, most - 1)
    )
      return true;
    before();
    if (readClause(memory, left) && (readClauses(memory, right, most - 1) || readClause(memory, `it ${right}`)))
      return true;
    before();
  }
  return false;
}

/** Takes what a sentence says into the memory; false where it cannot be read. */
export function readSentence(memory: Memory, said: string): boolean {
  let sentence = said;
  memory.sentence++;
  // "Dad puts 9 cans on each one."
  sentence = sentence.replace(/\beach (?:one|of them)(?=\.?$)/i, memory.noun === '' ? '$&' : `each ${memory.noun}`);
  if (sayAll(memory, sentence)) return true;
  if (sentence.length > MOST_CHARACTERS) return false;
  const before = memory.copy();
  if (clausesOf(sentence).every((clause) => readClauses(memory, clause))) return true;
  before();
  const plain = plainest(clausesOf(sentence).join('; '), isIdle);
  return plain?.every((clause) => readClause(memory, clause)) ?? false;
}

/** Each number that is said is used, as often as it is said. */
function areUsed(said: readonly number[], used: readonly number[]): boolean {
  const times = (numbers: readonly number[], value: number): number =>
    numbers.filter((other) => other === value).length;
  return said.every((value) => value < 1 || times(used, value) >= times(said, value));
}

/** `She started with 50` comes before what she did, wherever it stands. */
function inOrder(sentences: readonly string[], question: string): string[] {
  const hadBefore = (sentence: string, index: number): boolean =>
    index > 0 &&
    /\b(?:left|change|back|over)\b/iu.test(question) &&
    /^(?:he|she|they|we|i|\p{Lu}\p{Ll}+) had \d+ \p{L}+(?: with \p{L}+)?\.?$/iu.test(sentence) &&
    !sentences.slice(0, index).some((one) => /\b(?:has|have|had|there)\b/i.test(one));
  const isStart = (sentence: string): boolean =>
    /^(?:he|she|it|they|we|i|\p{Lu}\p{Ll}+) (?:had )?(?:started|began|begun) with \d|^\p{L}+ already (?:had|has) \d|\b(?:had|were|was) \d+ .*\b(?:at first|at the start|at the beginning|to begin with)\b/iu.test(
      sentence,
    );
  const at = sentences.findIndex((sentence, index) => isStart(sentence) || hadBefore(sentence, index));
  return at <= 0 ? [...sentences] : [sentences[at]!, ...sentences.slice(0, at), ...sentences.slice(at + 1)];
}

/** `18 on the tree and 7 on the ground … How many are on the tree?`: nobody keeps count of places here. */
function isOfOnePlace(sentences: readonly string[], question: string): boolean {
  if (/\b(?:more|fewer|less)\b/i.test(question)) return false;
  const place = /\b(?:in|on|at) (?:the |a |an |his |her )?(\p{L}+(?: \p{L}+)?)\?*$/iu.exec(question)?.[1];
  return (
    place !== undefined &&
    sentences.some(
      (sentence) =>
        sentence.slice(Math.max(0, sentence.search(/\d/))).includes(` ${place}`) &&
        (sentence.match(/\d+[^\d]*? (?:in|on|at) (?!each|every)/g) ?? []).length > 1,
    )
  );
}

const uses = (quantity: Quantity, operations: string): boolean =>
  quantity.kind === 'sum' &&
  (operations.includes(quantity.operation) || uses(quantity.left, operations) || uses(quantity.right, operations));

/** What is left has something taken from it, and what is more than another is a difference: whatever was read. */
const suits = (question: string, asked: Quantity): boolean =>
  (!/\b(?:left(?! hand)|remain|remains|remaining)\b/i.test(question) || uses(asked, '-/%')) &&
  (!/^how (?:many|much|far) (?:more|fewer|less|further)\b|^how much \p{L}+er\b/iu.test(question) || uses(asked, '-'));

/** All of what was said at several times or places is not what is asked of one of them: `How many in April?` */
function isOfOneTime(question: string, asked: Quantity): boolean {
  if (asked.kind !== 'sum' || asked.operation !== '+') return false;
  if (
    !/\b(?:in|on|this|last) (?:the )?(?:\p{Lu}\p{Ll}+|morning|afternoon|evening|summer|winter|spring|autumn|second \p{L}+|third \p{L}+)\??$/u.test(
      question,
    )
  )
    return false;
  const [left, right] = [asked.left, asked.right].map((part) =>
    JSON.stringify(part, (name, value: unknown) => (name === 'who' ? undefined : value)),
  ) as [string, string];
  return right.includes(left) || left.includes(right);
}

/** What the question asks for of what was told. */
function answer(memory: Memory, { sentences, question, said, isOpen, typed, asking }: Telling): Answer {
  // "How many has she read?" is asked of what she did, which a plainer question would leave out.
  const isOfDeed = question !== asking && gone(memory, asking.replace(/\?+$/, '')) !== null;
  if (isOfOnePlace(typed, asking) || isOfDeed) return { ok: false, refusal: { code: 'unclear' } };
  // "How many do they have?" is of all of them, not of one.
  const isOfAll =
    /\b(?:do|did|have|will|can|does|are) (?:they|both|\p{Lu}\p{Ll}+ and \p{Lu}\p{Ll}+)\b|\bbetween them\b/u.test(
      question,
    ) && memory.owners().filter((owner) => memory.isPersonal(owner)).length > 1;
  const isOfOne = (asked: Quantity): boolean => isOfAll && memory.isPersonal(ownerOf(asked) ?? '');
  // An answer that is a number of the story, and the only one, has left out what is to be done with it.
  const fits = (asked: Quantity): boolean =>
    (asked.kind === 'sum' || said.length > 1) &&
    !isOfOne(asked) &&
    (isOpen || (suits(asking, asked) && !isOfOneTime(asking, asked))) &&
    Number.isInteger(worth(asked)) &&
    worth(asked) > 0 &&
    areUsed(said, numbersIn(asked));
  const habit = isOpen ? null : habitAsked(memory, sentences, question);
  const { likely, further } = habit
    ? { likely: habit.flatMap((later) => later() ?? []), further: [] }
    : isOpen
      ? { likely: openAsked(memory, sentences, question).flatMap((later) => later() ?? []), further: [] }
      : readQuestion(memory, question.replace(/\?+$/, '').trim());
  const sure = likely.find(fits);
  if (sure) return { ok: true, asked: sure };
  const others = further.filter(fits);
  // Two readings of one question: neither is sure.
  if (others.some((other) => worth(other) !== worth(others[0]!))) return { ok: false, refusal: { code: 'unclear' } };
  if (others[0]) return { ok: true, asked: others[0] };
  return { ok: false, refusal: whyUnasked(memory, sentences, question, said) };
}

/** What the sentences say, and what is asked of it. */
function readOnce(told: Telling): Answer {
  const { sentences, question } = told;
  // A game that is lost is played as well as one that is won.
  const text = sentences.join(' ');
  if (/\b(?:games?|match(?:es)?|races?)\b/i.test(text) && /\bw[io]ns?\b/i.test(text) && /\blos(?:t|es?)\b/i.test(text))
    return { ok: false, refusal: { code: 'unclear' } };
  const memory = new Memory();
  // "Ben made 14 and Lily 5": what is counted is said only where it is asked for.
  if (/^how many /i.test(question)) memory.noun = nounKey(nounOf(question) ?? '');
  for (const sentence of inOrder(telling(sentences), question))
    if (!readSentence(memory, sentence)) return { ok: false, refusal: whyNot(sentence, COUNTS.test(sentence)) };
  const read = answer(memory, told);
  return read.ok ? { ...read, noun: memory.noun } : read;
}

/** Further ways to take a story that is not read as it stands. */
function attempts(told: Telling): Telling[] {
  const { sentences, question } = told;
  const bare = sentences.map(simpler);
  const asked = simplerQuestion(question);
  const open = withSome(sentences, question);
  const bareOpen = withSome(bare, asked);
  return [
    ...(open ? [{ ...told, sentences: open, isOpen: true }] : []),
    { ...told, sentences: bare, question: asked },
    { ...told, sentences: bare },
    ...plainestQuestion(asked).map((plain) => ({ ...told, sentences: bare, question: plain })),
    ...(bareOpen ? [{ ...told, sentences: bareOpen, question: asked, isOpen: true }] : []),
  ];
}

/** Reads a story in everyday words into the quantity that it asks for; refused, with the reason, where it is not sure. */
export function readEveryday(typed: string): EverydayStory {
  const story = tellingOf(typed);
  if (!story.ok) return { ok: false, refusal: story.question ? whyNot(story.question, true) : { code: 'unclear' } };
  const { told, isCents, centsIn } = story;
  const first = readOnce(told);
  const read = first.ok
    ? first
    : (attempts(told)
        .map(readOnce)
        .find(({ ok }) => ok) ?? first);
  if (!read.ok) return read;
  const noun = nounOf(told.question) ?? read.noun ?? '';
  // How many of what costs so much is no money.
  const times = /\bhow many (?!dollars)/i.test(told.question) || asksForCents(typed) ? 1 : centsIn;
  return { ok: true, asked: read.asked, noun: unitIn(noun, isCents), times };
}
