/** Chooses among the readings of a story by a learned, linear score of their steps. */
import {
  alsoFeatures,
  alsoShapeFeatures,
  hashOf,
  lastPairFeatures,
  leftOutFeatures,
  noneFeatures,
  numberFeatures,
  pairFeatures,
  placeBy,
  questionFeatures,
  saltOf,
  shapeFeatures,
  sizeFeatures,
  sizesOf,
  sizesPlace,
  treeFeatures,
  unitFeatures,
  unitRelation,
} from './features';
import { isCountable, MOST_NUMERALS, type Numeral, type Scene } from './numerals';
import { OPERATIONS, readingsOf, shapeOf, type Operation, type Reading, type Scored, type StepScore } from './readings';

/** Weights by place (`placeOf`). */
export type Weights = ArrayLike<number>;

/** Readings that are kept of every set of numbers; of many numbers there are many sets. */
const keptOf = ({ numerals }: Scene): number => (numerals.length <= 4 ? 16 : 8);

/** What the two parts of a step are made by. */
const shapeIn = (left: Reading, right: Reading): string => `${shapeOf(left)},${shapeOf(right)}`;

const PLACE = Object.fromEntries(OPERATIONS.map((operation, at) => [operation, at])) as Record<Operation, number>;
const SHAPES = OPERATIONS.length + 1;
const shapePlace = (reading: Reading): number =>
  reading.kind === 'step' ? PLACE[reading.operation] : OPERATIONS.length;

/** Features of a step that depend on the same of it. */
interface Group {
  /** Equal for steps whose features of the group are equal; null for a step that has none. */
  readonly placeOf: (left: Reading, right: Reading, isLast: boolean) => number | null;
  /** In parts, each with what it depends on. */
  readonly parts: (
    scene: Scene,
    left: Reading,
    right: Reading,
    isLast: boolean,
  ) => readonly (readonly [key: string, features: () => string[]])[];
}

/** A place for two numerals, the shapes of both parts, and which step it is. */
const placeFor = (i: number, j: number, left: Reading, right: Reading, isLast: boolean): number =>
  (((i * MOST_NUMERALS + j) * SHAPES + shapePlace(left)) * SHAPES + shapePlace(right)) * 2 + Number(isLast);

/** Of a step whose `side` is itself a step: how the number that ends that one goes with the other part's. */
const alsoGroup = (side: 'l' | 'r', pair: (left: Reading, right: Reading) => readonly [number, number]): Group => ({
  placeOf: (left, right) =>
    (side === 'l' ? left : right).kind === 'step' ? placeFor(...pair(left, right), left, right, false) : null,
  parts: (scene, left, right) => {
    const [i, j] = pair(left, right);
    const shape = shapeIn(left, right);
    return [
      [`also ${side} ${i} ${j}`, () => alsoFeatures(scene, i, j, side)],
      [`also ${side} ${i} ${j} ${shape}`, () => alsoShapeFeatures(scene, i, j, side, shape)],
    ];
  },
});

const GROUPS: readonly Group[] = [
  {
    placeOf: (left, right, isLast) => placeFor(left.main, right.main, left, right, isLast),
    parts: (scene, left, right, isLast) => {
      const [i, j] = [left.main, right.main];
      const shape = shapeIn(left, right);
      return [
        [`a ${i}`, () => numberFeatures(scene.numerals[i]!, 'a')],
        [`b ${j}`, () => numberFeatures(scene.numerals[j]!, 'b')],
        [`q ${isLast}`, () => questionFeatures(scene, isLast)],
        [`p ${i} ${j}`, () => pairFeatures(scene, i, j)],
        ...(isLast ? [[`l ${i} ${j}`, () => lastPairFeatures(scene, i, j)] as const] : []),
        [`t ${shape} ${isLast}`, () => treeFeatures(scene, shape, isLast)],
        [`s ${i} ${j} ${shape} ${isLast}`, () => shapeFeatures(scene, i, j, shape, isLast)],
      ];
    },
  },
  {
    placeOf: (left, right, isLast) => placeFor(...unitRelation(left.units, right.units), left, right, isLast),
    parts: (_, left, right, isLast) => {
      const relation = unitRelation(left.units, right.units);
      const shape = shapeIn(left, right);
      return [[`u ${relation.join(' ')} ${shape} ${isLast}`, () => unitFeatures(relation, shape, isLast)]];
    },
  },
  {
    placeOf: (left, right, isLast) =>
      ((sizesPlace(sizesOf(left.value, right.value)) * SHAPES + shapePlace(left)) * SHAPES + shapePlace(right)) * 2 +
      Number(isLast),
    parts: (scene, left, right, isLast) => {
      const sizes = sizesOf(left.value, right.value);
      const shape = shapeIn(left, right);
      return [[`z ${sizes.join(' ')} ${shape} ${isLast}`, () => sizeFeatures(scene, sizes, shape, isLast)]];
    },
  },
  alsoGroup('l', (left, right) => [left.also, right.main]),
  alsoGroup('r', (left, right) => [left.main, right.also]),
];

/** Equal for steps with equal features. */
export const signatureOf = (left: Reading, right: Reading, isLast: boolean): string =>
  GROUPS.map(({ placeOf: place }) => place(left, right, isLast)).join(' ');

/** Every feature of one step, as hashes. */
export const stepHashes = (scene: Scene, left: Reading, right: Reading, isLast: boolean): number[] =>
  GROUPS.filter(({ placeOf: place }) => place(left, right, isLast) !== null).flatMap(({ parts }) =>
    parts(scene, left, right, isLast).flatMap(([, features]) => features().map(hashOf)),
  );

/** The sum of the weights of features with an operation; `null` is for what is none. */
function weigh(hashes: readonly number[], operation: Operation | null, weights: Weights): number {
  const salt = saltOf(operation);
  let total = 0;
  for (const hash of hashes) total += weights[placeBy(hash, salt)] ?? 0;
  return total;
}

const weighAlone = (features: readonly string[], weights: Weights): number =>
  weigh(features.map(hashOf), null, weights);

/** Features that are weighed once with each operation. */
interface Part {
  readonly hashes: readonly number[];
  readonly scores: (number | undefined)[];
}

/** A group's features of a step, and what they weigh with each operation. */
interface Row {
  readonly parts: readonly Part[];
  readonly scores: (number | undefined)[];
}

/** The scores of steps; each group of features is weighed once with an operation, and so is each of its parts. */
export function scorerOf(scene: Scene, weights: Weights): StepScore {
  const once = new Map<string, Part>();
  const partOf = (key: string, features: () => string[]): Part => {
    const part = once.get(key) ?? { hashes: features().map(hashOf), scores: [] };
    once.set(key, part);
    return part;
  };
  // A story of six numbers asks for some hundred thousand, of two parts one operation after the other.
  const known = GROUPS.map(() => new Map<number, Row>());
  const rows: (Row | null)[] = [];
  let latest: readonly [left: Reading, right: Reading, isLast: boolean] | null = null;
  const rowOf = (at: number, left: Reading, right: Reading, isLast: boolean): Row | null => {
    const { placeOf: place, parts } = GROUPS[at]!;
    const where = place(left, right, isLast);
    if (where === null) return null;
    let row = known[at]!.get(where);
    if (!row) {
      row = { parts: parts(scene, left, right, isLast).map(([key, features]) => partOf(key, features)), scores: [] };
      known[at]!.set(where, row);
    }
    return row;
  };
  return (operation, left, right, isLast) => {
    if (!latest || latest[0] !== left || latest[1] !== right || latest[2] !== isLast) {
      latest = [left, right, isLast];
      for (let at = 0; at < GROUPS.length; at++) rows[at] = rowOf(at, left, right, isLast);
    }
    const by = PLACE[operation];
    let total = 0;
    for (const row of rows) {
      if (!row) continue;
      let score = row.scores[by];
      if (score === undefined) {
        score = 0;
        for (const { hashes, scores } of row.parts) score += scores[by] ??= weigh(hashes, operation, weights);
        row.scores[by] = score;
      }
      total += score;
    }
    return total;
  };
}

export type Step = Extract<Reading, { readonly kind: 'step' }>;
export interface Whole extends Scored<Step> {
  /** The numerals that it leaves out. */
  readonly leftOut: readonly number[];
}

/** Whether a reading may leave out so much: one number that is stated, two of four or more, and any that a word only implies. */
function mayLeaveOut(numerals: readonly Numeral[], leftOut: readonly number[]): boolean {
  const isTold = ({ kind, value }: Numeral): boolean => kind !== 'implied' && kind !== 'one' && value !== 1;
  const told = leftOut.filter((numeral) => isTold(numerals[numeral]!)).length;
  return told <= (numerals.filter(isTold).length < 4 ? 1 : 2);
}

/** The readings that answer: of all numerals, or of those that it may be of. */
export function wholeReadings(scene: Scene, of: readonly Scored[][], score: StepScore, weights: Weights): Whole[] {
  const { numerals } = scene;
  const without = numerals.map((_, numeral) => weighAlone(leftOutFeatures(scene, numeral), weights));
  return of.flatMap((readings, mask) => {
    const leftOut = numerals.flatMap((_, numeral) => ((mask >> numeral) & 1 ? [] : [numeral]));
    if (!mayLeaveOut(numerals, leftOut)) return [];
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

/** Whether a value may answer: an average that is asked for lies between the numbers that it is of. */
function mayAnswer({ numerals }: Scene, value: number): boolean {
  if (!numerals.some(({ isAsked, near }) => isAsked && near.includes('by:average'))) return true;
  const stated = numerals.flatMap((one) => (one.kind === 'stated' ? [one.value] : []));
  return value >= Math.min(...stated) && value <= Math.max(...stated);
}

/**
 * The answers that a story may mean, the likeliest first, 0 for none that has to be worked out. There are none where there
 * is too little or too much to count with, or where somebody is asked about whom the story does not name.
 */
export function rank(scene: Scene, weights: Weights): Ranked[] {
  if (!isCountable(scene) || scene.question.isOfStranger) return [];
  const score = scorerOf(scene, weights);
  const all: readonly Scored<Step | null>[] = [
    ...wholeReadings(scene, readingsOf(scene, keptOf(scene), score), score, weights).filter(({ reading }) =>
      mayAnswer(scene, reading.value),
    ),
    { reading: null, score: weighAlone(noneFeatures(scene), weights) },
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
