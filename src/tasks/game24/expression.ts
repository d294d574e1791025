/** Arithmetic expressions over whole numbers: reading, exact value, and whether a beginning can still be right. */
import { apply, equals, MAX_DIGITS, rational, type Operator, type Rational } from './rational';

export type ExpressionToken = number | Operator | '(' | ')';

/** Longest expression that is looked at: a model may write anything. */
const MAX_LENGTH = 200;

/**
 * The tokens of an expression, or null when it holds anything but whole numbers without leading zeros, `+ - * /`,
 * brackets and plain spaces.
 */
export function tokenize(text: string): ExpressionToken[] | null {
  if (text.length > MAX_LENGTH || !/^[-+*/() 0-9]*$/.test(text)) return null;
  const tokens: ExpressionToken[] = [];
  for (const [piece] of text.matchAll(/\d+|[^ ]/g)) {
    if (/^\d/.test(piece)) {
      if (piece.length > MAX_DIGITS || /^0\d/.test(piece)) return null;
      tokens.push(Number(piece));
    } else tokens.push(piece as ExpressionToken);
  }
  return tokens;
}

/**
 * Exact value with the usual precedence; null for a malformed expression or a division by zero.
 * @param onPart hears what every operation comes to, the inner ones first
 */
export function evaluate(
  tokens: readonly ExpressionToken[],
  onPart: (value: Rational) => void = () => undefined,
): Rational | null {
  let at = 0;
  const factor = (): Rational | null => {
    const token = tokens[at++];
    if (typeof token === 'number') return rational(token);
    if (token !== '(') return null;
    const inner = sum();
    return tokens[at++] === ')' ? inner : null;
  };
  const chain = (operand: () => Rational | null, first: Operator, second: Operator): Rational | null => {
    let left = operand();
    while (left && (tokens[at] === first || tokens[at] === second)) {
      const op = tokens[at++] as Operator;
      const right = operand();
      left = right && apply(op, left, right);
      if (left) onPart(left);
    }
    return left;
  };
  const product = (): Rational | null => chain(factor, '*', '/');
  const sum = (): Rational | null => chain(product, '+', '-');
  const value = sum();
  return at === tokens.length ? value : null;
}

/** The numbers of an expression, ascending. */
export const numbersOf = (tokens: readonly ExpressionToken[]): number[] =>
  tokens.filter((token) => typeof token === 'number').sort((a, b) => a - b);

/**
 * Whether some continuation of `tokens` uses each of `numbers` exactly once and is worth `target`.
 *
 * Depth-first over what may be written next. A bracket is opened only while at least two numbers are still to come,
 * because a bracket round one number never changes a value; so the search is small and still exact.
 */
export function canComplete(tokens: readonly ExpressionToken[], numbers: readonly number[], target: Rational): boolean {
  const unused = [...numbers];
  let open = 0;
  let wantsOperand = true;
  for (const token of tokens) {
    const isOperand = typeof token === 'number' || token === '(';
    if (isOperand !== wantsOperand) return false;
    if (typeof token === 'number') {
      const at = unused.indexOf(token);
      if (at < 0) return false;
      unused.splice(at, 1);
      wantsOperand = false;
    } else if (token === '(') open++;
    else if (token === ')') {
      if (--open < 0) return false;
    } else wantsOperand = true;
  }
  return complete([...tokens], unused, open, wantsOperand, target);
}

function complete(
  tokens: ExpressionToken[],
  unused: number[],
  open: number,
  wantsOperand: boolean,
  target: Rational,
): boolean {
  const extend = (token: ExpressionToken, left: number[], depth: number, wants: boolean): boolean =>
    complete([...tokens, token], left, depth, wants, target);
  if (wantsOperand) {
    if (!unused.length) return false;
    const distinct = unused.filter((value, i) => unused.indexOf(value) === i);
    for (const value of distinct) {
      const at = unused.indexOf(value);
      if (
        extend(
          value,
          unused.filter((_, k) => k !== at),
          open,
          false,
        )
      )
        return true;
    }
    const trailingOpen = tokens.length - 1 - tokens.findLastIndex((token) => token !== '(');
    return unused.length > 1 && trailingOpen < unused.length - 1 && extend('(', unused, open + 1, true);
  }
  if (!unused.length && open === 0) {
    const value = evaluate(tokens);
    return value !== null && equals(value, target);
  }
  if (open > 0 && extend(')', unused, open - 1, false)) return true;
  return unused.length > 0 && (['+', '-', '*', '/'] as const).some((op) => extend(op, unused, open, true));
}
