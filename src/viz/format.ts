/** How numbers are written on the page. Pure: a locale comes in, text comes out. */
import { SCALE_LIMITS, type Scale } from '../core/scale';

/** By locale and digits: to make one takes longer than the rest of a number, and some are written on every frame. */
const formats = new Map<string, Intl.NumberFormat>();

type Style = 'decimal' | 'percent' | 'scientific';

function numberFormat(locale: string, least: number, most: number, style: Style): Intl.NumberFormat {
  const key = `${locale} ${least} ${most} ${style}`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.NumberFormat(locale, {
      ...(style === 'scientific' ? { notation: style } : { style }),
      minimumFractionDigits: least,
      maximumFractionDigits: most,
      // No minus zero.
      signDisplay: 'negative',
    });
    formats.set(key, format);
  }
  return format;
}

/** Counts from here on are no counts: a file may say anything. */
const MOST_EXACT = 1e15;

/** With a real minus sign, which some languages' formats lack. */
const write = (value: number, locale: string, least: number, most: number, style: Style = 'decimal'): string =>
  style === 'decimal' && Math.abs(value) >= MOST_EXACT
    ? write(value, locale, 0, 2, 'scientific')
    : numberFormat(locale, least, most, style).format(value).replaceAll('-', '−');

/** What was written, by format and bare digits: a tree shows thousands of values, and few that differ. */
const written = new Map<string, string>();
const MOST_KEPT = 5000;

/** A number, already rounded to some digits as text, as the language writes it. */
function writeRounded(digits: string, locale: string, count: number, style: Style): string {
  const key = `${locale} ${style} ${digits}`;
  let text = written.get(key);
  if (text === undefined) {
    text = write(style === 'percent' ? Number(digits) / 100 : Number(digits), locale, count, count, style);
    if (written.size >= MOST_KEPT) written.clear();
    written.set(key, text);
  }
  return text;
}

/** From here on a number is a power of ten: a file's may have three hundred digits, and nothing would stand beside it. */
const WIDE = 1e7;

/** So many digits after the point; a dash for what is no number. */
export function formatFixed(value: number, locale: string, digits: number): string {
  if (!Number.isFinite(value)) return '–';
  if (Math.abs(value) >= WIDE) return writeRounded(value.toExponential(digits), locale, digits, 'scientific');
  return writeRounded(value.toFixed(digits), locale, digits, 'decimal');
}

/**
 * A number on a scale with two digits. What would round to a limit of the scale without being it is written as a bound:
 * a verifier that says 0.999 has not proved anything. A scale without a limit, or null, has no such numbers.
 */
export function formatValue(value: number, locale: string, scale: Scale | null): string {
  const { min, max } = SCALE_LIMITS[scale ?? 'unbounded'];
  if (value > min && value < min + 0.005) return `<${formatFixed(min + 0.01, locale, 2)}`;
  if (value < max && value >= max - 0.005) return `>${formatFixed(max - 0.01, locale, 2)}`;
  return formatFixed(value, locale, 2);
}

/** Digits beyond which two numbers that decide are as good as equal. */
const MOST_DIGITS = 6;
/** The same, with as many digits as tell it from another: two that look alike explain no choice between them. */
export function formatBeside(value: number, other: number, locale: string, scale: Scale | null): string {
  const usual = formatValue(value, locale, scale);
  if (value === other || usual !== formatValue(other, locale, scale)) return usual;
  for (let digits = 3; digits < MOST_DIGITS; digits++)
    if (value.toFixed(digits) !== other.toFixed(digits)) return formatFixed(value, locale, digits);
  return formatFixed(value, locale, MOST_DIGITS);
}

/** A probability as a percentage, from its natural logarithm. */
export function formatPercent(logprob: number, locale: string): string {
  const share = Math.exp(logprob);
  if (!Number.isFinite(share)) return '–';
  if (share > 0 && share < 0.001) return `<${formatShare(0.001, locale)}`;
  if (share < 1 && share >= 0.9995) return `>${formatShare(0.999, locale)}`;
  return formatShare(share, locale, share < 0.1 ? 1 : 0);
}

/** A share, from 0 to 1, as a percentage. */
export const formatShare = (share: number, locale: string, digits = 1): string =>
  Number.isFinite(share) ? writeRounded((share * 100).toFixed(digits), locale, digits, 'percent') : '–';

/** Two digits. */
export const formatLogprob = (logprob: number, locale: string): string => formatFixed(logprob, locale, 2);

/** A count, or a setting with its own digits, of which three are written at most. */
export const formatCount = (count: number, locale: string): string => write(count, locale, 0, 3);

export const formatSeconds = (elapsedMs: number, locale: string): string =>
  write(elapsedMs / 1000, locale, elapsedMs < 100_000 ? 1 : 0, elapsedMs < 100 ? 2 : elapsedMs < 100_000 ? 1 : 0);

/** Megabytes (10^6 bytes) with one digit, as a download says it. */
export const formatMegabytes = (sizeBytes: number, locale: string): string => write(sizeBytes / 1e6, locale, 1, 1);

/**
 * The beginning of a text where only so much of it is needed that it is known again, cut after a word.
 * @param most characters, the sign for what is left out not counted
 */
export function beginningOf(text: string, most: number): string {
  if (text.length <= most) return text;
  const cut = text.slice(0, most + 1);
  const end = cut.lastIndexOf(' ');
  return `${cut.slice(0, end > most / 2 ? end : most).replace(/[\s.,;:，。；：]+$/u, '')}…`;
}
