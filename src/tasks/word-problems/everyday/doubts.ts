/** Where a reading by patterns may miss what a story means: it is told to be a guess there, whatever it came to. */
import { kindOfNoun } from './likeness/kinds';
import { nounKey } from './nouns';
import { isLeaving, kindOfVerb, stem } from './verbs';

/** Words that may turn a sentence with a number into its opposite, or into what is not so, or not yet. */
const TURNS =
  'not|never|nearly|almost|refuses?d?|dream\\w*|may|might|tomorrow|would like|fail(?:s|ed)? to|hop(?:es?|ed|ing)|expect(?:s|ed)?|' +
  'going to (?!the\\b|a\\b)|allowed|promis\\w+|wish\\w*|forg[eo]t\\w*|tr(?:y|ies|ied) to|could|supposed|pretend\\w*';
const TURN = `(?:\\b(?:${TURNS})|n't)\\b`;
const MAY_TURN = new RegExp(`\\d[^.?!]*${TURN}|${TURN}[^.?!]*\\d`, 'iu');

/** What there is becomes twice as many, or half: a number that no digit states. */
const DOUBLES = /\b(?:doubles|doubled|triples|tripled|halves|halved)\b/iu;

/** A moment that is asked for, where more may have happened after it. */
const ASKS_MOMENT =
  /\b(?:noon|lunch\w*|midday|midnight|yesterday|between|\p{L}*day (?:morning|evening|night)|after the (?:first|second|third)|before the)\b[^?]*\?/iu;

/** `How many more did he sell in the afternoon?`: than before, or than there are. */
const ASKS_MORE_OF = /\bhow many more\b[^?]*\b(?:in the (?:morning|afternoon|evening|night)|on \p{L}+day)\b[^?]*\?/iu;

/** `Ann goes with 2 friends`, `Mum, Dad and 3 children`: nobody says whether those who bring them count. */
const COMPANY =
  /\b(?:with|\p{Lu}\p{Ll}+,? and) (?:(?:his|her|their|my|our|the) )?(?:\d+|two|three|four|five|six) (?<who>\p{L}+)(?: (?<next>\p{L}+))?/gu;

/** What was there at the beginning, which may be told. */
const ASKS_START =
  /\b(?:at first|at the (?:start|beginning)|in the beginning|originally|to begin with|before)\b[^?]*\?/iu;

/** `How many cakes did he make?`, of all that he made; and how many came, of whom some left. */
const ASKS_DEED = /\bhow (?:many|much)\b[^?]*?\b(?:(?:did|has|have|does|do) [^?]+|came|arrived)\?/iu;

/** `4 were put in`: what was done to them says whether they are more, fewer or as many. */
const DONE_TO =
  /\b\d+(?: of (?:them|these|those|the \p{L}+))?(?: (?!of\b)\p{L}+)? (?:are|is|were|was) (?<deed>\p{L}+)/giu;

/** `5 fewer in the yard`: whose number that is, and whether both are asked for. */
const BESIDE = /\b\d+ (?:more|fewer|less) (?:in|on|at|under|behind)\b(?![^.?!]*\bthan\b)/iu;

/** `Her boyfriend sent 30`: to whom is not told, and a gift is no loss of hers. */
const GIVEN_BY_OTHER =
  /\b(?:his|her|their|my|our) (?:\p{L}+ ){1,2}(?:gives?|gave|sends?|sent|lends?|lent|hands?|handed|pass(?:es|ed)?|brings?|brought) (?:another )?\d/iu;

/** What is still to be done is no more where something of what is done is lost. */
const STILL_TO = /\b(?:still|yet|left) to\b[^?]*\?/iu;

/** So much for each child where grown-ups are counted beside them. */
const FOR_CHILD = /\b(?:each|every|per) (?:child|pupil|student|kid|boy|girl)\b/iu;
const GROWN_UPS = /\b\d+ (?:parents?|teachers?|adults?|grown-?ups?|helpers?|mums?|moms?|dads?)\b/iu;

/** `4 boxes with 6 eggs each`: the boxes may be asked for. */
const HOLDERS = /\b\d+ (?<thing>\p{L}+) (?:with|of|holding|containing|that (?:each )?(?:hold|have|contain)) \d/giu;

/** `He sold 5. How many did he sell?`: it may be told, or all that he sold. */
const ASKS_ALL = /\b(?:total|altogether|in all|together|left|remain\w*|still|more|now|need\w*)\b/iu;
function asksOfToldLoss(told: string, question: string): boolean {
  if (!/\bhow (?:many|much)\b/iu.test(question) || ASKS_ALL.test(question)) return false;
  const counted = [...told.matchAll(/\b(\p{L}+) \d/gu), ...told.matchAll(/\d+ (?:\p{L}+ )?(\p{L}+)/gu)].map(
    ([, word]) => stem(word!),
  );
  return (question.match(/\p{L}+/gu) ?? []).some((word) => isLoss(word) && counted.includes(stem(word)));
}

/** Who tells the story, and who is told it: what one has is not the other's. */
const I = /\b(?:I|me|my|mine)\b/;
const YOU = /\byour?\b/iu;

/** What is between two of whom one gave something to the other depends on what that one had. */
const ASKS_BETWEEN = /\bhow (?:many|much) (?:more|fewer|less)\b[^?]*\b(?:than|have|has|had|got)\b/iu;
const HANDED = /\b(?:gives?|gave|given|sells?|sold|lends?|lent|sends?|sent|hands?|handed|pass(?:es|ed)?)\b/iu;

/** `I give Tom 2. How many does Tom have?`: what he had before is not told. */
function asksOfReceiver(told: string, question: string): boolean {
  const names = question.slice(1).match(/\b\p{Lu}\p{Ll}+\b/gu) ?? [];
  return names.some(
    (name) =>
      new RegExp(`\\b(?:from|to|gives?|gave|sends?|sent|lends?|lent|hands?|handed) ${name}\\b`, 'u').test(told) &&
      !new RegExp(`\\b${name} (?:and \\p{Lu}|(?!and\\b|or\\b)\\p{Ll})`, 'u').test(told),
  );
}

/** `12 points, 4 more than Sam`: it is the 12 that is 4 more. */
const BEHIND = /\d[^.?!]*, (?:\d+|half|twice) (?:\p{L}+ ){0,2}(?:than|as)\b/iu;

/** What goes and comes again is there. */
const AGAIN =
  /\b(?:and|then|but) (?:\p{L}+ ){0,3}(?:(?:come|came|comes|flies|fly|flew|goes|go|went|gets?|got) back|returns?|returned|again)\b/iu;

const DAYS = /\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b/giu;
/** Whether it asks of a day that the story, which tells of others, does not tell of. */
function asksOfOtherDay(told: string, question: string): boolean {
  const days = (text: string): string[] => (text.match(DAYS) ?? []).map((day) => day.toLowerCase());
  const known = days(told);
  return known.length > 0 && days(question).some((day) => !known.includes(day));
}

/** What is done at the same time takes no longer for more. */
const AT_ONCE = /\b(?:at (?:once|the same time|one time)|in one go|side by side)\b/iu;

const CURRENCIES = [
  /€|\beuros?\b|\bEUR\b/iu,
  /(?<![A-Z])\$|\bdollars?\b|\bUSD\b/iu,
  /£|\bquid\b|\bGBP\b/iu,
  /₹|\brupees?\b|\bINR\b/iu,
  /¥|\byen\b|\byuan\b/iu,
  /₦|\bnaira\b/iu,
  /\bpesos?\b/iu,
];
/** Whether it is about money of two kinds, which are told as one. @param text as it was typed */
export const hasTwoCurrencies = (text: string): boolean => CURRENCIES.filter((one) => one.test(text)).length > 1;

/**
 * Whether it asks for what the story does not tell of: pears of which there are none, girls where so many are boys, or
 * flowers, of which not all may be some.
 */
function asksOfUntold(told: string, question: string): boolean {
  const [, asked = ''] =
    /\bhow many (?:more |fewer |other |of (?:the|these|those|them) )?((?:\p{L}+ ){1,3})/iu.exec(question) ?? [];
  const words = asked.trim().toLowerCase().split(' ');
  const end = words.findIndex((word) => NO_THING.test(word));
  const thing = words.slice(0, end < 0 ? words.length : end).at(-1);
  if (thing === undefined || /^(?:time|money|measure)$/.test(kindOfNoun(nounKey(thing)))) return false;
  const known = (told.toLowerCase().match(/\p{L}+/gu) ?? []).map(nounKey);
  return !known.includes(nounKey(thing));
}

const isLoss = (word: string): boolean => ['loss', 'take'].includes(kindOfVerb(word)) || isLeaving(word);

/** What the patterns take away rightly though no verb of loss says so, and words that are no deed. */
const IS_GONE =
  /^(?:taken|removed|stolen|rented|booked|crushed|damaged|destroyed|missing|picked|gone|away|there|left|in|on|at)$/iu;

/** What ends the name of a thing that is asked for. */
const NO_THING =
  /^(?:|are|is|were|was|did|do|does|have|has|had|can|could|will|would|should|must|in|on|of|at|for|to|with|each|he|she|they|we|i|you|it|that|there|left|altogether|together|more|fewer|remain|still|now|be|come|came|go)$/iu;

/** Whether it may. @param typed in plain letters */
export function mayBeMissed(typed: string): boolean {
  const question = /[^.!?]*\?\s*$/.exec(typed)?.[0] ?? '';
  const told = typed.slice(0, typed.length - question.length);
  const words = told.toLowerCase().match(/\p{L}+/gu) ?? [];
  const deeds = question.toLowerCase().match(/\p{L}+/gu) ?? [];
  const isOfGain =
    ASKS_DEED.test(question) && deeds.some((word) => kindOfVerb(word) === 'gain' || /^c[ao]me$/.test(word));
  const done = [...told.matchAll(DONE_TO)].map(({ groups }) => groups!['deed']!);
  return (
    MAY_TURN.test(typed) ||
    ASKS_START.test(question) ||
    BESIDE.test(told) ||
    DOUBLES.test(told) ||
    GIVEN_BY_OTHER.test(told) ||
    AT_ONCE.test(told) ||
    BEHIND.test(told) ||
    AGAIN.test(told) ||
    asksOfOtherDay(told, question) ||
    (ASKS_BETWEEN.test(question) && HANDED.test(told)) ||
    (I.test(told) && YOU.test(question)) ||
    (YOU.test(told) && I.test(question)) ||
    [...told.matchAll(HOLDERS)].some(({ groups }) => deeds.map(nounKey).includes(nounKey(groups!['thing']!))) ||
    asksOfToldLoss(told, question) ||
    asksOfReceiver(told, question) ||
    (STILL_TO.test(question) && (told.match(/\d+/g) ?? []).length > 2) ||
    (FOR_CHILD.test(typed) && GROWN_UPS.test(typed)) ||
    ASKS_MOMENT.test(question) ||
    ASKS_MORE_OF.test(question) ||
    [...told.matchAll(COMPANY)].some(({ groups }) =>
      [groups!['who'], groups!['next']].some((word) => kindOfNoun(nounKey(word ?? '')) === 'person'),
    ) ||
    asksOfUntold(told, question) ||
    (isOfGain && words.some(isLoss)) ||
    done.some((deed) => !IS_GONE.test(deed) && !isLoss(deed))
  );
}
