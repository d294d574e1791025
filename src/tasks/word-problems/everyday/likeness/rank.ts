/** Chooses among the readings of a story by a learned, linear score of their steps. */
import type { Telling } from '../telling';
import {
  hashOf,
  lastPairFeatures,
  leftOutFeatures,
  noneFeatures,
  numberFeatures,
  pairFeatures,
  placeOf,
  questionFeatures,
  shapeFeatures,
} from './features';
import { MOST_NUMERALS, sceneOf, type Scene } from './numerals';
import { OPERATIONS, readingsOf, type Reading, type Scored, type StepScore } from './readings';

/** Weights by place (`placeOf`). */
export type Weights = ArrayLike<number>;

/** Readings that are kept of every set of numbers. */
const KEPT = 8;

/** Every feature of one step, as hashes. */
export function stepHashes(scene: Scene, left: Reading, right: Reading, isLast: boolean): number[] {
  const { numerals } = scene;
  return [
    ...numberFeatures(numerals[left.main]!, 'a'),
    ...numberFeatures(numerals[right.main]!, 'b'),
    ...questionFeatures(scene, isLast),
    ...pairFeatures(scene, left.main, right.main),
    ...(isLast ? lastPairFeatures(scene, left.main, right.main) : []),
    ...shapeFeatures(scene, left, right, isLast),
  ].map(hashOf);
}

/** Equal for steps with equal features. */
export const signatureOf = (left: Reading, right: Reading, isLast: boolean): string =>
  `${left.main} ${left.kind === 'step' ? left.operation : 'n'} ${right.main} ${right.kind === 'step' ? right.operation : 'n'} ${isLast}`;

/** The scores of steps, each part of them worked out once: of a number, of a pair, of a shape. */
export function scorerOf(scene: Scene, weights: Weights): StepScore {
  const { numerals } = scene;
  const sums = (features: readonly string[]): number[] => {
    const hashes = features.map(hashOf);
    return OPERATIONS.map((operation) =>
      hashes.reduce((total, hash) => total + (weights[placeOf(hash, operation)] ?? 0), 0),
    );
  };
  const once = new Map<string, readonly number[]>();
  const kept = (key: string, features: () => string[]): readonly number[] => {
    let known = once.get(key);
    if (known === undefined) once.set(key, (known = sums(features())));
    return known;
  };
  const steps = new Map<string, readonly number[]>();
  return (operation, left, right, isLast) => {
    const key = signatureOf(left, right, isLast);
    let scores = steps.get(key);
    if (scores === undefined) {
      const [i, j] = [left.main, right.main];
      const parts = [
        kept(`a ${i}`, () => numberFeatures(numerals[i]!, 'a')),
        kept(`b ${j}`, () => numberFeatures(numerals[j]!, 'b')),
        kept(`q ${isLast}`, () => questionFeatures(scene, isLast)),
        kept(`p ${i} ${j}`, () => pairFeatures(scene, i, j)),
        ...(isLast ? [kept(`l ${i} ${j}`, () => lastPairFeatures(scene, i, j))] : []),
        sums(shapeFeatures(scene, left, right, isLast)),
      ];
      steps.set(key, (scores = OPERATIONS.map((_, at) => parts.reduce((total, part) => total + part[at]!, 0))));
    }
    return scores[OPERATIONS.indexOf(operation)]!;
  };
}

/** Of features that stand for no operation. */
const sumOf = (features: readonly string[], weights: Weights): number =>
  features.reduce((total, feature) => total + (weights[placeOf(hashOf(feature), null)] ?? 0), 0);

export type Step = Extract<Reading, { readonly kind: 'step' }>;
export interface Whole extends Scored<Step> {
  /** The numerals that it leaves out. */
  readonly leftOut: readonly number[];
}

/** The readings that answer: of all numerals, or without one, and without any that a word only implies. */
export function wholeReadings(scene: Scene, of: readonly Scored[][], score: StepScore, weights: Weights): Whole[] {
  const { numerals } = scene;
  const without = numerals.map((_, numeral) => sumOf(leftOutFeatures(scene, numeral), weights));
  return of.flatMap((readings, mask) => {
    const leftOut = numerals.flatMap((_, numeral) => ((mask >> numeral) & 1 ? [] : [numeral]));
    if (leftOut.filter((numeral) => numerals[numeral]!.kind !== 'implied').length > 1) return [];
    const lost = leftOut.reduce((total, numeral) => total + without[numeral]!, 0);
    return readings.flatMap(({ reading, score: sum }) => {
      if (reading.kind === 'numeral') return [];
      const { operation, left, right } = reading;
      const asLast = score(operation, left, right, true) - score(operation, left, right, false);
      return [{ reading, leftOut, score: sum + asLast + lost }];
    });
  });
}

export interface Ranked {
  readonly value: number;
  /** Of all readings with this value; they sum to 1. */
  readonly probability: number;
  /** The likeliest of them; null where no operation is to be done. */
  readonly reading: Step | null;
}

/**
 * The answers that a story may mean, the likeliest first, 0 for none that has to be worked out. There are none where there
 * is too little or too much to count with, or where somebody is asked about whom the story does not name.
 */
export function rank(told: Telling, weights: Weights): Ranked[] {
  const scene = sceneOf(told);
  if (scene.numerals.length < 2 || scene.numerals.length > MOST_NUMERALS || scene.question.isOfStranger) return [];
  const score = scorerOf(scene, weights);
  const all: readonly Scored<Step | null>[] = [
    ...wholeReadings(scene, readingsOf(scene.numerals, KEPT, score), score, weights),
    { reading: null, score: sumOf(noneFeatures(scene), weights) },
  ].sort((a, b) => b.score - a.score);
  const weighed = all.map((one) => Math.exp(one.score - all[0]!.score));
  const total = weighed.reduce((sum, weight) => sum + weight, 0);
  const answers = new Map<number, Ranked>();
  all.forEach(({ reading }, at) => {
    const value = reading?.value ?? 0;
    const known = answers.get(value) ?? { value, probability: 0, reading };
    answers.set(value, { ...known, probability: known.probability + weighed[at]! / total });
  });
  return [...answers.values()].sort((a, b) => b.probability - a.probability);
}
