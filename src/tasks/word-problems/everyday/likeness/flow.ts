/** Whether a number goes to whoever is asked about, or away: `my friend gave me 5`, `I gave 5 to my friend`. */
import { GIVES, stem } from '../verbs';

/** To whom it goes as seen by who is asked about; none where nothing is handed over, or nobody can say. */
export type Flow = 'in' | 'out' | '';

const OWN = /^(?:i|me|we|us)$/;
const THEIR = /^(?:he|she|they|him|her|them)$/;
const WHOSE = /^(?:my|his|her|their|our|the|a|an|some|another)$/;
const TO = /^(?:to|for)$/;
const isName = (token: string): boolean => /^\p{Lu}\p{Ll}/u.test(token);
/** Between who does it and what he does. */
const BETWEEN = /^(?:has|have|had|also|then|just|only|later|already|will|did|kindly|even|got|to)$/;

/** Whether a token is who is asked about; null where it names nobody. */
function isAsked(token: string, asked: readonly string[]): boolean | null {
  const word = token.toLowerCase();
  const isOfTeller = asked.includes('I') || asked.length === 0;
  if (OWN.test(word)) return isOfTeller;
  if (THEIR.test(word)) return !asked.includes('I');
  return isName(token) ? asked.includes(token.replace(/'s$/, '')) : null;
}

/** Who hands it over; none where the sentence names him before its clause. */
function giverAt(tokens: readonly string[], verb: number, from: number): string | null {
  let at = verb - 1;
  while (at >= from && BETWEEN.test(tokens[at]!.toLowerCase())) at--;
  const token = at >= from ? tokens[at]! : '';
  return /^\p{L}/u.test(token) && !/^(?:and|who|then|so|but)$/i.test(token) ? token : null;
}

/** Who gets it, and whether anybody is said to. */
function receiverOf(tokens: readonly string[], verb: number, place: number, to: number): string | null {
  const behind = tokens[verb + 1] ?? '';
  if (verb + 1 < place && (OWN.test(behind) || THEIR.test(behind) || isName(behind))) return behind;
  if (verb + 2 < place && WHOSE.test(behind.toLowerCase())) return tokens[verb + 2]!;
  for (let at = place + 1; at <= to; at++) {
    if (/^(?:away|back)$/i.test(tokens[at]!)) return tokens[at]!;
    if (TO.test(tokens[at]!.toLowerCase())) return tokens[at + 1] ?? null;
  }
  return null;
}

/**
 * The flow of the number at `place`, whose clause goes `from` one token `to` another.
 * @param asked whom the question names, `I` for who tells the story
 */
export function flowOf(
  tokens: readonly string[],
  [from, place, to]: readonly [from: number, place: number, to: number],
  asked: readonly string[],
): Flow {
  let verb = place - 1;
  while (verb >= from && !GIVES.has(stem(tokens[verb]!))) verb--;
  if (verb < from) return '';
  const [giver, receiver] = [giverAt(tokens, verb, from), receiverOf(tokens, verb, place, to)];
  const [gives, gets] = [giver, receiver].map((one) => (one === null ? null : isAsked(one, asked)));
  if (gets === true && gives !== true) return 'in';
  if (gives === true && gets !== true) return 'out';
  return giver === null && receiver !== null ? 'out' : '';
}
