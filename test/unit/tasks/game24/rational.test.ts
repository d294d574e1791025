import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { apply, compare, equals, format, OPERATORS, parse, rational } from '../../../../src/tasks/game24/rational';

const fraction = fc
  .tuple(fc.integer({ min: -999, max: 999 }), fc.integer({ min: 1, max: 999 }))
  .map(([n, d]) => rational(n, d));

describe('rational', () => {
  it.each([
    [6, 4, '3/2'],
    [-6, 4, '-3/2'],
    [6, -4, '-3/2'],
    [-6, -4, '3/2'],
    [8, 4, '2'],
    [0, 7, '0'],
    [0, -7, '0'],
  ])('%i/%i is %s', (n, d, text) => expect(format(rational(n, d))).toBe(text));

  it('has one form for zero', () => {
    expect(Object.is(rational(0, -7).n, 0)).toBe(true);
    expect(Object.is(apply('*', rational(0), rational(-3))!.n, 0)).toBe(true);
    expect(equals(apply('-', rational(3), rational(3))!, rational(0))).toBe(true);
  });

  it('is exact where floating point is not', () => {
    expect(format(apply('+', rational(1, 10), rational(2, 10))!)).toBe('3/10');
    // 8 / (3 - 8 / 3) = 24
    const inner = apply('-', rational(3), apply('/', rational(8), rational(3))!)!;
    expect(format(apply('/', rational(8), inner)!)).toBe('24');
  });

  it('obeys the laws of arithmetic', () => {
    fc.assert(
      fc.property(fraction, fraction, (a, b) => {
        expect(apply('+', a, b)).toEqual(apply('+', b, a));
        expect(apply('*', a, b)).toEqual(apply('*', b, a));
        expect(apply('-', apply('+', a, b)!, b)).toEqual(a);
        if (b.n !== 0) expect(apply('*', apply('/', a, b)!, b)).toEqual(a);
        expect(Math.sign(compare(a, b))).toBe(Math.sign(a.n / a.d - b.n / b.d));
      }),
    );
  });

  it('divides by zero never', () => {
    for (const op of OPERATORS) expect(apply(op, rational(3), rational(0)) === null).toBe(op === '/');
  });
});

describe('parse', () => {
  it('reads what format writes', () => {
    fc.assert(
      fc.property(fraction, (value) => {
        expect(parse(format(value))).toEqual(value);
      }),
    );
  });

  it.each([
    '',
    ' ',
    '1 ',
    ' 1',
    '1.5',
    '+1',
    '--1',
    '1/0',
    '1/-2',
    '/2',
    '1/',
    '1/2/3',
    '1234567',
    '1/1234567',
    '٣',
    '1e3',
  ])('refuses %j', (text) => expect(parse(text)).toBeNull());

  it.each(['08', '6/4', '4/1', '-0', '0/3'])('refuses %j, which format would write otherwise', (text) => {
    expect(parse(text)).toBeNull();
  });
});
