import { describe, expect, it } from 'vitest';
import {
  beginningOf,
  formatCount,
  formatFixed,
  formatLogprob,
  formatMegabytes,
  formatPercent,
  formatSeconds,
  formatShare,
  formatValue,
} from '../../../src/viz/format';

describe('numbers on the page', () => {
  it.each([
    ['probability', 0, '0.00', '0,00'],
    ['probability', 0.0004, '<0.01', '<0,01'],
    ['probability', 0.005, '0.01', '0,01'],
    ['probability', 0.834, '0.83', '0,83'],
    ['probability', 0.994, '0.99', '0,99'],
    ['probability', 0.9951, '>0.99', '>0,99'],
    ['probability', 1, '1.00', '1,00'],
    ['logprob', 0, '0.00', '0,00'],
    ['logprob', -0.001, '>−0.01', '>−0,01'],
    ['logprob', -0.998, '−1.00', '−1,00'],
    ['logprob', -2.5, '−2.50', '−2,50'],
    ['unbounded', 0.998, '1.00', '1,00'],
    ['unbounded', 0.002, '0.00', '0,00'],
    ['unbounded', -0.001, '0.00', '0,00'],
    ['unbounded', -0.2, '−0.20', '−0,20'],
    ['unbounded', 9999999, '9,999,999.00', '9.999.999,00'],
    ['unbounded', 1.2345e7, '1.23E7', '1,23E7'],
    ['unbounded', -1e308, '−1.00E308', '−1,00E308'],
    ['unbounded', 5e-324, '0.00', '0,00'],
    [null, 0.998, '1.00', '1,00'],
    ['probability', NaN, '–', '–'],
    ['unbounded', Infinity, '–', '–'],
  ] as const)('on the scale %s, %f is %s, in Spanish %s', (scale, value, english, spanish) => {
    expect(formatValue(value, 'en', scale)).toBe(english);
    expect(formatValue(value, 'zh', scale)).toBe(english);
    expect(formatValue(value, 'es', scale)).toBe(spanish);
  });

  it.each([
    [0, '100%', '100 %'],
    [Math.log(0.5), '50%', '50 %'],
    [Math.log(0.034), '3.4%', '3,4 %'],
    [Math.log(0.0004), '<0.1%', '<0,1 %'],
    [Math.log(0.9999), '>99.9%', '>99,9 %'],
    [-Infinity, '0.0%', '0,0 %'],
    [NaN, '–', '–'],
  ])('logprob %f is %s, in Spanish %s', (logprob, english, spanish) => {
    expect(formatPercent(logprob, 'en')).toBe(english);
    expect(formatPercent(logprob, 'zh')).toBe(english);
    expect(formatPercent(logprob, 'es').replace('\u00a0', ' ')).toBe(spanish);
  });

  it.each([
    [-0.104, '−0.10'],
    [-2.5, '−2.50'],
    [-0.0001, '0.00'],
    [0, '0.00'],
    [-Infinity, '–'],
  ])('logarithm %f is %s', (logprob, text) => expect(formatLogprob(logprob, 'en')).toBe(text));

  it('are short, whatever a file says', () => {
    const written = [
      formatCount(1e308, 'en'),
      formatSeconds(1e300, 'en'),
      formatFixed(-1e200, 'es', 2),
      formatMegabytes(1e300, 'zh'),
    ];
    for (const text of written) expect(text.length).toBeLessThan(12);
    expect(formatCount(2147483647, 'en')).toBe('2,147,483,647');
  });

  it('counts, seconds, bytes and shares follow the language', () => {
    expect(formatCount(12345, 'en')).toBe('12,345');
    expect(formatCount(12345, 'es')).toBe('12.345');
    expect(formatCount(0.25, 'es')).toBe('0,25');
    expect(formatSeconds(1250, 'en')).toBe('1.3');
    expect(formatSeconds(1250, 'es')).toBe('1,3');
    expect(formatSeconds(42, 'en')).toBe('0.04');
    expect(formatMegabytes(30_451_234, 'en')).toBe('30.5');
    expect(formatShare(0.6135, 'en')).toBe('61.4%');
    expect(formatFixed(0.12345, 'es', 3)).toBe('0,123');
  });
});

describe('the beginning of a text', () => {
  it.each([
    ['4 5 6 10', 60, '4 5 6 10'],
    ['Nora works 2 hours. Mila works 4 times as many.', 22, 'Nora works 2 hours…'],
    ['Nora works 2 hours.', 19, 'Nora works 2 hours.'],
    ['Nora works 2 hours.', 10, 'Nora works…'],
    ['诺拉工作了两个小时，米拉工作的时间是她的四倍。', 10, '诺拉工作了两个小时…'],
    ['a verylongwordwithoutanyspaceinit', 20, 'a verylongwordwithou…'],
  ])('of %j in %d characters is %j', (text, most, beginning) => {
    expect(beginningOf(text, most)).toBe(beginning);
  });
});
