/** What a story says as a graph of quantities, whatever words it says it in. */
import type { StepOperator } from '../relations';
import { worth as worthOf } from '../solver';

/** A whole number, or a sum of two others; `%` is `left` percent of `right`. */
export type Quantity = (
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'sum'; readonly operation: StepOperator; readonly left: Quantity; readonly right: Quantity }
) & {
  /** Whose it is, where that is said. */
  readonly who?: string;
};

export const number = (value: number): Quantity => ({ kind: 'number', value });

/** What stands in a text for a number that is not told: `some marbles`; out of the range of what may be written. */
export const SOME = 999983;
/** How many is not told: what is made of it comes to no number, and so is no answer. */
export const UNKNOWN = number(Number.NaN);

/** Whether a number that is not told is part of it. */
export const isOpen = (quantity: Quantity): boolean =>
  quantity.kind === 'number' ? Number.isNaN(quantity.value) : isOpen(quantity.left) || isOpen(quantity.right);

/** What a quantity comes to; a fraction where it does not divide. */
export const worth = (quantity: Quantity): number =>
  quantity.kind === 'number'
    ? quantity.value
    : worthOf({ operator: quantity.operation }, worth(quantity.left), worth(quantity.right));

export const combine = (left: Quantity, operation: StepOperator, right: Quantity): Quantity => ({
  kind: 'sum',
  operation,
  left,
  right,
});

export const total = (parts: readonly Quantity[]): Quantity =>
  parts.slice(1).reduce((sum, part) => combine(sum, '+', part), parts[0]!);

/** Whose a quantity is, where all of it is one owner's; null where it is several's or nobody's. */
export function ownerOf(quantity: Quantity): string | null {
  if (quantity.who !== undefined) return quantity.who;
  if (quantity.kind === 'number') return null;
  const [left, right] = [ownerOf(quantity.left), ownerOf(quantity.right)];
  return left !== null && right !== null && left !== right ? null : (left ?? right);
}

/** The numbers that a quantity is made of, each as often as it is used. */
export function numbersIn(quantity: Quantity): number[] {
  return quantity.kind === 'number' ? [quantity.value] : [...numbersIn(quantity.left), ...numbersIn(quantity.right)];
}
