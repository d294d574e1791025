/** What of the workshop outlives the page: trainings of earlier visits come back when it is opened. */
import type { KeptTraining } from '../../../protocol/kept-training';
import type { KeptKey } from '../../../runtime/kept-trainings';
import type { KeptSource } from '../../shell/ports';

export class Keeping {
  readonly #source: KeptSource | null;
  /** Shows a training and says its number; throws where it cannot be shown. */
  readonly #show: (training: KeptTraining) => number;
  /** By the training's number, for those that are kept. */
  #keys = $state.raw<ReadonlyMap<number, KeptKey>>(new Map());
  /** Numbers of trainings that were to be kept and could not. */
  #unkept = $state.raw<readonly number[]>([]);
  #restored: Promise<void> | null = null;
  #isReading = $state(false);
  /** One after the other, so that what is kept last stays. */
  #keeping: Promise<void> = Promise.resolve();

  constructor(source: KeptSource | null, show: (training: KeptTraining) => number) {
    this.#source = source;
    this.#show = show;
  }

  /** By number: what of the page's trainings is kept. */
  get keys(): ReadonlyMap<number, KeptKey> {
    return this.#keys;
  }
  /** Numbers of trainings that are gone when the page is left: there is no storage, or no room. */
  get unkept(): readonly number[] {
    return this.#unkept;
  }
  get isReading(): boolean {
    return this.#isReading;
  }

  /** Shows the trainings of earlier visits, once. What cannot be shown or read is left out. */
  restore(): Promise<void> {
    return (this.#restored ??= this.#read());
  }

  async #read(): Promise<void> {
    const source = this.#source;
    if (!source) return;
    this.#isReading = true;
    try {
      for (const { key, training } of await (await source()).all())
        try {
          this.#note(this.#show(training), key);
        } catch {
          // Another verifier of this page has the name of one of its.
        }
    } catch {
      // The code for it could not be fetched: nothing of before is here.
    } finally {
      this.#isReading = false;
    }
  }

  /** Keeps a training, where there is room, in place of what was kept of it before; nobody waits for it. */
  keep(number: number, training: KeptTraining): void {
    const lose = (): void => void (this.#unkept = [...this.#unkept.filter((one) => one !== number), number]);
    this.#keeping = this.#keeping.then(() => this.#keep(number, training)).catch(lose);
  }
  async #keep(number: number, training: KeptTraining): Promise<void> {
    const kept = await this.#source?.();
    const before = this.#keys.get(number);
    const key = await kept?.keep(training);
    if (!key) throw new Error('There is no room for it.');
    this.#unkept = this.#unkept.filter((one) => one !== number);
    this.#note(number, key);
    if (before) await kept?.remove([before]);
  }

  async forget(numbers: readonly number[]): Promise<void> {
    this.#unkept = this.#unkept.filter((number) => !numbers.includes(number));
    const keys = numbers.flatMap((number) => {
      const key = this.#keys.get(number);
      return key ? [key] : [];
    });
    this.#keys = new Map([...this.#keys].filter(([number]) => !numbers.includes(number)));
    const kept = await this.#source?.().catch(() => null);
    if (keys.length) await kept?.remove(keys);
  }

  #note(number: number, key: KeptKey): void {
    this.#keys = new Map([...this.#keys, [number, key]]);
  }
}
