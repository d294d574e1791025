/** Looking into data that can hold anything. */
import { TRACE_LIMITS } from '../trace/schema';
import { badFile } from './faults';

export type Fields = Readonly<Record<string, unknown>>;

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const fieldsOf = (value: unknown): Fields => (isFields(value) ? value : {});
export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? (value as unknown[]) : []);
export const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);
export const numberOf = (value: unknown): number | null =>
  typeof value === 'number' && Number.isFinite(value) ? value : null;
export const numbersOf = (value: unknown): number[] => listOf(value).map((item) => numberOf(item) ?? NaN);

const MOST_DEPTH = 200;

const isDeeper = (value: unknown, most: number): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (most === 0 || Object.values(value).some((item) => isDeeper(item, most - 1)));

/** As JSON; nothing for undefined. Throws `bad-input` for what is nested too deeply to be written. */
export function asJson(value: unknown): string {
  if (isDeeper(value, MOST_DEPTH)) throw badFile('too-deep');
  return JSON.stringify(value) ?? '';
}

/** A text as it is; anything else as JSON. Throws as `asJson`. */
export const written = (value: unknown): string => (typeof value === 'string' ? value : asJson(value));

/** Text cut to what a trace holds at most. */
export const cut = (text: string, most: number = TRACE_LIMITS.text): string =>
  text.length <= most ? text : `${text.slice(0, most - 1)}…`;

/** What stands in the last `\boxed{…}`, braces matched; else null. */
export function boxed(text: string): string | null {
  const from = text.lastIndexOf('\\boxed{');
  if (from < 0) return null;
  let depth = 0;
  for (let i = from + 6; i < text.length; i++) {
    if (text[i] === '{') depth++;
    else if (text[i] === '}' && --depth === 0) return text.slice(from + 7, i);
  }
  return null;
}
