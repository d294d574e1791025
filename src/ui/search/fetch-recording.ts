/** The finished searches that come with the site, to be read while the models load (`npm run record` makes them). */
import { readRecording, readRecordingIndex, type RecordingIndex } from '../../trace/recording';
import type { Trace } from '../../trace/types';
import type { UrlState } from '../../url/fields';
import { problemKey, recordingKey } from '../../url/recording-key';
import { nextTask } from '../kit/next-task';
import type { FilePort } from '../shell/ports';

const FOLDER = 'recorded';
/** Of the default search, which the first visit shows: it needs no list. */
const FIRST = 'first-search.inkling.json';

export class Recordings {
  readonly #files: FilePort | null;
  #index: RecordingIndex['files'] | null = null;

  constructor(files: FilePort | null) {
    this.#files = files;
  }

  /**
   * The search with these very settings, or that of the same problem with its task's. Null where there is none or it
   * cannot be had.
   */
  async find(state: UrlState): Promise<Trace | null> {
    const keys = [recordingKey(state), problemKey(state)];
    try {
      const name = keys[0] === '' ? FIRST : await this.#nameOf(keys);
      const bytes = name === null ? undefined : await this.#files?.read(`${FOLDER}/${name}`);
      if (!bytes) return null;
      await nextTask();
      return readRecording(new TextDecoder().decode(bytes));
    } catch {
      // Offline, or a site that leaves them out: the page goes on without.
      return null;
    }
  }

  async #nameOf(keys: readonly string[]): Promise<string | null> {
    const bytes = this.#index ? null : await this.#files?.read(`${FOLDER}/index.json`);
    if (bytes) this.#index = readRecordingIndex(new TextDecoder().decode(bytes))?.files ?? {};
    for (const key of keys) {
      const name = this.#index?.[key];
      if (name !== undefined) return name;
    }
    return null;
  }
}
