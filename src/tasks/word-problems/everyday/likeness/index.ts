/**
 * What a story that no pattern reads most likely means, by likeness to stories whose meaning is known: a guess, which the
 * page says it is. `training/stories` learns the weights.
 */
import { nounOf, unitIn } from '../read';
import { anyTellingOf, asksForCents, type Telling } from '../telling';
import { tellStory, type Told } from '../write';
import { sceneOf } from './numerals';
import { rank, type Ranked, type Weights } from './rank';
import { quantityOf } from './readings';
import table from './weights.json';

/** A guess that is at least so likely is read; the README of `everyday` has what that comes to. */
export const SURE = 0.5;
/** One that is at least so likely is offered. */
const LIKELY = 0.25;

const SIXES = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** The bytes of base64. */
function* bytesOf(base64: string): Generator<number, void> {
  let bits = 0;
  let held = 0;
  for (const letter of base64.replace(/=+$/, '')) {
    held = ((held << 6) | SIXES.indexOf(letter)) & 0xffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    yield (held >> bits) & 0xff;
  }
}

/** A file of weights: for each a place, as its distance from the one before in one or two bytes, and a signed byte. */
export function unpackWeights({ bits, scale, data }: typeof table): Weights {
  const weights = new Float32Array(1 << bits);
  const bytes = bytesOf(data);
  const next = (): number => bytes.next().value ?? 0;
  let place = 0;
  for (let by = bytes.next(); !by.done; by = bytes.next()) {
    place += by.value & 0x80 ? (by.value & 0x7f) | (next() << 7) : by.value;
    weights[place] = ((next() << 24) >> 24) * scale;
  }
  return weights;
}

let weights: Weights | null = null;
/** Unpacked once, when the first story needs them. */
const weightsOf = (): Weights => (weights ??= unpackWeights(table));

export interface Guess extends Told {
  /** How many times as large as what it means the answer is. */
  readonly times: number;
  readonly probability: number;
}

/** What no choice of operations comes to, or none on whole numbers: rounding, a median, an area, the clock. */
const BEYOND =
  /\b(?:smallest|least number|leftovers?|left-over|(?:whole|full) (?!days|weeks|months|years|hours)\p{L}+s|median|as many as possible|area|volume of|cubic|ratio|probability|interest|\d{1,2}:\d\d|square(?! (?:met|cent|kilom|feet|foot|yard|mile|inch)))\b/iu;

/** What no pattern knows, and a guess may: an average, the way around a garden, legs that everybody knows of. */
const BEYOND_PATTERNS = /\b(?:average|mean value|the mean|rectang\p{L}*|perimeter|all the way (?:a)?round)\b/iu;
const LIMBS = /\b(?:legs|wheels)\b/iu;
const LIMBS_TOLD = /\b(?:\d+|two|three|four|five|six|eight|ten) (?:legs|wheels)\b/iu;
export const isBeyondPatterns = (typed: string): boolean =>
  BEYOND_PATTERNS.test(typed) || (LIMBS.test(typed) && !LIMBS_TOLD.test(typed));

/** What asks for a number: `Who won?` does not. */
const ASKS_NUMBER =
  /\bhow (?:many|much|far|long|old|tall|heavy|high|wide|deep|big|large|fast|often)\b|\b(?:total|count|avg|sum|costs?|price|change|pay|paid|spend|earn|make|weigh|weight|height|amount|number|score|length|distance|age|left|altogether|difference|profit|bill|salary|temperature|floor|average|perimeter|per|work out|compute|calculate|determine|takings|income|wages|balance|what(?:'?s|'d|'ve)?)\b/iu;
/** What asks for something else, whatever numbers there are: `What is my name?`, `Which bus is it?` */
const ASKS_OTHER =
  /\b(?:who|where|why|which|name|called|colou?r|what (?:day|date|month|year|time|kind|sort|shape|word|language|happen\p{L}*|do you (?:think|mean))|what should|what can)\b/iu;
/** `Empty seats?`: a thing alone, which is counted. */
const IS_THING =
  /^(?!(?:is|are|was|were|do|does|did|can|could|will|would|should|has|have|had|shall|may|am)\b)(?:\p{L}+[ ']?){1,5}\?$/iu;
const asksForNumber = (asking: string): boolean =>
  /\bhow (?:many|much)\b/iu.test(asking) ||
  (!ASKS_OTHER.test(asking) && (ASKS_NUMBER.test(asking) || IS_THING.test(asking)));

/** `How old is the captain?` of a story in which nobody has an age. */
const hasAges = ({ sentences, asking }: Telling): boolean =>
  !/^how old\b/iu.test(asking) ||
  /\b(?:old|older|younger|elder|age|aged|ages|years?|born|turn(?:s|ed)?|birthday)\b|\b(?:is|am|are|was) \d+\b/iu.test(
    sentences.join(' '),
  );

interface Likeliest {
  readonly story: Telling;
  readonly isOfStranger: boolean;
  readonly isImplying: boolean;
  readonly answers: readonly Ranked[];
}

function rankAnswers(typed: string): Likeliest | null {
  const story = anyTellingOf(typed);
  if (!story.ok || BEYOND.test(typed) || !asksForNumber(story.told.asking) || !hasAges(story.told)) return null;
  const scene = sceneOf(story.told);
  const { isOfStranger } = scene.question;
  const { isImplying } = scene;
  return { story: story.told, isOfStranger, isImplying, answers: rank(scene, weightsOf()) };
}

let latest: { readonly typed: string; readonly found: Likeliest | null } | null = null;
/** The answers that a story may mean, the likeliest first; of the same story, which is guessed at and doubted, once. */
function likeliest(typed: string): Likeliest | null {
  if (latest?.typed !== typed) latest = { typed, found: rankAnswers(typed) };
  return latest.found;
}

/** The likeliest meaning that the grammar has words for; null where none is likely. */
export function guess(typed: string): Guess | null {
  const found = likeliest(typed);
  const first = found?.answers[0];
  if (!found || !first?.reading || first.probability < LIKELY) return null;
  const isInCents = asksForCents(typed);
  const whole = quantityOf(first.reading, isInCents ? [100] : undefined);
  if (!whole || whole.quantity.kind === 'number') return null;
  const { quantity } = whole;
  const times = isInCents ? 1 : whole.times;
  const told = tellStory(quantity, unitIn(nounOf(found.story.question) ?? '', whole.times > 1), typed);
  return told && { ...told, times, probability: first.probability };
}

/** A reading is doubted where another answer is at least so likely, the likeliest of all. */
const DOUBTED = 0.35;
/** And where it is at least so likely that the question has no answer. */
const NO_ANSWER = 0.2;

/** Whether stories like it speak for another answer or for none, or it asks of a stranger or for what no operation comes to. */
export function isDoubted(typed: string, answer: number): boolean {
  if (BEYOND.test(typed) || isBeyondPatterns(typed)) return true;
  const { isOfStranger = false, isImplying = false, answers = [] } = likeliest(typed) ?? {};
  if (isOfStranger || isImplying) return true;
  const [first] = answers;
  const none = answers.find(({ reading }) => reading === null)?.probability ?? 0;
  // What patterns read has money with cents in cents.
  const isOther = first && first.value !== answer && first.value * 100 !== answer;
  return (isOther && first.probability >= DOUBTED) || none >= NO_ANSWER;
}
