/** The heads of a training that is under way: each is kept as soon as it is there, so that none waits for the others. */
import type { KeptHead } from '../../../runtime/kept-heads';
import type { HeadEvent, MadeHead } from '../../../protocol/head-training';
import { headName } from '../../../protocol/train';
import type { StateLayer } from '../../../protocol/hub';
import type { HeadKeeping } from './head-keeping.svelte';
import type { LostTraining } from './lost-training.svelte';

type Made = Extract<HeadEvent, { readonly stage: 'made' }>;

export class MadeHeads {
  readonly #keeping: HeadKeeping;
  readonly #lost: LostTraining;
  /** Those of earlier trainings: the same one may be among them. */
  readonly #before: readonly KeptHead[];
  readonly #kept = new Map<StateLayer, KeptHead>();
  /** As they were heard of last. */
  readonly #made = new Map<StateLayer, MadeHead>();
  /** Resolves when all that was heard of is kept, or could not be. */
  #settled: Promise<void> = Promise.resolve();
  #isOver = false;

  constructor(keeping: HeadKeeping, lost: LostTraining) {
    this.#keeping = keeping;
    this.#lost = lost;
    this.#before = keeping.all;
  }

  get all(): readonly MadeHead[] {
    return [...this.#made.values()];
  }

  hear({ layer, head }: Made): void {
    this.#made.set(layer, head);
    this.#settled = this.#settled.then(() => this.#keep(layer, head));
  }

  async #keep(layer: StateLayer, head: MadeHead): Promise<void> {
    const kept = await this.#keeping.tryKeep(head);
    if (!kept) return;
    // After its test it takes the place of what it was before.
    const untested = this.#kept.get(layer);
    this.#kept.set(layer, kept);
    if (untested) await this.#keeping.forget([untested]);
    if (!this.#isOver) this.#lost.keeps(layer, headName(head.id));
  }

  /** The training has ended. @returns whether a head was kept of it, as it was made */
  async end(): Promise<(head: MadeHead) => boolean> {
    this.#isOver = true;
    await this.#settled;
    const kept = [...this.#kept.values()];
    return (head) => kept.some((own) => isSame(own, head));
  }

  /** The training was called off: what it left goes, but for what an earlier one had left as well. */
  async throwAway(): Promise<void> {
    await this.end();
    const own = [...this.#kept.values()].filter((head) => !this.#before.some((before) => isSame(before, head)));
    await this.#keeping.forget(own);
  }
}

const isSame = (a: Pick<MadeHead, 'file' | 'bytes'>, b: Pick<MadeHead, 'file' | 'bytes'>): boolean =>
  a.file === b.file && a.bytes.length === b.bytes.length && a.bytes.every((byte, i) => byte === b.bytes[i]);
