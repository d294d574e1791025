/** Quantities that are known only once the whole story is read, and what is worked out of them. */
import type { StepOperator } from '../relations';
import { combine, number, SOME, UNKNOWN, type Quantity } from './quantities';

/** Known only once the whole story is read: it may speak of what a later sentence states. */
export type Later = () => Quantity | null;

export const DOLLAR = 'dollar';
export const AGE = 'age';

const later =
  (operation: StepOperator) =>
  (left: Later, right: Later): Later =>
  () => {
    const [a, b] = [left(), right()];
    return a && b && combine(a, operation, b);
  };
export const plus = later('+');
export const minus = later('-');
const product = later('*');
const isOne = (quantity: Quantity | null): boolean => quantity?.kind === 'number' && quantity.value === 1;
/** Once so many is so many. */
export const times =
  (left: Later, right: Later): Later =>
  () =>
    isOne(left()) ? right() : isOne(right()) ? left() : product(left, right)();
export const dividedBy = later('/');
export const percentOf = later('%');
export const exactly =
  (value: number): Later =>
  () =>
    value === SOME ? UNKNOWN : number(value);

/** A part of a whole: `half`, `a third`, `25 percent`, or a whole number of times. */
export type Share = { readonly operation: StepOperator; readonly by: number };

export const shareOf = (whole: Later, { operation, by }: Share): Later =>
  operation === '%' ? percentOf(exactly(by), whole) : later(operation)(whole, exactly(by));

/** What the one has who is compared with, of what both have together. */
export function smallerOf(both: Later, { operation, by }: Share): Later {
  if (operation === '*') return dividedBy(both, plus(exactly(by), exactly(1)));
  if (operation === '+' || operation === '-')
    return dividedBy((operation === '+' ? minus : plus)(both, exactly(by)), exactly(2));
  return () => null;
}
