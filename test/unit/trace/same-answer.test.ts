import { describe, expect, it } from 'vitest';
import { isSameAnswer } from '../../../src/trace/same-answer';

describe('two answers', () => {
  it.each([
    ['18', '18'],
    ['18.0', '18'],
    ['$1,200', '1200'],
    ['The answer is 18.', '18'],
    ['So she has 18 dollars left: 18', '18'],
    ['\\frac{1}{2}', '0.5'],
    ['\\dfrac{3}{4}', '\\frac{3}{4}'],
    ['\\left( 3, 4 \\right)', '(3,4)'],
    ['\\text{east}', 'east'],
    ['50\\%', '50'],
    ['-7', '-7.00'],
  ])('%j is %j', (answer, expected) => expect(isSameAnswer(answer, expected)).toBe(true));

  it.each([
    ['19', '18'],
    ['18 apples and 2 pears', '18'],
    ['x^2', 'x^3'],
    ['', ''],
    ['', '0'],
    ['1/0', '0'],
    ['118', '18'],
    ['0.18', '18'],
  ])('%j is not %j', (answer, expected) => expect(isSameAnswer(answer, expected)).toBe(false));
});
