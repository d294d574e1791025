/** The ways to make an answer of the numbers of a story: expression trees, and the best of them by a score of each step. */
import { MAX_VALUE, MIN_VALUE } from '../../lexicon';
import { combine, number, type Quantity } from '../quantities';
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

/** What an operation makes of two values; NaN where that is no whole number of the grammar. */
export function valueOf(operation: Operation, a: number, b: number): number {
  const inner = plainValue(operation.at(-1) as Plain, a, b);
  if (!Number.isInteger(inner) || inner < MIN_VALUE) return NaN;
  const value =
    operation.length === 1 ? inner : operation === '-*' ? inner - a : operation[0] === 'x' ? a + inner : a - inner;
  return value >= MIN_VALUE && value <= MAX_VALUE ? value : NaN;
}

/** A bit for every unit that the numerals are counted in; the question's is the first. */
export function unitsOf(numerals: readonly Numeral[], asked: string): readonly number[] {
  const known = [asked];
  return numerals.map(({ kind, unit }) => {
    if (unit === '' || (kind !== 'stated' && kind !== 'implied')) return 0;
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
const MOST_UNSORTED = 256;

/** The best `most` readings of every set of numerals, by the sum of the scores of their steps; the index is the set's bits. */
export function readingsOf(
  { numerals, question }: Pick<Scene, 'numerals' | 'question'>,
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
            const value = valueOf(operation, left.value, right.value);
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

const isOne = (quantity: Quantity): boolean => quantity.kind === 'number' && quantity.value === 1;

/** What the grammar, which states no 1, has words for: what is done with a 1 is done. */
function withoutOne(left: Quantity, operation: Exclude<Plain, '%'>, right: Quantity): Quantity {
  if (left.kind === 'number' && right.kind === 'number') {
    const value = plainValue(operation, left.value, right.value);
    return isOne(left) || isOne(right) || value === 1 ? number(value) : combine(left, operation, right);
  }
  if ((operation === '*' || operation === '/') && isOne(right)) return left;
  return operation === '*' && isOne(left) ? right : combine(left, operation, right);
}

/** A reading as a quantity. */
export function quantityOf(reading: Reading): Quantity {
  if (reading.kind === 'numeral') return number(reading.value);
  const { operation } = reading;
  const [left, right] = [quantityOf(reading.left), quantityOf(reading.right)];
  const plain = operation.at(-1) as Plain;
  const inner = plain === '%' ? combine(right, '%', left) : withoutOne(left, plain, right);
  if (operation.length === 1) return inner;
  if (operation === '-*') return withoutOne(inner, '-', left);
  return withoutOne(left, operation[0] === 'x' ? '+' : '-', inner);
}
