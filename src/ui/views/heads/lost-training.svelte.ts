/** A training of value heads that ended with its page, in this tab: what is known of it on the next one. */
import type { StateLayer } from '../../../protocol/hub';
import type { NotedTraining, TrainingNote } from '../../shell/ports';

export class LostTraining {
  readonly #note: TrainingNote | null;
  #left = $state.raw<NotedTraining | null>(null);
  /** The one that is under way. */
  #current: NotedTraining | null = null;

  constructor(note: TrainingNote | null) {
    this.#note = note;
    this.#left = note?.read() ?? null;
  }

  /** Null where there was none, and once it was dismissed or another has begun. */
  get left(): NotedTraining | null {
    return this.#left;
  }

  /** A training begins. @param layers after which it makes a head */
  begin(model: string, layers: readonly StateLayer[]): void {
    this.#write({ model, layers: [...layers], kept: [] });
  }
  /** One of its heads is made and kept. */
  keeps(layer: StateLayer, name: string): void {
    const { model, layers, kept } = this.#current ?? {};
    if (model === undefined || !layers || !kept) return;
    this.#write({ model, layers, kept: [...kept.filter((one) => one.layer !== layer), { layer, name }] });
  }
  /** It has ended, or what is left of it was read. */
  end(): void {
    this.#write(null);
  }

  #write(training: NotedTraining | null): void {
    this.#left = null;
    this.#current = training;
    this.#note?.write(training);
  }
}
