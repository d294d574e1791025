import { describe, expect, it } from 'vitest';
import {
  formatCount,
  formatLogprob,
  formatMegabytes,
  formatPercent,
  formatSeconds,
  formatValue,
  visibleToken,
} from '../../../src/viz/format';

describe('numbers on the page', () => {
  it.each([
    [0, '0.00'],
    [0.0004, '<0.01'],
    [0.005, '0.01'],
    [0.834, '0.83'],
    [0.994, '0.99'],
    [0.9951, '>0.99'],
    [1, '1.00'],
    [NaN, '–'],
  ])('value %f is %s', (value, text) => expect(formatValue(value)).toBe(text));

  it.each([
    [0, '100%'],
    [Math.log(0.5), '50%'],
    [Math.log(0.034), '3.4%'],
    [Math.log(0.0004), '<0.1%'],
    [Math.log(0.9999), '>99.9%'],
    [-Infinity, '0.0%'],
  ])('logprob %f is %s', (logprob, text) => expect(formatPercent(logprob)).toBe(text));

  it.each([
    [-0.105, '−0.10'],
    [-2.5, '−2.50'],
    [-0.0001, '0.00'],
    [0, '0.00'],
  ])('logarithm %f is %s', (logprob, text) => expect(formatLogprob(logprob)).toBe(text));

  it('counts, seconds and bytes follow the language', () => {
    expect(formatCount(12345, 'en')).toBe('12,345');
    expect(formatCount(12345, 'de')).toBe('12.345');
    expect(formatSeconds(1250, 'en')).toBe('1.3');
    expect(formatSeconds(42, 'en')).toBe('0.04');
    expect(formatMegabytes(30_451_234, 'en')).toBe('30.5');
  });

  it.each([
    ['', '∎'],
    ['\n', '↵'],
    [')\n', ')'],
    [' - ', ' - '],
  ])('token %j is shown as %s', (text, shown) => expect(visibleToken(text)).toBe(shown));
});
