/** The sentences of the page's language. */
import type { ParsedProblem } from '../../tasks/task';
import type { ReadTrace } from '../../trace/read';
import type { OfferedLanguage, OfferedTask } from '../../url/fields';
import { en } from './en';
import { es } from './es';
import { fill } from './fill';
import type { Messages } from './types';
import { zh } from './zh';

export { fill, parts } from './fill';
export type { Part } from './fill';
export type { Messages } from './types';

const LANGUAGES: Readonly<Record<OfferedLanguage, Messages>> = { en, es, zh };

/** What each language calls itself. */
export const LANGUAGE_NAMES: Readonly<Record<OfferedLanguage, string>> = { en: 'English', es: 'Español', zh: '中文' };

export const messagesFor = (language: OfferedLanguage): Messages => LANGUAGES[language];

/** What is wrong with a typed problem. */
export function faultSentence(
  task: OfferedTask,
  { code, data }: Extract<ParsedProblem, { ok: false }>,
  { problem }: Messages,
): string {
  const sentences: Readonly<Record<string, string>> = problem.faults[task];
  return fill(sentences[code] ?? code, data);
}

/** What is wrong with a file that should have been a trace. */
export const traceSentence = ({ code, data }: Extract<ReadTrace, { ok: false }>, { trace }: Messages): string =>
  fill(trace.faults[code], data);
