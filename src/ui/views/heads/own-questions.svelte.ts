/** Questions that take the place of the task's problems: out of a file of the reader's, or a set that lies beside the page. */
import { errorCode } from '../../../core/errors';
import type { QuestionFileFault } from '../../../protocol/import';
import type { QuestionFault } from '../../../tasks/questions';
import type { QuestionSet } from '../../../tasks/question-set';
import { HUB_TASK } from '../../../tasks/registry';
import type { OfferedTask, UrlState } from '../../../url/fields';
import { faultSentence, fill, type Messages } from '../../../words';
import { fillBare } from '../../../words/fill';
import type { HubState } from '../../hub/hub.svelte';
import type { QuestionFilePort, QuestionPort } from '../../shell/ports';
import type { Asked } from './question-file';

/** What it needs of the page. */
interface QuestionPage {
  readonly settings: Pick<UrlState, 'task'>;
  readonly hub: Pick<HubState, 'using'>;
  readonly messages: Messages;
  chooseTask(task: OfferedTask): Promise<void>;
  refuse(sentence: string | null): void;
}

export interface QuestionSources {
  /** Sets of them, where some lie beside the page. */
  readonly sets: QuestionPort | null;
  /** Reads a file of them, away from the page. */
  readonly files: QuestionFilePort | null;
}

/** Why a set did not come: what the page says of these. */
const FAULTS = ['file-missing', 'file-damaged'] as const;

/** What is wrong with a file. Lines are told as an editor counts them, in bare digits. */
function questionSentence(read: QuestionFileFault<QuestionFault>, messages: Messages): string {
  const { language, heads } = messages;
  const sentence = heads.questionFaults[read.fault];
  if (!('line' in read)) return fill(sentence, { ...read }, language);
  if (read.fault !== 'question') return fillBare(sentence, { ...read }, language);
  return fillBare(sentence, { line: read.line, why: faultSentence(HUB_TASK, read.why, messages) }, language);
}

export class OwnQuestions {
  readonly #page: QuestionPage;
  readonly #sets: QuestionSources['sets'];
  readonly #files: QuestionSources['files'];
  readonly #onTaken: (count: number) => void;
  #inUse = $state.raw<Asked | null>(null);
  /** Of what is being downloaded. */
  #share = $state<number | null>(null);
  #ends: AbortController | null = null;
  /** Of the file that is being read, the newest that was chosen. */
  #reading = $state.raw<AbortController | null>(null);

  /** @param onTaken hears how many questions there are from now on */
  constructor(
    page: QuestionPage,
    { sets = null, files = null }: Partial<QuestionSources>,
    onTaken: (count: number) => void,
  ) {
    this.#page = page;
    this.#sets = sets;
    this.#files = files;
    this.#onTaken = onTaken;
  }

  /** Null for the task's problems. */
  get inUse(): Asked | null {
    return this.#inUse;
  }
  drop(): void {
    this.#inUse = null;
  }
  /** Whether sets lie beside the page. */
  get hasSets(): boolean {
    return this.#sets !== null;
  }
  /** How much of a set is there, in [0, 1]; null while none is downloaded. */
  get share(): number | null {
    return this.#share;
  }

  /** Whether it is not known yet what would be learned from. */
  get isComing(): boolean {
    return this.#share !== null || this.#reading !== null;
  }

  /** Takes a file, in place of one that is being read or a set that is on its way. What is none is said on the page. */
  open(file: File): Promise<void> {
    this.stop();
    return this.#take(file);
  }
  async #take(file: File): Promise<void> {
    const { settings, messages, hub } = this.#page;
    const before = hub.using;
    this.#reading?.abort();
    const reading = (this.#reading = new AbortController());
    const unreadable = { fault: 'unreadable' } as const;
    const read = (await this.#files?.questions(file, reading.signal).catch(() => unreadable)) ?? unreadable;
    if (this.#reading !== reading) return;
    this.#reading = null;
    // With the model its workshop is gone, and the page's task is another's.
    if (hub.using !== before) return;
    if (!('texts' in read)) return this.#page.refuse(questionSentence(read, messages));
    this.#inUse = { name: file.name, ...read };
    this.#onTaken(read.texts.length);
    this.#page.refuse(null);
    if (settings.task !== HUB_TASK) await this.#page.chooseTask(HUB_TASK);
  }

  /** Downloads a set, which is checked, and takes it like a file. What goes wrong is said on the page. */
  async download({ path, name, sizeBytes, sha256 }: QuestionSet): Promise<void> {
    const { hub } = this.#page;
    const before = hub.using;
    if (!this.#sets || this.#ends) return;
    const ends = (this.#ends = new AbortController());
    this.#page.refuse(null);
    this.#share = 0;
    let bytes = 0;
    const onBytes = (count: number): void => {
      bytes += count;
      this.#share = Math.min(1, bytes / sizeBytes);
    };
    try {
      const read = await this.#sets.read(path, { sizeBytes, sha256, onBytes, signal: ends.signal });
      if (!ends.signal.aborted && hub.using === before) await this.#take(new File([read], name));
    } catch (error) {
      const code = errorCode(error);
      const { setFaults } = this.#page.messages.heads;
      const known = FAULTS.find((one) => one === code) ?? 'download-failed';
      if (code !== 'aborted') this.#page.refuse(setFaults[known]);
    } finally {
      this.#ends = null;
      this.#share = null;
    }
  }
  stop(): void {
    this.#ends?.abort();
  }
}
