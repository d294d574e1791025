/**
 * A batch of rows in a hub model. Exporters differ in what their graphs make of padding: where one was seen to mask it
 * (`padding-probe.ts`), rows of different lengths share a pass, the shorter ones behind padding; else rows of one length are
 * one pass, and rows of different lengths are several.
 */
import type { Tensor } from '@huggingface/transformers';
import { AppError } from '../../src/core/errors';
import type { Batch, Decoding, Logits } from '../decoding';
import { cacheBudget } from '../memory-budget';
import { yieldToMessages } from '../yield';
import type { HubModel, HubPass, Past } from './hub-model';
import {
  bytesPerToken,
  copyRows,
  disposeTensors,
  heldBytes,
  isOnGpu,
  numbersOf,
  pickOnGpu,
  pickRows,
  readTensors,
  stackRows,
} from './rows';
import type { CacheTensors, HubCache } from './rows';

/** What one pass gave. */
interface Block {
  readonly tensors: CacheTensors;
  readonly rows: number;
  /** By row, the places before its first token. */
  readonly padding: readonly number[];
}

/** Rows share a pass only as long as none is this many times as long as the shortest: padding is computed, too. */
const MOST_PADDED = 1.5;
/** And no more of them: of so many a pass each costs no more than one for all, and 64 took a third more (docs/speed.md). */
const MOST_JOINED = 32;

interface Row {
  readonly source: HubCache | null;
  /** Where its cache is; null while nothing was fed. */
  place: { readonly block: Block; readonly index: number } | null;
  length: number;
  /** What it was fed here. */
  fed: readonly number[];
  /** Of what it was fed, by place, the states [T, C] of each pass. */
  states: ReadonlyMap<number, readonly Float32Array[]>;
}

/** `budget` is in bytes, for the caches of all open prefixes. */
export function hubDecoding(model: HubModel, budget = 2 * cacheBudget()): Decoding<HubCache> {
  return {
    contextTokens: model.contextTokens,
    isRead: () => model.known.wanted.length > 0,
    batch: (rows) => new HubBatch(model, rows),
    checkMemory: (held, { rows, tokens }) => {
      const caches = [...held].filter((cache) => cache !== null);
      const [first] = caches;
      if (!first) return;
      // The rows of a batch are whole, whatever their prefixes share.
      const longest = Math.max(...caches.map(({ total }) => total));
      const { token, fixed } = bytesPerToken(first);
      if (heldBytes(caches) + rows * ((longest + tokens) * token + fixed) <= budget) return;
      const limit = Math.round(budget / 2 ** 20);
      throw new AppError('out-of-memory', `This search needs more than the ${limit} MiB that it may take here.`, {
        limit,
      });
    },
  };
}

export class HubBatch implements Batch<HubCache> {
  readonly #model: HubModel;
  /** The states that every pass gives. */
  readonly #states: readonly number[];
  #rows: Row[];

  /** @param states places among those that the model gives, of which they are wanted; beside them those that others read */
  constructor(model: HubModel, rows: readonly (HubCache | null)[], states: readonly number[] = []) {
    this.#model = model;
    this.#states = [...new Set([...states, ...model.known.wanted])];
    const fresh = { place: null, fed: [], states: new Map<number, readonly Float32Array[]>() };
    this.#rows = rows.map((source) => ({ ...fresh, source, length: source?.total ?? 0 }));
  }

  async feed(tokens: readonly (readonly number[])[], wanted: 'last' | 'all', signal?: AbortSignal): Promise<Logits> {
    const logits = new Map<number, (t: number) => Float32Array>();
    await this.#feed(tokens, wanted, signal, (computed, group, width) => {
      const numbers = numbersOf(computed.logits);
      const [, kept = 1, size = 0] = computed.logits.dims;
      group.forEach((row, i) =>
        logits.set(row, (t) => {
          const at = (i * kept + t - (width - kept)) * size;
          return joinEnds(numbers.subarray(at, at + size), this.#model.ends);
        }),
      );
    });
    return (row, t) => logits.get(row)!(t);
  }

  /** As `feed`; by row, the states [T, C] of its new tokens: of those that it was made for, the ones in place `which`. */
  async feedForStates(
    which: number,
    tokens: readonly (readonly number[])[],
    signal?: AbortSignal,
  ): Promise<Float32Array[]> {
    await this.#feed(tokens, 'last', signal);
    return tokens.map(({ length }, row) =>
      length ? this.#rows[row]!.states.get(which)!.at(-1)! : new Float32Array(0),
    );
  }

  async #feed(
    tokens: readonly (readonly number[])[],
    wanted: 'last' | 'all',
    signal: AbortSignal | undefined,
    take?: (computed: HubPass, group: readonly number[], width: number) => void,
  ): Promise<void> {
    const groups = new Map<string, number[]>();
    tokens.forEach(({ length }, row) => {
      if (!length) return;
      const key = `${this.#rows[row]!.length}:${length}`;
      groups.set(key, [...(groups.get(key) ?? []), row]);
    });
    for (const group of this.#model.masksPadding ? this.#joined([...groups.values()], tokens) : groups.values()) {
      await yieldToMessages();
      if (signal?.aborted) throw new AppError('aborted', 'The run was aborted.');
      const computed = await this.#pass(group, tokens, wanted);
      take?.(computed, group, tokens[group[0]!]!.length);
    }
  }

  /** Groups with as many new tokens that can be one: what is before them differs in length, and not too much. */
  #joined(groups: readonly (readonly number[])[], tokens: readonly (readonly number[])[]): (readonly number[])[] {
    const lengthOf = (group: readonly number[]): number => this.#rows[group[0]!]!.length;
    const joined: { readonly shortest: number; readonly width: number; readonly rows: number[] }[] = [];
    for (const group of groups.toSorted((a, b) => lengthOf(a) - lengthOf(b))) {
      const [length, width] = [lengthOf(group), tokens[group[0]!]!.length];
      const fits = joined.find(
        ({ width: asWide, shortest, rows }) =>
          asWide === width && length <= MOST_PADDED * shortest && rows.length + group.length <= MOST_JOINED,
      );
      // Of a text that nothing stands before there is nothing to pad.
      if (fits && fits.shortest > 0) fits.rows.push(...group);
      else joined.push({ shortest: length, width, rows: [...group] });
    }
    return joined.map(({ rows }) => rows);
  }

  async #pass(
    group: readonly number[],
    tokens: readonly (readonly number[])[],
    wanted: 'last' | 'all',
  ): Promise<HubPass> {
    const rows = group.map((row) => this.#rows[row]!);
    const width = tokens[group[0]!]!.length;
    const ids = BigInt64Array.from(group.flatMap((row) => tokens[row]!.map(BigInt)));
    const before = new Set(rows.map(({ place }) => place?.block));
    const past = rows[0]!.length ? await this.#gather(rows) : null;
    const computed = await forward(this.#model, ids, rows.length, past, wanted, this.#states);
    const block: Block = { tensors: computed.caches, rows: rows.length, padding: past?.padding ?? rows.map(() => 0) };
    rows.forEach((row, index) => {
      row.place = { block, index };
      row.length += width;
      row.fed = [...row.fed, ...tokens[group[index]!]!];
      const own = this.#states.map((place, at): [number, readonly Float32Array[]] => {
        const states = statesOfRow(computed.states[at], rows.length, index, width);
        return [place, [...(row.states.get(place) ?? []), states]];
      });
      row.states = new Map(own);
    });
    if (past && ![...before].some((old) => old?.tensors === past.tensors)) disposeTensors(past.tensors);
    for (const old of before) if (old) this.#forget(old);
    return computed;
  }

  /** The caches of some rows, as one batch. What a pass gave is used as it is where it is just these rows. */
  async #gather(rows: readonly Row[]): Promise<Past & { readonly padding: readonly number[] }> {
    const block = rows[0]!.place?.block;
    if (block && rows.every(({ place }) => place?.block === block)) {
      const indices = rows.map(({ place }) => place!.index);
      const padding = indices.map((index) => block.padding[index]!);
      const length = padding[0]! + rows[0]!.length;
      if (indices.length === block.rows && indices.every((index, i) => index === i))
        return { length, padding, tensors: block.tensors };
      const pick = isOnGpu(block.tensors) ? pickOnGpu : pickRows;
      return { length, padding, tensors: await pick(block.tensors, block.rows, indices) };
    }
    const length = Math.max(...rows.map((row) => row.length));
    return { length, padding: rows.map((row) => length - row.length), tensors: stackRows(await this.#read(rows)) };
  }

  async #read(rows: readonly Row[]): Promise<HubCache[]> {
    const read = new Map<Block, CacheTensors>();
    const copies: HubCache[] = [];
    for (const { place, source, length } of rows) {
      if (!place) {
        copies.push(source!);
        continue;
      }
      const { block, index } = place;
      if (!read.has(block)) read.set(block, await readTensors(block.tensors));
      copies.push(
        ...copyRows(read.get(block)!, block.rows, [
          { row: index, padding: block.padding[index]!, parent: source, total: length },
        ]),
      );
    }
    return copies;
  }

  async grown(rows: readonly number[]): Promise<HubCache[]> {
    const picked = rows.map((row) => this.#rows[row]!);
    const caches = await this.#read(picked);
    picked.forEach(({ source, fed, states }, i) => {
      const own = [...states].map(([place, parts]): [number, Float32Array] => [place, joined(parts)]);
      if (fed.length) this.#model.known.add(source, fed, caches[i]!, new Map(own));
    });
    return caches;
  }

  async select(rows: readonly number[]): Promise<void> {
    const before = this.#rows;
    this.#rows = rows.map((row) => ({ ...before[row]! }));
    for (const block of new Set(before.map(({ place }) => place?.block))) if (block) this.#forget(block);
  }

  close(): void {
    const blocks = new Set(this.#rows.map(({ place }) => place?.block));
    this.#rows = [];
    for (const block of blocks) if (block) this.#forget(block);
  }

  /** Frees what a pass gave unless a row still stands in it. */
  #forget(block: Block): void {
    if (!this.#rows.some(({ place }) => place?.block === block)) disposeTensors(block.tensors);
  }
}

/**
 * A text can end in several ways; the first stands for all, with the probability of all together. Ends that the
 * vocabulary does not have are none.
 */
function joinEnds(logits: Float32Array, ends: readonly number[]): Float32Array {
  const [first, ...others] = ends.filter((end) => end < logits.length);
  if (first === undefined) return logits;
  for (const other of others) {
    const [a, b] = [logits[first]!, logits[other]!];
    const top = Math.max(a, b);
    if (top > -Infinity) logits[first] = top + Math.log(Math.exp(a - top) + Math.exp(b - top));
    logits[other] = -Infinity;
  }
  return logits;
}

/** [T, C]: several lists of states, one behind the other. */
export function joined(parts: readonly Float32Array[]): Float32Array {
  const whole = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** A pass. @throws AppError `out-of-memory` or `device-lost` */
export async function forward(model: HubModel, ...given: Parameters<HubModel['forward']>): Promise<HubPass> {
  try {
    return await model.forward(...given);
  } catch (cause) {
    throw runFailure(cause, model);
  }
}

/** [T, C]: a copy of those of one of the rows of a pass, of its first T tokens. */
export function statesOfRow(states: Tensor | undefined, rows: number, row: number, tokens: number): Float32Array {
  if (!states) throw new AppError('internal', 'The model was not asked for hidden states.');
  const numbers = numbersOf(states);
  const width = states.dims.at(-1)!;
  const from = (row * numbers.length) / rows;
  return numbers.slice(from, from + tokens * width);
}

function runFailure(cause: unknown, { id, backend }: HubModel): AppError {
  const reason = String(cause instanceof Error ? cause.message : cause).slice(0, 300);
  if (/bad_alloc|out of memory|allocat/i.test(reason))
    return new AppError('out-of-memory', `${id} ran out of memory on ${backend}.`, { limit: 0 }, { cause });
  return new AppError('device-lost', `The ${backend} back end failed during a run: ${reason}`, {}, { cause });
}
