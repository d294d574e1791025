/** Which value heads outlive the page: those of earlier visits, and what becomes of those that are made in this one. */
import type { KeptHead } from '../../../runtime/kept-heads';
import { headName, type HeadFile } from '../../../protocol/train';
import type { KeptHeadsSource } from '../../shell/ports';

type Keepable = Pick<HeadFile, 'id' | 'file' | 'bytes'>;

export class HeadKeeping {
  readonly #source: KeptHeadsSource | null;
  #all = $state.raw<readonly KeptHead[]>([]);
  #lost = $state.raw<readonly Keepable[]>([]);
  /** One after the other, so that what is kept last stays. */
  #last: Promise<void> = Promise.resolve();

  constructor(source: KeptHeadsSource | null) {
    this.#source = source;
  }

  /** The newest first, as far as they were read. */
  get all(): readonly KeptHead[] {
    return this.#all;
  }
  /** Heads that were to be kept and could not: gone when the page is left, whether their model is there or not. */
  get lost(): readonly Keepable[] {
    return this.#lost;
  }
  /** Their names. */
  get unkept(): readonly string[] {
    return this.#lost.map(({ id }) => headName(id));
  }

  /** Reads what is kept, also by other pages since; it never rejects. */
  read(): Promise<void> {
    return this.#then(() => this.#read());
  }
  async #read(): Promise<void> {
    const source = await this.#source?.();
    if (source) this.#all = [...(await source.all())].reverse();
  }

  /** Keeps heads where there is room, and tells which are not; nobody has to wait for it. */
  keep(heads: readonly Keepable[]): Promise<void> {
    return this.#then(async () => {
      for (const head of heads) if (!(await this.#put(head))) this.#lost = [...this.#lost, head];
      await this.#read();
    });
  }

  /** Keeps one where there is room; null where it is not kept, which is not told. */
  async tryKeep(head: Keepable): Promise<KeptHead | null> {
    let kept: KeptHead | null = null;
    await this.#then(async () => {
      kept = await this.#put(head);
      await this.#read();
    });
    return kept;
  }

  async #put({ id, file, bytes }: Keepable): Promise<KeptHead | null> {
    const source = await this.#source?.().catch(() => null);
    const kept = (await source?.keep({ file, bytes })) ?? null;
    this.#lost = this.#lost.filter((one) => one.id !== id);
    return kept;
  }

  forget(heads: readonly Pick<KeptHead, 'key'>[]): Promise<void> {
    const keys = heads.map(({ key }) => key);
    const gone = new Set(keys.map((key) => key.join()));
    const others = (): readonly KeptHead[] => this.#all.filter(({ key }) => !gone.has(key.join()));
    this.#all = others();
    return this.#then(async () => {
      await (await this.#source?.())?.remove(keys);
      // It may have been read once more meanwhile.
      this.#all = others();
    });
  }

  #then(work: () => Promise<void>): Promise<void> {
    // What fails, such as to fetch the code for it, leaves what is shown as it is.
    return (this.#last = this.#last.then(work).catch(() => undefined));
  }
}
