/** A batch of rows in a decoder. Its cache stays where the back end keeps it from one feed to the next. */
import * as ort from '#ort';
import { AppError } from '../src/core/errors';
import { copySlots, gatherRows, growCache, pickRows, type CacheNode } from './kv-cache';
import { oneAtATime, type OnnxDecoder } from './onnx-session';
import { yieldToMessages } from './yield';

export class DecodeBatch {
  readonly #decoder: OnnxDecoder;
  #rows: (CacheNode | null)[];
  /** Slots of the gathered past; the slots after it were fed here. */
  readonly #pastSlots: number;
  #slots: number;
  /** By row, for every slot, whether it holds one of the row's own tokens. */
  #visible: boolean[][];
  #lengths: number[];
  #past: ort.Tensor[];

  /** One row for each cache, in order; the same cache may be given many times. `null` is an empty one. */
  constructor(decoder: OnnxDecoder, rows: readonly (CacheNode | null)[]) {
    this.#decoder = decoder;
    this.#rows = [...rows];
    this.#lengths = rows.map((row) => row?.total ?? 0);
    this.#slots = this.#pastSlots = Math.max(...this.#lengths);
    this.#visible = this.#lengths.map((length) => Array.from({ length: this.#slots }, (_, slot) => slot < length));
    this.#past = gatherRows(decoder.shape, rows, this.#slots).map((data) => this.#tensor(data, rows.length));
  }

  #tensor(data: Float32Array, rows: number): ort.Tensor {
    const { heads, headDim } = this.#decoder.shape;
    return new ort.Tensor('float32', data, [rows, heads, this.#slots, headDim]);
  }

  /**
   * Feeds each row its new tokens, which may be none, in one forward pass.
   * @returns [B, T, W] with T the longest row's tokens and W the output's width; what lies past a row's own tokens is
   * noise.
   * @throws AppError `aborted` before the pass when the signal is aborted; `device-lost` when the back end fails.
   */
  async feed(tokens: readonly (readonly number[])[], signal?: AbortSignal): Promise<Float32Array> {
    await yieldToMessages();
    if (signal?.aborted) throw new AppError('aborted', 'The run was aborted.');
    const decoder = this.#decoder;
    const [rows, width] = [tokens.length, Math.max(...tokens.map((row) => row.length))];
    const [before, after] = [this.#slots, this.#slots + width];
    const inputIds = new BigInt64Array(rows * width).fill(BigInt(decoder.padToken));
    const positions = new BigInt64Array(rows * width);
    const mask = new BigInt64Array(rows * after);
    tokens.forEach((row, b) => {
      const visible = this.#visible[b]!;
      for (let t = 0; t < width; t++) visible.push(t < row.length);
      row.forEach((token, t) => {
        inputIds[b * width + t] = BigInt(token);
        positions[b * width + t] = BigInt(this.#lengths[b]! + t);
      });
      for (let slot = 0; slot < after; slot++) if (visible[slot]) mask[b * after + slot] = 1n;
      this.#lengths[b]! += row.length;
    });
    const feeds: Record<string, ort.Tensor> = {
      input_ids: new ort.Tensor('int64', inputIds, [rows, width]),
      attention_mask: new ort.Tensor('int64', mask, [rows, after]),
      position_ids: new ort.Tensor('int64', positions, [rows, width]),
    };
    decoder.pastNames.forEach((name, i) => (feeds[name] = this.#past[i]!));
    let outputs: ort.InferenceSession.OnnxValueMapType;
    try {
      outputs = await oneAtATime(() => decoder.session.run(feeds, [decoder.output, ...decoder.presentNames]));
    } catch (cause) {
      this.#slots = before;
      throw new AppError(
        'device-lost',
        `The ${decoder.backend} back end failed during a run: ${String(cause)}`,
        {},
        { cause },
      );
    }
    this.dispose();
    this.#past = decoder.presentNames.map((name) => outputs[name]!);
    this.#slots = after;
    return (await outputs[decoder.output]!.getData()) as Float32Array;
  }

  /** The caches of some rows, grown by what they were fed here. */
  async grown(rows: readonly number[]): Promise<CacheNode[]> {
    const { shape } = this.#decoder;
    const cache = await this.#read();
    return rows.map((row) => {
      const fed: number[] = [];
      for (let slot = this.#pastSlots; slot < this.#slots; slot++) if (this.#visible[row]![slot]) fed.push(slot);
      return growCache(this.#rows[row]!, fed.length, copySlots(shape, cache, row, this.#slots, fed));
    });
  }

  /** Goes on with these rows, in this order; a row that is named twice is there twice from now on. */
  async select(rows: readonly number[]): Promise<void> {
    const picked = pickRows(await this.#read(), this.#rows.length, rows);
    this.dispose();
    this.#past = picked.map((data) => this.#tensor(data, rows.length));
    this.#rows = rows.map((row) => this.#rows[row]!);
    this.#visible = rows.map((row) => [...this.#visible[row]!]);
    this.#lengths = rows.map((row) => this.#lengths[row]!);
  }

  async #read(): Promise<Float32Array[]> {
    return (await Promise.all(this.#past.map((tensor) => tensor.getData()))) as Float32Array[];
  }

  /** Frees what the batch holds on the GPU. */
  dispose(): void {
    for (const tensor of this.#past) tensor.dispose();
    this.#past = [];
  }
}
