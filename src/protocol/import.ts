/** What the page asks of the import worker (over comlink). Types, and the sentences of what can be wrong. */
import type { Bytes, Entry, Listing } from '../import/types';
import type { OldEncoding } from '../import/plain-text';
import type { ReadTree } from '../import/readers';

export { IMPORT_SENTENCES } from '../import/faults';
export type { ImportFault } from '../import/faults';
export type { Entry, Format, Listing, SkippedLine } from '../import/types';

/** Questions of a file; `encoding` is null for UTF-8 and UTF-16, which a file tells of itself. */
export type ReadQuestions<Questions> = Questions & { readonly encoding: OldEncoding | null };
/** Why a file holds none. */
export type QuestionFileFault<Fault> =
  Fault | { readonly fault: 'too-large'; readonly limit: number } | { readonly fault: 'unreadable' };

/** What questions are, and what can be wrong with them, is the tasks' matter. */
export interface ImportApi<Questions = object, Fault = object> {
  /** The problems of a file. Throws `bad-input` where there is none. */
  list(file: Bytes, onProgress: (fraction: number) => void): Promise<Listing>;
  /** One of them as a checked trace, or a sentence. */
  read(file: Bytes, place: Pick<Entry, 'start' | 'end'>): Promise<ReadTree>;
  /** Questions with their answers, in any encoding that the page reads, or why it holds none. */
  questions(file: Blob): Promise<ReadQuestions<Questions> | QuestionFileFault<Fault>>;
}
