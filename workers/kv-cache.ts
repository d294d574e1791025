/**
 * What a decoder has computed for a prefix, kept as a tree: each node holds the keys and values of its own tokens and
 * points to the node that it grew from, so candidates share their parents' and their prompt's caches. Memory is freed
 * by the garbage collector: a released parent lives exactly as long as something that grew from it.
 */

export interface CacheShape {
  readonly layers: number;
  /** Key and value heads, H. */
  readonly heads: number;
  /** Width of a head, D. */
  readonly headDim: number;
}

export interface CacheNode {
  readonly parent: CacheNode | null;
  /** Tokens of this node alone. */
  readonly length: number;
  /** Tokens from the prompt's first to this node's last. */
  readonly total: number;
  /** [2 · layers, H, length, D]: key and value of the first layer, then of the second, and so on. */
  readonly data: Float32Array;
}

/** Tensors of a batch: for each layer its key, then its value, [B, H, S, D] each. */
export type BatchCache = readonly Float32Array[];

export function growCache(parent: CacheNode | null, length: number, data: Float32Array): CacheNode {
  return { parent, length, total: (parent?.total ?? 0) + length, data };
}

function pathOf(node: CacheNode | null): CacheNode[] {
  const path: CacheNode[] = [];
  for (let at = node; at; at = at.parent) path.push(at);
  return path.reverse();
}

/**
 * Lays rows of different lengths side by side: row b's cache fills slots 0 to its own length, the rest up to `slots`
 * stays zero and must be masked.
 */
export function gatherRows(shape: CacheShape, rows: readonly (CacheNode | null)[], slots: number): Float32Array[] {
  const { layers, heads, headDim } = shape;
  const tensors = Array.from({ length: 2 * layers }, () => new Float32Array(rows.length * heads * slots * headDim));
  rows.forEach((row, b) => {
    let at = 0;
    for (const { data, length } of pathOf(row)) {
      const size = length * headDim;
      tensors.forEach((tensor, t) => {
        for (let h = 0; h < heads; h++) {
          const from = (t * heads + h) * size;
          tensor.set(data.subarray(from, from + size), ((b * heads + h) * slots + at) * headDim);
        }
      });
      at += length;
    }
  });
  return tensors;
}

/** Copies some slots of one row out of a batch: [2 · layers, H, picked.length, D]. */
export function copySlots(
  shape: CacheShape,
  batch: BatchCache,
  row: number,
  slots: number,
  picked: readonly number[],
): Float32Array {
  const { layers, heads, headDim } = shape;
  const data = new Float32Array(2 * layers * heads * picked.length * headDim);
  batch.forEach((tensor, t) => {
    for (let h = 0; h < heads; h++) {
      picked.forEach((slot, i) => {
        const from = ((row * heads + h) * slots + slot) * headDim;
        data.set(tensor.subarray(from, from + headDim), ((t * heads + h) * picked.length + i) * headDim);
      });
    }
  });
  return data;
}

/** The batch with only some of its rows, in the given order. */
export function pickRows(batch: BatchCache, rows: number, picked: readonly number[]): Float32Array[] {
  return batch.map((tensor) => {
    const size = tensor.length / rows;
    const smaller = new Float32Array(picked.length * size);
    picked.forEach((row, i) => smaller.set(tensor.subarray(row * size, (row + 1) * size), i * size));
    return smaller;
  });
}
