/** What a reader of stories learns from one: the features of every step that may be in a reading of it. */
import type { Rng } from '../core/rng';
import { hashOf, leftOutFeatures, noneFeatures, placeOf } from '../tasks/word-problems/everyday/likeness/features';
import type { Scene } from '../tasks/word-problems/everyday/likeness/numerals';
import {
  scorerOf,
  signatureOf,
  stepHashes,
  wholeReadings,
  type Weights,
} from '../tasks/word-problems/everyday/likeness/rank';
import {
  readingsOf,
  valueOf,
  type Operation,
  type Reading,
  type StepScore,
} from '../tasks/word-problems/everyday/likeness/readings';
import { evaluate, tokenize } from '../tasks/game24/expression';

/** A story of `training/stories/stories.jsonl`. */
export interface StoryLine {
  readonly problem: string;
  readonly answer: string;
  /** How it is worked out; not known of the older ones, and empty where nothing is to be worked out. */
  readonly expression?: string;
  /** Who wrote it, with others of the kind. */
  readonly lot: string;
}

/** Right and wrong readings of a story that are kept. */
const MOST_RIGHT = 30;
const MOST_WRONG = 120;
/** Readings of a set of numbers, by how many numbers the story has. */
const most = (numbers: number): number => (numbers <= 3 ? 400 : numbers === 4 ? 60 : 25);

/** What every part of an expression of whole numbers comes to; nothing of one with others. */
function valuesIn(expression: string): ReadonlySet<number> {
  const found = new Set<number>();
  const whole = expression.replace(/\d+\.\d+/g, (said) => `(${Math.round(Number(said) * 100)}/100)`);
  evaluate(tokenize(whole) ?? [], ({ n, d }) => found.add(n / d));
  return found;
}

/** What a step comes to, and what is worked out within it. */
const partsOf = (operation: Operation, a: number, b: number, scale: number): number[] =>
  operation.length === 1
    ? [valueOf(operation, a, b, scale)]
    : [valueOf(operation.at(-1) as Operation, a, b, scale), valueOf(operation, a, b, scale)];

const keyOf = (reading: Reading): string =>
  reading.kind === 'numeral'
    ? `${reading.main}`
    : `(${keyOf(reading.left)}${reading.operation}${keyOf(reading.right)})`;

export interface Example {
  readonly lot: string;
  readonly steps: readonly (readonly number[])[];
  readonly readings: readonly (readonly number[])[];
  readonly values: readonly number[];
  readonly right: number;
}

/** The steps and readings of one story. */
export function exampleOf(scene: Scene, story: StoryLine, weights: Weights | null, rng: Rng): Example {
  const known = valuesIn(story.expression ?? '');
  const answer = Number(story.answer);
  const isNone = story.expression === '';
  const score = scorerOf(scene, weights ?? []);
  const rough: StepScore = weights ? score : () => rng.uniform();
  // The right reading is among those that are kept: a step that comes to a part of its expression comes first.
  const towards: StepScore = (operation, left, right, isLast) =>
    rough(operation, left, right, isLast) +
    (partsOf(operation, left.value, right.value, scene.scale).every((part) => known.has(part)) ? 100 : 0);
  const kept = most(scene.numerals.length);
  const all = new Map(
    [rough, towards]
      .flatMap((by) => wholeReadings(scene, readingsOf(scene, kept, by), score, weights ?? []))
      .map((whole) => [keyOf(whole.reading), { ...whole, order: weights ? whole.score : rng.uniform() }] as const),
  );
  const sorted = [...all.values()].sort((a, b) => b.order - a.order);
  const right = isNone ? [] : sorted.filter(({ reading }) => reading.value === answer).slice(0, MOST_RIGHT);
  const wrong = sorted.filter(({ reading }) => isNone || reading.value !== answer).slice(0, MOST_WRONG);
  const steps: number[][] = [];
  const places = new Map<string, number>();
  const stepOf = (key: string, features: () => number[]): number => {
    const at = places.get(key) ?? steps.push(features()) - 1;
    places.set(key, at);
    return at;
  };
  const stepsOf = (reading: Reading, isLast: boolean): number[] => {
    if (reading.kind === 'numeral') return [];
    const { operation, left, right: beside } = reading;
    const own = stepOf(operation + signatureOf(left, beside, isLast), () =>
      stepHashes(scene, left, beside, isLast).map((hash) => placeOf(hash, operation)),
    );
    return [own, ...stepsOf(left, false), ...stepsOf(beside, false)];
  };
  const readings = [...right, ...wrong].map(({ reading, leftOut }) => [
    ...stepsOf(reading, true),
    ...leftOut.map((numeral) =>
      stepOf(`out ${numeral}`, () => leftOutFeatures(scene, numeral).map((one) => placeOf(hashOf(one), null))),
    ),
  ]);
  const values = [...right, ...wrong].map(({ reading }) => reading.value);
  const none = [stepOf('none', () => noneFeatures(scene).map((one) => placeOf(hashOf(one), null)))];
  return isNone
    ? { lot: story.lot, steps, readings: [none, ...readings], values: [0, ...values], right: 1 }
    : { lot: story.lot, steps, readings: [...readings, none], values: [...values, 0], right: right.length };
}
