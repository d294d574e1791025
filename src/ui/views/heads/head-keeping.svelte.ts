/** Which value heads outlive the page: those of earlier visits, and what becomes of those that are made in this one. */
import type { KeptHead } from '../../../runtime/kept-heads';
import { headName, type HeadFile } from '../../../protocol/train';
import type { KeptHeadsSource, TrainingNote } from '../../shell/ports';

export class HeadKeeping {
  readonly #source: KeptHeadsSource | null;
  readonly #note: TrainingNote | null;
  #lost = $state<string | null>(null);
  #all = $state.raw<readonly KeptHead[]>([]);
  /** Names of heads that were to be kept and could not. */
  #unkept = $state.raw<readonly string[]>([]);
  /** One after the other, so that what is kept last stays. */
  #last: Promise<void> = Promise.resolve();

  constructor(source: KeptHeadsSource | null, note: TrainingNote | null = null) {
    this.#source = source;
    this.#note = note;
    this.#lost = note?.read() ?? null;
  }

  /** The model of a training that ended with the page before, in this tab; null where there was none. */
  get lost(): string | null {
    return this.#lost;
  }
  /** A training begins, which ends with the page, or has ended. */
  begin(model: string): void {
    this.#lost = null;
    this.#note?.write(model);
  }
  end(): void {
    this.#lost = null;
    this.#note?.write(null);
  }

  /** The newest first, as far as they were read. */
  get all(): readonly KeptHead[] {
    return this.#all;
  }
  /** Names of heads that are gone when the page is left: there is no storage, or no room. */
  get unkept(): readonly string[] {
    return this.#unkept;
  }

  /** Reads what is kept, also by other pages since; it never rejects. */
  read(): Promise<void> {
    return this.#then(async () => {
      const source = await this.#source?.();
      if (source) this.#all = [...(await source.all())].reverse();
    });
  }

  /** Keeps heads where there is room; nobody has to wait for it. */
  keep(heads: readonly HeadFile[]): Promise<void> {
    return this.#then(async () => {
      const source = await this.#source?.().catch(() => null);
      for (const { id, file, bytes } of heads) {
        const name = headName(id);
        const kept = (await source?.keep({ file, bytes })) ?? null;
        this.#unkept = [...this.#unkept.filter((one) => one !== name), ...(kept ? [] : [name])];
      }
      if (source) this.#all = [...(await source.all())].reverse();
    });
  }

  forget(heads: readonly KeptHead[]): Promise<void> {
    this.#all = this.#all.filter((head) => !heads.includes(head));
    return this.#then(async () => (await this.#source?.())?.remove(heads.map(({ key }) => key)));
  }

  #then(work: () => Promise<void>): Promise<void> {
    // What fails, such as to fetch the code for it, leaves what is shown as it is.
    return (this.#last = this.#last.then(work).catch(() => undefined));
  }
}
