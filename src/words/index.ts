/** The sentences of the page's language. */
import { TASKS } from '../tasks/registry';
import type { Fault } from '../tasks/task';
import { fetchTaskWords } from '../tasks/words';
import type { TaskWords } from '../tasks/words';
import type { FaultData } from '../core/errors';
import { OFFERED_TASKS } from '../url/fields';
import type { OfferedLanguage, OfferedTask } from '../url/fields';
import { messages as en } from './en';
import { fillBare } from './fill';
import type { Messages, OwnMessages } from './types';

export { fill, inARow, parts } from './fill';
export type { Part } from './fill';
export type { Messages } from './types';
export { nameInSentence, verifierName } from './verifier-name';

/** The sentences of a language, with those of each task. */
const withTasks = (page: OwnMessages, words: readonly TaskWords[]): Messages => ({
  ...page,
  tasks: Object.fromEntries(OFFERED_TASKS.map((id, i) => [id, words[i]!])) as Messages['tasks'],
});

const english = withTasks(
  en,
  OFFERED_TASKS.map((id) => TASKS[id].words),
);

/** Those that have come; English comes with the page. */
const known = new Map<OfferedLanguage, Messages>([['en', english]]);

/** A file of its own for each in what is built. */
const FETCH: Readonly<Record<Exclude<OfferedLanguage, 'en'>, () => Promise<{ readonly messages: OwnMessages }>>> = {
  es: () => import('./es'),
  zh: () => import('./zh'),
};

/** The sentences of a language; English ones until `fetchMessages` has brought it. */
export const messagesFor = (language: OfferedLanguage): Messages => known.get(language) ?? english;

/** Fetches the sentences of a language, the first time. Rejects where they cannot be had. */
export async function fetchMessages(language: OfferedLanguage): Promise<void> {
  if (language === 'en' || known.has(language)) return;
  const words = OFFERED_TASKS.map((id) => fetchTaskWords(TASKS[id], language));
  known.set(language, withTasks((await FETCH[language]()).messages, await Promise.all(words)));
}

/** What each task is called. */
export const taskNames = ({ tasks }: Messages): Readonly<Record<OfferedTask, string>> =>
  Object.fromEntries(OFFERED_TASKS.map((id) => [id, tasks[id].name])) as Record<OfferedTask, string>;

/** What is wrong with a typed problem, or what its reader should know before a run. */
export function faultSentence(
  task: OfferedTask,
  { code, data, message }: Fault,
  { tasks, language }: Messages,
): string {
  const { faults, warnings } = tasks[task];
  const sentence = faults[code] ?? warnings[code];
  return sentence === undefined ? message : fillBare(sentence, data, language);
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
