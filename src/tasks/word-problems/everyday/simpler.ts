/**
 * Leaves out of a sentence what says only where, when or what for: `There are 6 tables in the restaurant with 4 chairs each`.
 * A story that is not read as it stands is read once more without it.
 */
import { narrow } from './letters';

/** Words that the number of something hangs on, which no aside has. */
const COUNTING = String.raw`each|every|per|half|third|quarter|fifth|twice|double|more|fewer|less|other|others|rest|all|both|not|no|none|one|another|first|second|same|than|as|them|it|left`;
const WORD = String.raw`(?!(?:${COUNTING}|and|but|or|is|are|was|were|has|have|had|does|do|did|who|that|which|with|to|from|of|for|in|on|at|into|then|how|there)\b)[\p{L}'-]+`;
const OWN = 'the|his|her|their|our|my|its|this|that';
const TIME = 'week|month|year|season|morning|afternoon|evening|night|summer|winter|spring|autumn|weekend|day|time|term';

const ASIDES: readonly RegExp[] = [
  // Where: never "in a box", which may be in each.
  String.raw` (?:in|on|at|around|near|under|behind|beside|inside|outside|during|along|across|through|over|above|below|next to|in front of) (?:(?:${OWN}) )(?:${WORD} ){0,1}${WORD}(?: of (?:the|his|her|my|our) ${WORD})?(?= (?!${WORD} \d)|[.,?]|$)`,
  String.raw` (?:at|from) (?:home|school|work|noon|night|midday|breakfast|lunch|dinner|christmas|easter)(?= |[.,?]|$)`,
  String.raw` (?:in|on) (?:january|february|march|april|may|june|july|august|september|october|november|december|monday|tuesday|wednesday|thursday|friday|saturday|sunday|spring|summer|autumn|winter)(?: (?:morning|afternoon|evening|night))?(?= |[.,?]|$)`,
  String.raw` (?:this|last|next) (?:${TIME})(?= |[.,?]|$)`,
  String.raw` (?:today|yesterday|tomorrow|tonight|so far|by then|recently|quickly|slowly|carefully|happily|already|usually|also|again|really|exactly|about|unfortunately|luckily)(?= |[.,?]|$)`,
  // What for and with whom.
  String.raw` for (?:(?:${OWN}) )(?:${WORD} ){0,1}${WORD}(?= |[.,?]|$)`,
  String.raw` for (?:breakfast|lunch|dinner|christmas|easter|fun|free)(?= |[.,?]|$)`,
].map((pattern) => narrow(new RegExp(pattern, 'giu')));

/** What somebody does it for, and of which of them it is said, behind the last number: `to make a cake`, `that he washes`. */
const BEHIND: readonly RegExp[] = [
  String.raw`(?<=\d [\p{L}'-]+(?: [\p{L}'-]+)?) to (?!(?:${OWN}|an?|school|work|him|them|each|be)\b)\p{Ll}+ [^\d,.?]+(?=[.,]|$)`,
  String.raw`(?<=\d.*?|each [\p{L}]+|every [\p{L}]+) (?:that|which|who|where|because|so that|while) (?!(?:${COUNTING}|cost|costs)\b)(?:(?!\b(?:${COUNTING}|costs?)\b)[^\d,.?])+(?=[.,]|$)`,
].map((pattern) => narrow(new RegExp(pattern, 'giu')));

const SHARING = /\b(?:share|shares|shared|divides?|divided|splits?|split)\b/i;

/** A statement without its asides; as it is where nothing can be left out. */
export function simpler(sentence: string): string {
  const asides = SHARING.test(sentence) ? ASIDES.slice(0, 5) : ASIDES;
  const bare = asides.reduce((plain, aside) => plain.replace(aside, ''), ` ${sentence}`);
  return BEHIND.reduce((plain, aside) => plain.replace(aside, ''), bare)
    .trim()
    .replace(/^, /, '')
    .replace(/^\p{Ll}/u, (first) => first.toUpperCase());
}

/** A question without its asides; as it is where they are what it asks by. */
export function simplerQuestion(question: string): string {
  if (/\bthan\b/i.test(question)) return question.replace(/ (?:this|last) (?:season|week|month|year)(?=\?|$)/iu, '');
  const end = question.endsWith('?') ? '?' : '';
  return ASIDES.reduce((plain, aside) => plain.replace(aside, ''), question.replace(/\?+$/, '')) + end;
}
