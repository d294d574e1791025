/** What is said when a training ends before its time, or a verifier's file cannot be used: why, and what to do. */
import { errorCode, type AppError, type ErrorCode, type FaultData } from '../../../core/errors';
import { TASKS } from '../../../tasks/registry';
import type { OfferedTask } from '../../../url/fields';
import { fill, type Messages } from '../../../words';
import { failureOf } from '../../shell/engine.svelte';

/** The page's own sentences for these speak of a search and its tree. */
const BY_CODE: Readonly<Partial<Record<ErrorCode, Exclude<keyof Messages['train']['faults'], 'other'>>>> = {
  'out-of-memory': 'memory',
  'backend-unavailable': 'browser',
  'backend-wrong-numbers': 'browser',
  'worker-died': 'died',
};
/** Of what was asked. */
const OF_REQUEST = ['nothing', 'alike', 'unable', 'few', 'few-tests', 'few-questions', 'unfinished'] as const;
/** Of the site's files, which a search needs too. */
const OF_SITE: readonly ErrorCode[] = ['download-failed', 'file-damaged', 'file-missing'];

const dataOf = (error: unknown): FaultData => (error as Partial<AppError> | null)?.data ?? {};

/** Long enough to know a file by, without what turns the writing round or is not seen. */
const shownName = (name: string): string => {
  const seen = name.replace(/\p{C}/gu, '');
  return seen.length > 80 ? `${seen.slice(0, 60)}…${seen.slice(-19)}` : seen;
};

/** Why a training ended; null for one that was called off. */
export function trainingFault(error: unknown, { train, errors, language }: Messages): string | null {
  const { code, message } = failureOf(error);
  if (code === 'aborted') return null;
  if (OF_SITE.includes(code)) return fill(errors[code], { message }, language);
  const { fault, count = 0 } = dataOf(error);
  const own = OF_REQUEST.find((one) => one === fault) ?? BY_CODE[code] ?? 'other';
  return fill(train.faults[own], { message, count }, language);
}

/** Why a file was not opened. @param task whose verifiers the page takes now; null where that does not depend on it */
export function fileFault(error: unknown, task: OfferedTask | null, messages: Messages): string | null {
  const { train, tasks, language } = messages;
  const data = dataOf(error);
  const sentences: Readonly<Record<string, string>> = train.fileFaults;
  const said = (message: string): string => fill(train.notOpened, { message }, language);
  if (errorCode(error) === 'bad-input' && data['name'] !== undefined) return said(train.sameName);
  const other = Object.keys(TASKS).find((id) => task !== null && id === data['task'] && id !== task) as
    OfferedTask | undefined;
  const fault = data['fault'] === 'other-model' && other && tasks[other] ? 'other-task' : `${data['fault']}`;
  const sentence = sentences[fault];
  if (sentence === undefined) return trainingFault(error, messages);
  const named = { ...data, file: shownName(`${data['file']}`), ...(other ? { task: tasks[other].name } : {}) };
  return said(fill(sentence, named, language));
}
