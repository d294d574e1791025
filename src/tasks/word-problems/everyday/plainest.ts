/**
 * A sentence in the plainest words there are for it: who, what they do, how many of what. Everything else is left out, where
 * none of it is a word that a count may hang on.
 */
import { singular } from './nouns';
import { canBeVerb, isGiving, isLeaving, kindOfVerb } from './verbs';

/** Words that change what is said of a number: a sentence with one of them is read whole or not at all. */
const WEIGHTY =
  /\b(?:not|without|except|if|when|whenever|unless|until|before|after|ago|wants?|wanted|would|could|should|might|plan\w*|hope\w*|tr(?:y|ies|ied)|like to|going to|half|quarter|third|fifth|twice|double|triple|times|percent|fewer|less|than|as|each|every|per|both|all|rest|others?|another|same|one|some|none|no|back|instead|equally|evenly|fairly|shar\w+|between|among|into|older|younger|only one|dozen|pairs?|cost\w*|price|pays?|paid|ones|first|second|last|remaining|too many|together|apiece|for \d|at \d|of \d|with \d|x)\b|[$%]|(?<!\d )\bmore\b/iu;
const UNITS =
  /^(?:kilometres|metres|centimetres|litres|kilograms|grams|dollars|minutes|hours|days|weeks|pages|points|degrees|miles)$/;
const PLURAL = (word: string): boolean =>
  UNITS.test(word) || (/\p{Ll}$/u.test(word) && singular(word) !== word.toLowerCase());
const IS_STOP =
  /^(?:in|on|at|from|to|for|with|of|by|near|under|and|that|which|who|during|over|around|because|while|since|so)$/i;
const AUXILIARY =
  /^(?:has|have|had|is|are|was|were|will|can|did|does|do|already|also|now|then|later|just|still|finally|even|quickly|so|far)$/i;

/** What is counted, with what tells it from others: up to the first word that looks like several. */
function thing(words: readonly string[]): { noun: string; rest: readonly string[] } | null {
  for (let at = 0; at < Math.min(3, words.length) && !IS_STOP.test(words[at]!); at++)
    if (PLURAL(words[at]!)) return { noun: words.slice(0, at + 1).join(' '), rest: words.slice(at + 1) };
  return null;
}

/** Who does it: what stands in front of the verb, up to the first word that says where or when. */
function somebody(words: readonly string[]): string | null {
  const own = words.filter((word) => !AUXILIARY.test(word));
  // "On her way Lia": Lia.
  if (IS_STOP.test(own[0] ?? ''))
    return (
      /(?:\p{Lu}[\p{L}'-]+|he|she|they|we|it|I|(?:the|my|his|her|our|their) \p{Ll}+)$/u.exec(
        own.slice(1).join(' '),
      )?.[0] ?? null
    );
  const end = own.findIndex((word) => IS_STOP.test(word) && word.toLowerCase() !== 'and');
  const who = end < 0 ? own : own.slice(0, end);
  return who.length <= 4 ? who.join(' ') : null;
}

/** One number: somebody does something with so many of something. */
function plainClause(clause: string, before: string): string | null {
  const found = /^(?<left>[^\d]*)\b(?<n>\d+) (?<right>[^\d]+)$/u.exec(clause)?.groups;
  if (!found || WEIGHTY.test(clause)) return null;
  const isMore = /^(?:more|new|extra|additional|further) /i.test(found['right']!);
  const counted = thing(
    found['right']!.replace(/^(?:more|new|extra|additional|further) /i, '')
      .split(' ')
      .filter(Boolean),
  );
  if (!counted) return null;
  const words = found['left']!.replace(/,/g, '').split(' ').filter(Boolean);
  const many = `${found['n']!} ${isMore ? 'more ' : ''}${counted.noun}`;
  if (words.every((word) => AUXILIARY.test(word))) {
    const [verb = ''] = counted.rest.filter((word) => !AUXILIARY.test(word));
    if (counted.rest.length && isLeaving(verb)) return `${many} leave`;
    // "3 apples, 4 pears": what is done with the first is done with all.
    return counted.rest.length || before === '' ? null : `${before} ${many}`;
  }
  if (/^there$/i.test(words[0]!)) return `there are ${many}`;
  // "The break" is no verb.
  const isNoun = (index: number): boolean => /^(?:the|an?|his|her|my|our|their|its)$/i.test(words[index - 1] ?? '');
  // "Have watched" is watched.
  const isHelp = (index: number): boolean =>
    AUXILIARY.test(words[index]!) && words.slice(index + 1).some((word) => canBeVerb(word) && !AUXILIARY.test(word));
  const known = words.findLastIndex(
    (word, index) => canBeVerb(word) && kindOfVerb(word) !== 'other' && !isNoun(index) && !isHelp(index),
  );
  const at =
    known >= 0
      ? known
      : words.findLastIndex((word, index) => canBeVerb(word) && !AUXILIARY.test(word) && !isNoun(index));
  const who =
    at > 0 ? somebody(words.slice(0, at)) : at === 0 && before !== '' ? before.split(' ').slice(0, -1).join(' ') : null;
  if (!who) return null;
  // "My uncle gave my brother 10": to whom is not left out.
  const between = words.slice(at + 1).filter((word) => !AUXILIARY.test(word));
  if (between.length && (isGiving(words[at]!) || !IS_STOP.test(between[0]!))) return null;
  const partner = /^(?:to|from) (?:\p{Lu}[\p{L}'-]+|(?:his|her|my|the|their|our) \p{Ll}+)/u.exec(
    counted.rest.join(' '),
  )?.[0];
  return `${who} ${words[at]!} ${many}${partner === undefined ? '' : ` ${partner}`}`;
}

/** The sentence as clauses in the plainest words; null where a word of it may change what it says. */
export function plainest(sentence: string, isIdle: (clause: string) => boolean): string[] | null {
  const clauses: string[] = [];
  const parts = sentence.replace(/[.!]+$/, '').split(/(?:,? (?:and|but|then|so|while) |, |; )/i);
  if (WEIGHTY.test(sentence)) return null;
  for (const part of parts.map((one) => one.trim()).filter(Boolean)) {
    if (!/\d/.test(part)) {
      if (!isIdle(part)) return null;
      continue;
    }
    const before = /^(.*?) \d/u.exec(clauses.at(-1) ?? '')?.[1] ?? '';
    const clause = plainClause(part, before);
    if (clause === null) return null;
    clauses.push(clause);
  }
  return clauses.length ? clauses : null;
}

const AUX = 'does|do|did|has|have|had|is|are|was|were|will|can|must|should|could|would';
/** What a question asks by beyond whose it is: it is read whole or not at all. */
const ASKS_BY =
  /\b(?:not|each|every|per|than|if|half|first|before|more|fewer|less|need\w*|cost\w*|pay|paid|spend|earn|price|ago|missing|short|long|old|take|needed|fit|for|fill|can|empty|free|last|after|\d+|other|rest|difference|back|change|between|beginning|start)\b/iu;

const WHERE =
  /^(?:there|left|now|still|altogether|together|in|on|at|over|remaining|then|waiting|sitting|standing|living|playing)$/i;

/** A question in the plainest words, the likeliest first; none where it asks by more than whose it is. */
export function plainestQuestion(question: string): string[] {
  const asked = new RegExp(
    String.raw`^how many (?<i>(?:(?!(?:${AUX})\b)\p{L}+ ){1,3}?)(?<x>${AUX}) (?<r>.+?)\??$`,
    'iu',
  ).exec(question)?.groups;
  if (!asked || ASKS_BY.test(question)) return [];
  const noun = asked['i']!.trim();
  const rest = asked['r']!.split(' ');
  const all = /\b(?:altogether|in all|in total|together|all together|overall|total|both)\b/i.test(question);
  const left = /\b(?:left|remain|remaining|still|over|now)\b/i.test(question);
  const who =
    /^(?:he|she|it|they|we|i|you|\p{Lu}[\p{L}'-]+(?: and \p{Lu}[\p{L}'-]+)?|(?:the|his|her|my|our|their) \p{Ll}+)$/u;
  const owner = [3, 2, 1].map((length) => rest.slice(0, length).join(' ')).find((said) => who.test(said));
  // "Are blue" is not left out.
  if (owner === undefined && /^(?:is|are|was|were)$/i.test(asked['x']!) && !WHERE.test(rest[0]!)) return [];
  const verb = rest.slice(owner?.split(' ').length ?? 0).find((word) => canBeVerb(word));
  if (verb !== undefined && ['loss', 'take'].includes(kindOfVerb(verb))) return [];
  const whose = owner === undefined ? 'are there' : `does ${owner} have`;
  if (all) return left ? [] : [`how many ${noun} ${whose} altogether`, `how many ${noun} are there altogether`];
  return left
    ? [`how many ${noun} ${owner === undefined ? 'are left' : `${whose} left`}`]
    : [`how many ${noun} ${whose}`];
}
