/**
 * What a policy asks of a language model, whatever runs it: batches of rows that grow from prefixes whose computation
 * is kept. The models of a pack have a graph of our own for it; a hub model has the graph that it came with.
 */
import type { HiddenStatesInfo } from '../src/model/types';
import { DecodeBatch } from './decode-batch';
import { cacheWidth, type CacheNode } from './kv-cache';
import { cacheBudget, checkMemory } from './memory-budget';
import type { OnnxDecoder } from './onnx-session';
import type { SharedBeginning } from './shared-beginning';

/** What was computed for a prefix. Freed by the garbage collector. */
export interface PrefixCache {
  /** Tokens of the prefix. */
  readonly total: number;
}

/** Of a row, counted from 0, what follows its new token `t`: V logits. They are the caller's until the next pass. */
export type Logits = (row: number, t: number) => Float32Array;

export interface Batch<C extends PrefixCache> {
  /**
   * Feeds each row its new tokens in one forward pass; a row that is fed none must not be fed again. Where only the
   * last token's logits are wanted, those before it may be missing.
   * @throws AppError `aborted`, `device-lost` or `out-of-memory`.
   */
  feed(tokens: readonly (readonly number[])[], wanted: 'last' | 'all', signal?: AbortSignal): Promise<Logits>;
  /** The caches of some rows, grown by what they were fed here. */
  grown(rows: readonly number[]): Promise<C[]>;
  /** Goes on with these rows, in this order; a row that is named twice is there twice from now on. */
  select(rows: readonly number[]): Promise<void>;
  /** Frees what the garbage collector does not. */
  close(): void;
}

/** New tokens behind what was computed. */
export interface Text<C extends PrefixCache> {
  readonly cache: C | null;
  readonly tokens: readonly number[];
}

/** The hidden states behind tokens: of a text of T new tokens [T, C], as one list. */
export interface StateReading<C extends PrefixCache> {
  readonly info: HiddenStatesInfo;
  /** Of whole texts: nothing is kept. @throws as `Batch.feed` */
  read(texts: readonly Text<C>[], signal?: AbortSignal): Promise<Float32Array[]>;
  /** What stands before texts, whose states nobody asks for. What is known of it is not computed. @throws as `Batch.feed` */
  begin(text: Text<C>, signal?: AbortSignal): Promise<C>;
  /** Of texts that go on: with their caches. What is known is not computed. @throws as `Batch.feed` */
  grow(
    texts: readonly Text<C>[],
    signal?: AbortSignal,
  ): Promise<{ readonly cache: C; readonly states: Float32Array }[]>;
  /** Until the end is told, who writes with this model keeps the states of it for who reads. */
  follow(): () => void;
}

export interface Decoding<C extends PrefixCache> {
  /** Longest sequence, in tokens. */
  readonly contextTokens: number;
  /** What all prompts begin with; absent where they have nothing in common. */
  readonly beginning?: Pick<SharedBeginning<C>, 'of'>;
  /** One row for each cache, in order; the same cache may be given many times. `null` is an empty one. */
  batch(rows: readonly (C | null)[]): Batch<C>;
  /** Absent where the model gives none. */
  readonly states?: StateReading<C>;
  /** Whether somebody reads the states of what is written now: then what a finished solution computed is kept as well. */
  isRead?(): boolean;
  /** @throws AppError `out-of-memory` when so much more would not fit beside what is held. */
  checkMemory(held: Iterable<C | null>, next: { readonly rows: number; readonly tokens: number }): void;
}

/** A model of a pack. `budget` is in bytes, for the caches of all open prefixes. */
export function packDecoding(decoder: OnnxDecoder, budget = cacheBudget()): Decoding<CacheNode> {
  return {
    contextTokens: decoder.contextTokens,
    batch: (rows) => new PackBatch(decoder, rows),
    checkMemory: (held, next) => checkMemory(held, { ...next, width: cacheWidth(decoder.shape) }, budget),
  };
}

class PackBatch implements Batch<CacheNode> {
  readonly #inner: DecodeBatch;
  readonly #size: number;

  constructor(decoder: OnnxDecoder, rows: readonly (CacheNode | null)[]) {
    this.#inner = new DecodeBatch(decoder, rows);
    this.#size = decoder.outputWidth;
  }

  async feed(tokens: readonly (readonly number[])[], _: 'last' | 'all', signal?: AbortSignal): Promise<Logits> {
    const logits = await this.#inner.feed(tokens, signal);
    return (row, t) => {
      const from = (t * tokens.length + row) * this.#size;
      return logits.subarray(from, from + this.#size);
    };
  }

  async grown(rows: readonly number[]): Promise<CacheNode[]> {
    return this.#inner.grown(rows);
  }

  async select(rows: readonly number[]): Promise<void> {
    this.#inner.select(rows);
  }

  close(): void {
    // Its memory is the garbage collector's.
  }
}
