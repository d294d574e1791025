/**
 * A batch of rows in a decoder. The caches of the prefixes that the rows grow from are laid out once, each only once
 * however many rows grow from it; each row's own tokens since then are kept beside them (`training/export/step_graph.py`).
 */
import { AppError } from '../src/core/errors';
import { cacheWidth, gatherGroups, growCache, pickRows, type CacheBlock, type CacheNode } from './kv-cache';
import { oneAtATime, type OnnxDecoder } from './onnx-session';
import { ort, type InferenceSession, type Tensor } from './ort';
import { groupRows, placeTokens } from './row-groups';
import { yieldToMessages } from './yield';

/** What is added to the score of a key that must not be seen. */
const HIDDEN = -1e9;
/** Tokens for which an own cache has room at first. */
const ROOM = 8;

export class DecodeBatch {
  readonly #decoder: OnnxDecoder;
  readonly #prefixes: readonly (CacheNode | null)[];
  /** The inputs that stay the same from feed to feed. */
  readonly #groupFeeds: Readonly<Record<string, Tensor>>;
  /** By row, its prefix's position. */
  #groupOf: readonly number[];
  /** By row, how many tokens it was fed here. */
  #fed: number[];
  /** Tokens that every row has in the own cache, which may be more than it was fed: the rest is noise after its own. */
  #tokens = 0;
  /** Tokens that the own cache has room for. */
  #capacity = 0;
  /** [capacity, B, cacheWidth] */
  #own: Float32Array = new Float32Array(0);
  /** Fed several tokens a row at once: then nothing more is fed. */
  #isWide = false;
  /** Numbers kept for one token. */
  readonly #width: number;

  /** One row for each cache, in order; the same cache may be given many times. `null` is an empty one. */
  constructor(decoder: OnnxDecoder, rows: readonly (CacheNode | null)[]) {
    this.#decoder = decoder;
    const { prefixes, groupOf } = groupRows(rows);
    this.#prefixes = prefixes;
    this.#groupOf = groupOf;
    this.#fed = rows.map(() => 0);
    this.#width = cacheWidth(decoder.shape);
    this.#groupFeeds = this.#layOut();
  }

  get #rows(): number {
    return this.#groupOf.length;
  }

  #layOut(): Record<string, Tensor> {
    const { Tensor } = ort();
    const { shape, cacheNames } = this.#decoder;
    const groups = this.#prefixes.length;
    // One slot at least, which may be hidden: back ends differ in what they make of empty tensors.
    const slots = Math.max(1, ...this.#prefixes.map((prefix) => prefix?.total ?? 0));
    const bias = new Float32Array(groups * slots);
    this.#prefixes.forEach((prefix, g) => bias.fill(HIDDEN, g * slots + (prefix?.total ?? 0), (g + 1) * slots));
    const feeds: Record<string, Tensor> = { group_bias: new Tensor('float32', bias, [groups, 1, 1, slots]) };
    const dims = [groups, shape.heads, slots, shape.headDim];
    gatherGroups(shape, this.#prefixes, slots).forEach((data, i) => {
      feeds[`group.${cacheNames[i]!}`] = new Tensor('float32', data, dims);
    });
    return feeds;
  }

  /**
   * Feeds each row its new tokens in one forward pass: several once, or one again and again. A row that is fed fewer
   * than the others gets noise behind its own, so it must not be fed again.
   * @returns [T, B, W] with T the longest row's tokens and W the output's width; what lies past a row's own tokens is
   * noise.
   * @throws AppError `aborted` before the pass when the signal is aborted; `device-lost` when the back end fails.
   */
  async feed(tokens: readonly (readonly number[])[], signal?: AbortSignal): Promise<Float32Array> {
    const { output } = this.#decoder;
    if (output === null) throw new AppError('internal', 'Of a part of a graph outputs are asked by name.');
    return (await this.feedFor([output], tokens, signal))[0]!;
  }

  /** As `feed`, for any outputs of the graph: their numbers, in the order of the names. */
  async feedFor(
    names: readonly string[],
    tokens: readonly (readonly number[])[],
    signal?: AbortSignal,
  ): Promise<Float32Array[]> {
    await yieldToMessages();
    if (signal?.aborted) throw new AppError('aborted', 'The run was aborted.');
    const { session, backend } = this.#decoder;
    const width = Math.max(...tokens.map((row) => row.length));
    if (this.#tokens > 0 && (this.#isWide || width > 1)) throw new AppError('internal', 'A wide batch is fed once.');
    let outputs: InferenceSession.OnnxValueMapType;
    try {
      const feeds = this.#feeds(tokens, width);
      outputs = await oneAtATime(() => session.run(feeds, [...names, 'new']));
    } catch (cause) {
      const message = `The ${backend} back end failed during a run: ${String(cause)}`;
      throw new AppError('device-lost', message, {}, { cause });
    }
    this.#keep(outputs['new']!.data as Float32Array, width);
    tokens.forEach((row, b) => (this.#fed[b]! += row.length));
    return names.map((name) => outputs[name]!.data as Float32Array);
  }

  #feeds(tokens: readonly (readonly number[])[], width: number): Record<string, Tensor> {
    const { Tensor } = ort();
    const { padToken, contextTokens } = this.#decoder;
    const [rows, before] = [this.#rows, this.#tokens];
    const inputIds = new Int32Array(rows * width).fill(padToken);
    const positions = new BigInt64Array(rows * width);
    tokens.forEach((row, b) => {
      const start = (this.#prefixes[this.#groupOf[b]!]?.total ?? 0) + before;
      // Of noise the position says nothing, but it must be in the table.
      for (let t = 0; t < width; t++) positions[t * rows + b] = BigInt(Math.min(start + t, contextTokens - 1));
      for (let t = 0; t < row.length; t++) inputIds[t * rows + b] = row[t]!;
    });
    const bias = new Float32Array(width * (before + width));
    for (let t = 0; t < width; t++)
      bias.fill(HIDDEN, t * (before + width) + before + t + 1, (t + 1) * (before + width));
    const groups = this.#prefixes.length;
    const { groupTokens, tokenPlace, width: places } = placeTokens(this.#groupOf, groups, width);
    const own = this.#own.subarray(0, before * rows * this.#width);
    return {
      ...this.#groupFeeds,
      input_ids: new Tensor('int32', inputIds, [width, rows]),
      position_ids: new Tensor('int64', positions, [width, rows]),
      group_tokens: new Tensor('int32', groupTokens, [places * width, groups]),
      token_place: new Tensor('int32', tokenPlace, [width, rows]),
      own_bias: new Tensor('float32', bias, [width, before + width]),
      own: new Tensor('float32', own, [before, rows, this.#width]),
    };
  }

  /** Puts what was computed, [T, B, cacheWidth], behind what is there. */
  #keep(computed: Float32Array, width: number): void {
    const before = this.#own.subarray(0, this.#tokens * this.#rows * this.#width);
    this.#tokens += width;
    if (this.#tokens === width) {
      [this.#own, this.#capacity, this.#isWide] = [computed, width, width > 1];
      return;
    }
    if (this.#tokens > this.#capacity) {
      this.#capacity = this.#tokens + ROOM;
      this.#own = new Float32Array(this.#capacity * this.#rows * this.#width);
      this.#own.set(before);
    }
    this.#own.set(computed, before.length);
  }

  /** The caches of some rows, grown by what they were fed here. */
  grown(rows: readonly number[]): CacheNode[] {
    const block: CacheBlock = { data: this.#own, stride: this.#rows * this.#width };
    return rows.map((row) => {
      const prefix = this.#prefixes[this.#groupOf[row]!]!;
      return growCache(prefix, this.#fed[row]!, block, row * this.#width);
    });
  }

  /** Goes on with these rows, in this order; a row that is named twice is there twice from now on. */
  select(rows: readonly number[]): void {
    this.#capacity = this.#tokens + ROOM;
    const size = { tokens: this.#tokens, rows: this.#rows, width: this.#width, capacity: this.#capacity };
    this.#own = pickRows(this.#own, size, rows);
    this.#groupOf = rows.map((row) => this.#groupOf[row]!);
    this.#fed = rows.map((row) => this.#fed[row]!);
  }
}
