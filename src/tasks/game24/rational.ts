/**
 * Exact fractions in lowest terms, with a positive denominator.
 *
 * Plain numbers instead of a fraction library: the solver does millions of these on small integers, and every
 * input is limited to six digits (`MAX_DIGITS`), so no product leaves the safe integer range.
 */
export interface Rational {
  readonly n: number;
  readonly d: number;
}

/** Longest run of digits that is read as a number; a longer one is simply not a legal number. */
export const MAX_DIGITS = 6;

function gcd(a: number, b: number): number {
  let x = Math.abs(a);
  let y = Math.abs(b);
  while (y) [x, y] = [y, x % y];
  return x;
}

/** The fraction `n/d` in lowest terms. `d` must not be 0. */
export function rational(n: number, d = 1): Rational {
  const g = gcd(n, d) * (d < 0 ? -1 : 1);
  // `+ 0` turns -0 into 0, so that equal fractions are equal in every comparison.
  return { n: n / g + 0, d: d / g };
}

export const equals = (a: Rational, b: Rational): boolean => a.n === b.n && a.d === b.d;

/** Negative, zero or positive as `a` is below, equal to or above `b`. */
export const compare = (a: Rational, b: Rational): number => a.n * b.d - b.n * a.d;

export const OPERATORS = ['+', '-', '*', '/'] as const;
export type Operator = (typeof OPERATORS)[number];

/** `a op b`, or null for a division by zero. */
export function apply(op: Operator, a: Rational, b: Rational): Rational | null {
  switch (op) {
    case '+':
      return rational(a.n * b.d + b.n * a.d, a.d * b.d);
    case '-':
      return rational(a.n * b.d - b.n * a.d, a.d * b.d);
    case '*':
      return rational(a.n * b.n, a.d * b.d);
    case '/':
      return b.n === 0 ? null : rational(a.n * b.d, a.d * b.n);
  }
}

/** As it is written in a step: `4`, `-5`, `8/3`. */
export const format = (r: Rational): string => (r.d === 1 ? `${r.n}` : `${r.n}/${r.d}`);

const PATTERN = new RegExp(`^(-?\\d{1,${MAX_DIGITS}})(?:/(\\d{1,${MAX_DIGITS}}))?$`);

/** The inverse of `format`; null for anything else, also for `08` or `6/4`, which `format` writes otherwise. */
export function parse(text: string): Rational | null {
  const match = PATTERN.exec(text);
  if (!match) return null;
  const d = match[2] === undefined ? 1 : Number(match[2]);
  if (d === 0) return null;
  const value = rational(Number(match[1]), d);
  return format(value) === text ? value : null;
}
