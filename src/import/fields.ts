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

/** The numbers of a record by name, those left out that mean something else. */
export const numbersIn = (fields: Fields, except: readonly string[] = []): [name: string, number: number][] =>
  Object.entries(fields).flatMap(([name, value]): [string, number][] => {
    const number = numberOf(value);
    return number === null || name === '' || except.includes(name) ? [] : [[cut(name, TRACE_LIMITS.name), number]];
  });

/** Where tools write whether a solution is right. */
const VERDICTS = ['label', 'correct', 'is_correct'] as const;

/** What a record says of its solution: true or false, or 1 or 0; null where it says nothing. */
export function verdictIn(fields: Fields): boolean | null {
  for (const name of VERDICTS) {
    const said = fields[name];
    if (typeof said === 'boolean') return said;
    if (said === 1 || said === 0) return said === 1;
  }
  return null;
}

/** Where tools write the right answer, as a number or a text. */
const EXPECTED = ['ground_truth', 'gold_answer', 'reference_answer', 'target', 'answer'] as const;
const MOST_EXPECTED = 2000;

/** The right answer of a record: in GSM8K's form what stands after `####`, in MATH's what is boxed. */
export function expectedIn(fields: Fields): string | null {
  for (const name of EXPECTED) {
    const said = fields[name];
    const text = typeof said === 'number' && Number.isFinite(said) ? String(said) : textOf(said);
    if (text === null || text.trim() === '') continue;
    const last = /####\s*(.+?)\s*$/.exec(text)?.[1] ?? boxed(text) ?? text.trim();
    if (last.length <= MOST_EXPECTED) return last;
  }
  const solution = textOf(fields['solution']);
  return solution === null ? null : boxed(solution);
}

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
