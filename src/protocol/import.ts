/** What the page asks of the import worker (over comlink). Types, and the sentences of what can be wrong. */
import type { Bytes, Entry, Listing } from '../import/types';
import type { ReadTree } from '../import/readers';

export { IMPORT_SENTENCES } from '../import/faults';
export type { ImportFault } from '../import/faults';
export type { Entry, Format, Listing, SkippedLine } from '../import/types';

export interface ImportApi {
  /** The problems of a file. Throws `bad-input` where there is none. */
  list(file: Bytes, onProgress: (fraction: number) => void): Promise<Listing>;
  /** One of them as a checked trace, or a sentence. */
  read(file: Bytes, place: Pick<Entry, 'start' | 'end'>): Promise<ReadTree>;
}
