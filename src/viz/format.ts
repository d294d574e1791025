/** How numbers are written on the page. Pure: a locale comes in, text comes out. */

/**
 * A probability with two digits. What would round to 0 or 1 without being so is written as a bound: a verifier that
 * says 0.999 has not proved anything.
 */
export function formatValue(value: number): string {
  if (!Number.isFinite(value)) return '–';
  if (value > 0 && value < 0.005) return '<0.01';
  if (value < 1 && value >= 0.995) return '>0.99';
  return value.toFixed(2);
}

/** A probability as a percentage, from its natural logarithm. */
export function formatPercent(logprob: number): string {
  const percent = Math.exp(logprob) * 100;
  if (!Number.isFinite(percent)) return '–';
  if (percent > 0 && percent < 0.1) return '<0.1%';
  if (percent < 100 && percent >= 99.95) return '>99.9%';
  return `${percent < 10 ? percent.toFixed(1) : percent.toFixed(0)}%`;
}

/** Two digits, a real minus sign, and no minus zero. */
export function formatLogprob(logprob: number): string {
  if (!Number.isFinite(logprob)) return '–';
  const text = Math.abs(logprob).toFixed(2);
  return logprob < 0 && Number(text) !== 0 ? `−${text}` : text;
}

/** By locale and digits: to make one takes longer than the rest of a number, and some are written on every frame. */
const formats = new Map<string, Intl.NumberFormat>();

function numberFormat(locale: string, least = 0, most = Math.max(least, 3)): Intl.NumberFormat {
  const key = `${locale} ${least} ${most}`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.NumberFormat(locale, { minimumFractionDigits: least, maximumFractionDigits: most });
    formats.set(key, format);
  }
  return format;
}

export const formatCount = (count: number, locale: string): string => numberFormat(locale).format(count);

export const formatSeconds = (elapsedMs: number, locale: string): string =>
  numberFormat(locale, elapsedMs < 100_000 ? 1 : 0, elapsedMs < 100 ? 2 : elapsedMs < 100_000 ? 1 : 0).format(
    elapsedMs / 1000,
  );

/** Megabytes (10^6 bytes) with one digit, as a download says it. */
export const formatMegabytes = (sizeBytes: number, locale: string): string =>
  numberFormat(locale, 1, 1).format(sizeBytes / 1e6);

/**
 * A token as it is shown. Line ends and the invisible end-of-sequence token get a sign of their own, so that there
 * is always something to point at.
 */
export function visibleToken(text: string): string {
  if (text === '') return '∎';
  if (text === '\n') return '↵';
  return text.replace(/\n+$/, '');
}
