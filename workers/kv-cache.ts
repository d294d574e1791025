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

/** Numbers that a decoder keeps for one token: key and value of every layer. */
export const cacheWidth = ({ layers, heads, headDim }: CacheShape): number => 2 * layers * heads * headDim;

/**
 * The caches of a batch's rows as they were computed, [token, row, cacheWidth]. Nodes look
 * into it instead of copying their part: it lives as long as one of them.
 */
export interface CacheBlock {
  readonly data: Float32Array;
  /** Distance from one token of a row to its next, in numbers. */
  readonly stride: number;
}

export interface CacheNode {
  readonly parent: CacheNode | null;
  /** Tokens of this node alone. */
  readonly length: number;
  /** Tokens from the prompt's first to this node's last. */
  readonly total: number;
  readonly block: CacheBlock;
  /** Of this node's first token in the block. */
  readonly offset: number;
}

export function growCache(parent: CacheNode | null, length: number, block: CacheBlock, offset: number): CacheNode {
  return { parent, length, total: (parent?.total ?? 0) + length, block, offset };
}

function pathOf(node: CacheNode | null): CacheNode[] {
  const path: CacheNode[] = [];
  for (let at = node; at; at = at.parent) path.push(at);
  return path.reverse();
}

/**
 * The caches of some prefixes side by side: for each layer its key, then its value, [G, H, slots, D] each. Prefix g
 * fills slots 0 to its own length; the rest stays zero and must be masked. Plain loops: this copies every number that
 * a search remembers once a step.
 */
export function gatherGroups(shape: CacheShape, groups: readonly (CacheNode | null)[], slots: number): Float32Array[] {
  const { layers, heads, headDim } = shape;
  const tensors = Array.from({ length: 2 * layers }, () => new Float32Array(groups.length * heads * slots * headDim));
  groups.forEach((group, g) => {
    let slot = 0;
    for (const { block, offset, length } of pathOf(group)) {
      const { data, stride } = block;
      for (let token = 0; token < length; token++, slot++) {
        let from = offset + token * stride;
        for (const tensor of tensors) {
          for (let h = 0; h < heads; h++) {
            let to = ((g * heads + h) * slots + slot) * headDim;
            for (const end = to + headDim; to < end;) tensor[to++] = data[from++]!;
          }
        }
      }
    }
  });
  return tensors;
}

/** [tokens, picked.length, width]: some rows of [tokens, rows, width], in the given order, with room for more tokens. */
export function pickRows(
  data: Float32Array,
  { tokens, rows, width, capacity }: { tokens: number; rows: number; width: number; capacity: number },
  picked: readonly number[],
): Float32Array {
  const result = new Float32Array(capacity * picked.length * width);
  for (let token = 0, to = 0; token < tokens; token++) {
    for (const row of picked) {
      const from = (token * rows + row) * width;
      result.set(data.subarray(from, from + width), to);
      to += width;
    }
  }
  return result;
}
