/** The pieces that the patterns of everyday sentences are made of. */
import { narrow } from './letters';
import { exactly, type Later, type Share } from './later';
import type { Memory } from './memory';

export type Groups = Readonly<Record<string, string | undefined>>;
/** Says whether the clause was understood. */
export type Reading = (memory: Memory, groups: Groups) => boolean;

/** No part of a noun. */
const STOP = String.raw`(?!(?:and|or|each|at|for|on|in|into|of|with|that|to|than|as|every|per|an?|away|from|more|fewer|less|equally|is|are|was|were|costs?|before|after|by|during|because|while|when|which|who|but|until|among|between|into|onto|then|left|today|yesterday|tomorrow|now|together|altogether|half|twice|double|times)\b)`;
export const NOUN = String.raw`${STOP}[\p{L}'-]+(?: ${STOP}[\p{L}'-]+){0,2}`;
export const TALL = String.raw`(?: (?:tall|thick|wide|long|high|deep))?`;
export const WHO = String.raw`[\p{L}'. -]{1,40}?`;
/** A word of an aside: none that counts. */
const WORD = String.raw`(?!(?:and|but|half|twice|double|times|more|fewer|less|each|every|rest|others|as|of what|(?:a|one) (?:third|quarter|fifth))\b)[\p{L}'-]+`;
/** What a statement ends with, none of which counts. */
export const TAIL = String.raw`(?: ${WORD})*?`;
/** Where, when, why and to whom: what a sum does not need. */
export const ASIDE = String.raw`(?:,? (?:away|up|out|off|back(?: home| ${WORD})?|home|there|here|today|yesterday|tomorrow|then|first|altogether|so far|\p{L}+ing(?: ${WORD})*?|(?:this|last|that|next) ${WORD}|(?:on|in|at|to|for|from|during|with|by|around|after|before|over|into|onto|because|until|among|between|near|under|off|when|while|since) ${WORD}(?: ${WORD})*?))?`;
export const SHARE = String.raw`half|a third|one third|a quarter|one quarter|a fifth|twice|double|\d+ times|\d+ percent|3 quarters`;

/** Verbs by what they do to a count. */
export const HAVE = String.raw`has|had|have|owns?|owned|keeps?|kept|holds?|held|contains?|contained|carries|carried|is given|was given|drove|drives|walks?|walked|runs?|ran|swims?|swam|reads?|grows?|grew|needs?|needed|scores?|scored|saves?|saved|cooks?|cooked|writes?|wrote|draws?|drew|travels?|travelled|catches|caught|cuts?|plays?|played|works?|worked|sees?|saw|counts?|counted|takes|took|planted|plants|paints?|painted|prints?|printed`;
export const GAIN = String.raw`buys?|bought|gets?|got|finds?|found|receives?|received|picks?|picked|earns?|earned|wins?|won|collects?|collected|adds?|added|makes?|made|bakes?|baked|gains?|borrows?|borrowed|gathers?|gathered`;
export const LOSS = String.raw`has (?:read|eaten|used|spent|sold|given|lost|painted|done|written|driven|walked|drunk|finished)|gives?|gave|loses?|lost|eats?|ate|uses?|used|sells?|sold|spends?|spent|throws?|threw|breaks?|broke|drops?|dropped|donates?|donated|returns?|returned|lends?|lent|removes?|removed|drinks?|drank`;

/** `half`, `3 times`, `25 percent` as what is done to the whole. */
export function readShare(words: string): Share {
  const said = words.toLowerCase().replace('one ', 'a ');
  const fixed: Readonly<Record<string, Share>> = {
    half: { operation: '/', by: 2 },
    'a third': { operation: '/', by: 3 },
    'a quarter': { operation: '/', by: 4 },
    'a fifth': { operation: '/', by: 5 },
    '3 quarters': { operation: '%', by: 75 },
    twice: { operation: '*', by: 2 },
    double: { operation: '*', by: 2 },
  };
  const known = fixed[said];
  if (known) return known;
  return { operation: said.endsWith('percent') ? '%' : '*', by: Number.parseInt(said, 10) };
}

/** Of all rules, so that they can be compiled before they are needed. */
const patterns: RegExp[] = [];

/** A pattern for a whole clause, and what it says. */
export const rule = <T>(pattern: string, read: T): readonly [RegExp, T] => {
  const whole = narrow(new RegExp(`^(?:${pattern})$`, 'iu'));
  patterns.push(whole);
  return [whole, read];
};

/** An engine compiles a pattern when it is first tried, which takes milliseconds: one a step. */
export function* compileRules(sentence: string): Generator<void> {
  for (const pattern of patterns) {
    pattern.test(sentence);
    yield;
  }
}
/** The number in a slot. */
export const count = (groups: Groups, name = 'n'): Later => exactly(Number(groups[name]));
