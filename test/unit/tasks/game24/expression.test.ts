import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluate, tokenize } from '../../../../src/tasks/game24/expression';
import { format } from '../../../../src/tasks/game24/rational';
import { expressionsWorth24 } from './brute-force';
import { canComplete } from './at-24';

const valueOf = (text: string): string | null => {
  const tokens = tokenize(text);
  const value = tokens && evaluate(tokens);
  return value && format(value);
};

describe('tokenize', () => {
  it('reads numbers, operators, brackets and spaces', () => {
    expect(tokenize('(13 -9)*( 10/ 4)')).toEqual(['(', 13, '-', 9, ')', '*', '(', 10, '/', 4, ')']);
  });

  it.each([
    ['a letter', '4 x 5'],
    ['a point', '4.0 * 6'],
    ['a multiplication sign beyond ASCII', '4 × 6'],
    ['digits beyond ASCII', '٤ * 6'],
    ['full-width digits', '４ * 6'],
    ['a space beyond ASCII', '4\u00a0* 6'],
    ['a tab', '4\t* 6'],
    ['a line end', '4 *\n6'],
    ['an equals sign', '4 * 6 = 24'],
    ['a power', '2 ^ 3'],
    ['a huge number', '1234567 - 1'],
    ['a leading zero', '04 * 6'],
    ['a long text', '1 + '.repeat(60)],
  ])('refuses %s', (_, text) => expect(tokenize(text)).toBeNull());
});

describe('evaluate', () => {
  it.each([
    ['4 + 5 * 6', '34'],
    ['(4 + 5) * 6', '54'],
    ['10 - 4 - 3', '3'],
    ['24 / 4 / 2', '3'],
    ['24 / (4 / 2)', '12'],
    ['8 / (3 - 8 / 3)', '24'],
    ['((7))', '7'],
    ['1 - 5', '-4'],
  ])('%s is %s', (text, value) => expect(valueOf(text)).toBe(value));

  it.each(['', '4 +', '+ 4', '-4', '4 5', '(4', '4)', '()', '4 * (5', '4 ** 5', '4 / 0', '6 / (3 - 3)', '4 (5)'])(
    '%j has no value',
    (text) => expect(valueOf(text)).toBeNull(),
  );

  it('agrees with JavaScript on any expression', () => {
    const leaf = fc.integer({ min: 1, max: 24 }).map(String);
    const { expression } = fc.letrec<{ expression: string }>((tie) => ({
      expression: fc.oneof(
        { maxDepth: 3, withCrossShrink: true },
        leaf,
        fc
          .tuple(tie('expression'), fc.constantFrom('+', '-', '*', '/'), tie('expression'))
          .map((parts) => parts.join(' ')),
        tie('expression').map((inner) => `(${inner})`),
      ),
    }));
    fc.assert(
      fc.property(expression, (text) => {
        fc.pre(text.length <= 200);
        // The text holds nothing but what was put together above.
        // eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call
        const expected = new Function(`return ${text}`)() as number;
        const tokens = tokenize(text)!;
        const value = evaluate(tokens);
        fc.pre(value === null || Number.isSafeInteger(value.n));
        if (value) expect(value.n / value.d).toBeCloseTo(expected, 6);
        else expect(Number.isFinite(expected)).toBe(false);
      }),
    );
  });
});

describe('canComplete', () => {
  const complete = (text: string, numbers: readonly number[]): boolean => canComplete(tokenize(text)!, numbers);

  it('holds for every beginning of every right expression', () => {
    for (const expression of expressionsWorth24([4, 5, 6, 10])) {
      const tokens = tokenize(expression)!;
      for (let end = 0; end <= tokens.length; end++)
        expect(canComplete(tokens.slice(0, end), [4, 5, 6, 10])).toBe(true);
    }
  });

  it('agrees with brute force on every beginning of two tokens', () => {
    // Redundant brackets aside, an expression begins with a number and an operator, or with brackets.
    const numbers = [3, 3, 8, 8];
    const beginnings = new Set(
      [...expressionsWorth24(numbers)].map((text) => text.replace(/\(/g, '').split(' ').slice(0, 2).join(' ')),
    );
    for (const a of [3, 8])
      for (const op of ['+', '-', '*', '/'])
        expect([a, op, complete(`${a} ${op}`, numbers)]).toEqual([a, op, beginnings.has(`${a} ${op}`) && a === 8]);
  });

  it.each([
    ['5 * 5', 'a number twice'],
    ['7', 'a number that is not there'],
    ['4 5', 'two numbers in a row'],
    ['4 + )', 'a bracket in the wrong place'],
    [')', 'a bracket that was never opened'],
    ['10 * 6 * 5 *', 'nothing that can become 24'],
    ['(5 * 4) + (10 - 6) -', 'more than all numbers'],
    ['5 + 4 + 10 + 6', 'a wrong value'],
  ])('refuses %j: %s', (text) => expect(complete(text, [4, 5, 6, 10])).toBe(false));
});
