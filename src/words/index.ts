/** The sentences of the page's language. */
import type { ParsedProblem } from '../tasks/task';
import type { FaultData } from '../protocol/import';
import type { OfferedLanguage, OfferedTask } from '../url/fields';
import { messages as en } from './en';
import { fillBare } from './fill';
import type { Messages } from './types';

export { fill, parts } from './fill';
export type { Part } from './fill';
export type { Messages } from './types';
export { verifierName } from './verifier-name';

/** Those that have come; English comes with the page. */
const known = new Map<OfferedLanguage, Messages>([['en', en]]);

/** A file of its own for each in what is built. */
const FETCH: Readonly<Record<Exclude<OfferedLanguage, 'en'>, () => Promise<{ readonly messages: Messages }>>> = {
  es: () => import('./es'),
  zh: () => import('./zh'),
};

/** The sentences of a language; English ones until `fetchMessages` has brought it. */
export const messagesFor = (language: OfferedLanguage): Messages => known.get(language) ?? en;

/** Fetches the sentences of a language, the first time. Rejects where they cannot be had. */
export async function fetchMessages(language: OfferedLanguage): Promise<void> {
  if (language !== 'en' && !known.has(language)) known.set(language, (await FETCH[language]()).messages);
}

/** What is wrong with a typed problem. */
export function faultSentence(
  task: OfferedTask,
  { code, data }: Extract<ParsedProblem, { ok: false }>,
  { problem, language }: Messages,
): string {
  const sentences: Readonly<Record<string, string>> = problem.faults[task];
  return fillBare(sentences[code] ?? code, data, language);
}

/**
 * Why a file was refused. Its data holds a code as `fault`, and as `cause` that of the line that kept it from being
 * read; an error without a code speaks for itself.
 */
export function refusalSentence(error: unknown, messages: Messages): string {
  const { data, message } = (error ?? {}) as { data?: FaultData; message?: string };
  const sentences: Readonly<Record<string, string>> = { ...messages.trace.faults, ...messages.imports.faults };
  const sentence = sentences[data?.['fault'] ?? ''];
  if (!data || sentence === undefined) return message ?? String(error);
  const cause = sentences[data['cause'] ?? ''];
  const { language } = messages;
  const filled = cause === undefined ? data : { ...data, why: fillBare(cause, data, language) };
  return fillBare(sentence, filled, language);
}
