/** The ways to make an answer of the numbers of a story: expression trees, and the best of them by a score of each step. */
import { MAX_VALUE, MIN_VALUE } from '../../lexicon';
import { combine, number, worth, type Quantity } from '../quantities';
import type { Numeral, Scene } from './numerals';

/**
 * `x+` stands for x + (x + y), `x-` for x + (x - y) and so on: what a comparison comes to together. `-*` is x * y - x, `-/`
 * x - x / y: what is between them, or left. `%` is y percent of x.
 */
export const OPERATIONS = ['+', '-', '*', '/', '%', 'x+', 'x-', 'x*', 'x/', 'x%', '-*', '-/', '-%'] as const;
export type Operation = (typeof OPERATIONS)[number];
type Plain = '+' | '-' | '*' | '/' | '%';

interface Part {
  readonly value: number;
  /** The numerals that it is made of, a bit each. */
  readonly mask: number;
  /** The numeral that it is about: its first. */
  readonly main: number;
  /** The numeral that the last step's other part is about; of a numeral itself. */
  readonly also: number;
  /** What it is counted in: of `unitsOf`, a bit each; none where a division came to a plain number. */
  readonly units: number;
}

export type Reading = Part &
  (
    | { readonly kind: 'numeral' }
    | { readonly kind: 'step'; readonly operation: Operation; readonly left: Reading; readonly right: Reading }
  );

/** What a part of a reading is made by: `n` for a number. */
export const shapeOf = (reading: Reading): string => (reading.kind === 'step' ? reading.operation : 'n');

function plainValue(operation: Plain, a: number, b: number): number {
  if (operation === '+') return a + b;
  if (operation === '-') return a - b;
  if (operation === '*') return a * b;
  return operation === '/' ? a / b : (a * b) / 100;
}

/** To the nearest part of which `scale` are one; NaN where a value is none. */
function inParts(value: number, scale: number): number {
  if (scale === 1) return Number.isInteger(value) ? value : NaN;
  const parts = Math.round(value * scale);
  return Math.abs(parts - value * scale) < 1e-6 ? parts / scale : NaN;
}

/**
 * What an operation makes of two values; NaN where that is no number of the grammar.
 * @param scale how many of the smallest parts are in one: 1 of whole numbers
 */
export function valueOf(operation: Operation, a: number, b: number, scale = 1): number {
  const inner = inParts(plainValue(operation.at(-1) as Plain, a, b), scale);
  const least = MIN_VALUE / scale;
  if (!(inner >= least && inner <= MAX_VALUE)) return NaN;
  const value =
    operation.length === 1 ? inner : operation === '-*' ? inner - a : operation[0] === 'x' ? a + inner : a - inner;
  return value >= least && value <= MAX_VALUE ? inParts(value, scale) : NaN;
}

/** A bit for every unit that the numerals are counted in; the question's is the first. */
export function unitsOf(numerals: readonly Numeral[], asked: string): readonly number[] {
  const known = [asked];
  return numerals.map(({ kind, unit }) => {
    if (unit === '' || !/^(?:stated|implied|one)$/.test(kind)) return 0;
    if (!known.includes(unit)) known.push(unit);
    return 1 << known.indexOf(unit);
  });
}

/** What a step is counted in: sums in what both are, products in what either is, quotients in what is not divided away. */
function unitsAfter(operation: Operation, left: number, right: number): number {
  if (operation === '/') return left & ~right;
  if (operation === '*') return left | right;
  if (operation.length > 1 || operation === '%') return left;
  return left & right || left | right;
}

const kindOf = (reading: Reading, numerals: readonly Numeral[]): Numeral['kind'] | 'step' =>
  reading.kind === 'step' ? 'step' : numerals[reading.main]!.kind;

/** Whether it may be meant: what has no order is asked once, a share only divides or multiplies. */
function mayBe(operation: Operation, left: Reading, right: Reading, numerals: readonly Numeral[]): boolean {
  if ((operation === '+' || operation === '*') && (left.mask & -left.mask) > (right.mask & -right.mask)) return false;
  const [a, b] = [kindOf(left, numerals), kindOf(right, numerals)];
  if (operation.endsWith('%') !== (b === 'percent') || a === 'percent') return false;
  if (operation.length > 1 && b === 'step') return false;
  if (a === 'part') return operation === '*';
  if (b === 'part' || a === 'times' || b === 'times') return /[/*]$/.test(operation);
  return (a !== 'implied' && b !== 'implied') || operation === '/' || operation === '*';
}

export interface Scored<T extends Reading | null = Reading> {
  readonly reading: T;
  readonly score: number;
}

/** The score of a step, without those of its parts. */
export type StepScore = (operation: Operation, left: Reading, right: Reading, isLast: boolean) => number;

/** Readings of a set that wait to be sorted: so many at most lie about, and what is no better than the kept is left. */
const MOST_UNSORTED = 64;

/** The best `most` readings of every set of numerals, by the sum of the scores of their steps; the index is the set's bits. */
export function readingsOf(
  { numerals, question, scale }: Pick<Scene, 'numerals' | 'question' | 'scale'>,
  most: number,
  score: StepScore,
): Scored[][] {
  const units = unitsOf(numerals, question.unit);
  const of: Scored[][] = Array.from({ length: 1 << numerals.length }, () => []);
  numerals.forEach(({ value }, main) => {
    of[1 << main] = [
      { reading: { kind: 'numeral', value, mask: 1 << main, main, also: main, units: units[main]! }, score: 0 },
    ];
  });
  for (let mask = 1; mask < of.length; mask++) {
    const found: Scored[] = of[mask]!;
    let least = -Infinity;
    const cut = (): void => {
      found.sort((a, b) => b.score - a.score).length = most;
      least = found.at(-1)!.score;
    };
    for (let part = (mask - 1) & mask; part > 0; part = (part - 1) & mask)
      for (const { reading: left, score: before } of of[part]!)
        for (const { reading: right, score: beside } of of[mask ^ part]!)
          for (const operation of OPERATIONS) {
            if (!mayBe(operation, left, right, numerals)) continue;
            const value = valueOf(operation, left.value, right.value, scale);
            if (Number.isNaN(value)) continue;
            const sum = before + beside + score(operation, left, right, false);
            if (sum <= least) continue;
            const about = { main: left.main, also: right.main, units: unitsAfter(operation, left.units, right.units) };
            const reading: Reading = { kind: 'step', operation, left, right, value, mask, ...about };
            if (found.push({ reading, score: sum }) >= most + MOST_UNSORTED) cut();
          }
    if (found.length > most) cut();
  }
  return of;
}

const isNumber = (quantity: Quantity, value: number): boolean => quantity.kind === 'number' && quantity.value === value;

/** A sum or difference with `by` more, which one of its numbers takes; null where none can. */
function withMore(quantity: Quantity, by: number): Quantity | null {
  if (quantity.kind === 'number') return quantity.value + by > 1 ? number(quantity.value + by) : null;
  const { operation, left, right } = quantity;
  if (operation !== '+' && operation !== '-') return null;
  const other = withMore(right, operation === '+' ? by : -by);
  if (other) return combine(left, operation, other);
  const own = withMore(left, by);
  return own && combine(own, operation, right);
}

/** What the grammar, which states no 1 and no 0, has words for: what is done with them is done. */
function withoutOne(left: Quantity, operation: Exclude<Plain, '%'>, right: Quantity): Quantity {
  if (left.kind === 'number' && right.kind === 'number') {
    const value = plainValue(operation, left.value, right.value);
    return [left.value, right.value, value].some((one) => one < 2) ? number(value) : combine(left, operation, right);
  }
  const plain = combine(left, operation, right);
  if (operation === '+' || operation === '-') {
    if (isNumber(right, 0)) return left;
    if (isNumber(right, 1)) return withMore(left, operation === '+' ? 1 : -1) ?? plain;
    if (operation === '+' && isNumber(left, 0)) return right;
    return operation === '+' && isNumber(left, 1) ? (withMore(right, 1) ?? plain) : plain;
  }
  if (isNumber(right, 1)) return left;
  return operation === '*' && isNumber(left, 1) ? right : plain;
}

function rawQuantityOf(reading: Reading): Quantity {
  if (reading.kind === 'numeral') return number(reading.value);
  const { operation } = reading;
  const [left, right] = [rawQuantityOf(reading.left), rawQuantityOf(reading.right)];
  const plain = operation.at(-1) as Plain;
  const inner = plain === '%' ? combine(right, '%', left) : combine(left, plain, right);
  if (operation.length === 1) return inner;
  if (operation === '-*') return combine(inner, '-', left);
  return combine(left, operation[0] === 'x' ? '+' : '-', inner);
}

function simpler(quantity: Quantity): Quantity {
  if (quantity.kind === 'number') return quantity;
  const [left, right] = [simpler(quantity.left), simpler(quantity.right)];
  const { operation } = quantity;
  return operation === '%' ? combine(left, '%', right) : withoutOne(left, operation, right);
}

/** A quantity whose numbers are whole, and how many times as large as it is what it comes to. */
interface Whole {
  readonly quantity: Quantity;
  readonly times: number;
}

/** The same, `times` as large. */
function larger(quantity: Quantity, times: number): Quantity {
  if (quantity.kind === 'number') {
    const value = quantity.value * times;
    return number(Math.abs(value - Math.round(value)) < 1e-6 ? Math.round(value) : value);
  }
  const { operation, left, right } = quantity;
  if (operation === '+' || operation === '-') return combine(larger(left, times), operation, larger(right, times));
  return operation === '%' ? combine(left, '%', larger(right, times)) : combine(larger(left, times), operation, right);
}

/** With every number that has a part behind its point told `scale` times as large, and what is added to it; null where two such are multiplied. */
function madeWhole(quantity: Quantity, scale: number): Whole | null {
  if (quantity.kind === 'number')
    return Number.isInteger(quantity.value)
      ? { quantity, times: 1 }
      : { quantity: larger(quantity, scale), times: scale };
  const { operation } = quantity;
  const [left, right] = [madeWhole(quantity.left, scale), madeWhole(quantity.right, scale)];
  if (!left || !right) return null;
  const lifted = (one: Whole): Quantity => (one.times === 1 ? larger(one.quantity, scale) : one.quantity);
  const isEither = left.times > 1 || right.times > 1;
  if (operation === '+' || operation === '-')
    return isEither
      ? { quantity: combine(lifted(left), operation, lifted(right)), times: scale }
      : { quantity: combine(left.quantity, operation, right.quantity), times: 1 };
  const plain = combine(left.quantity, operation, right.quantity);
  if (operation === '/') {
    if (right.times > 1) return { quantity: combine(lifted(left), '/', right.quantity), times: 1 };
    if (left.times > 1 || Number.isInteger(worth(plain))) return { quantity: plain, times: left.times };
    return { quantity: combine(lifted(left), '/', right.quantity), times: scale };
  }
  if (left.times > 1 && right.times > 1) return null;
  if (operation === '%' && !isEither && !Number.isInteger(worth(plain)))
    return { quantity: combine(left.quantity, '%', lifted(right)), times: scale };
  return { quantity: plain, times: left.times * right.times };
}

/** How many parts of one are told as one, as few as will do: the models have learned small numbers. */
const SCALES = [2, 4, 5, 10, 20, 100];

/**
 * A reading as a quantity of whole numbers, so many times as large where it has to be; null where that does not help.
 * @param scales how many times, the first that will do
 */
export function quantityOf(reading: Reading, scales: readonly number[] = SCALES): Whole | null {
  const raw = rawQuantityOf(reading);
  const found = scales.flatMap((scale): Whole[] => {
    const whole = madeWhole(raw, scale);
    return whole && isTellable(whole.quantity) ? [{ ...whole, quantity: simpler(whole.quantity) }] : [];
  });
  // Twice a half is 1, of which the grammar makes nothing.
  return found.find(({ quantity }) => quantity.kind === 'sum') ?? found[0] ?? null;
}

/** Whether every step of it comes out as a number that the grammar has. */
const isTellable = (quantity: Quantity): boolean =>
  Number.isInteger(worth(quantity)) &&
  worth(quantity) <= MAX_VALUE &&
  (quantity.kind === 'number' || (isTellable(quantity.left) && isTellable(quantity.right)));
