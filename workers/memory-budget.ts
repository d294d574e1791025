/**
 * How much the caches of a search may hold. A tab that takes too much is closed by the browser, tree and all; a search
 * that would is refused with a sentence instead.
 */
import { AppError } from '../src/core/errors';
import type { CacheNode } from './kv-cache';

const MiB = 2 ** 20;
const MOST = 1024 * MiB;
const LEAST = 128 * MiB;
/** Of the device's memory, for each model's caches. */
const SHARE = 1 / 16;

/** Bytes for the caches of one model. Browsers that do not tell the device's memory get what 8 GiB would. */
export function cacheBudget(
  deviceGiB = (globalThis as { navigator?: { deviceMemory?: number } }).navigator?.deviceMemory ?? 8,
): number {
  return Math.min(MOST, Math.max(LEAST, deviceGiB * 1024 * MiB * SHARE));
}

/** Bytes that these nodes keep alive: the blocks that they and what they grew from look into, each once. */
export function heldBytes(nodes: Iterable<CacheNode | null>): number {
  const seen = new Set<CacheNode>();
  const blocks = new Set<ArrayBufferLike>();
  let bytes = 0;
  for (const node of nodes) {
    for (let at = node; at && !seen.has(at); at = at.parent) {
      seen.add(at);
      const { buffer, byteLength } = at.block.data;
      if (!blocks.has(buffer)) bytes += byteLength;
      blocks.add(buffer);
    }
  }
  return bytes;
}

/**
 * @param rows how many sequences will be computed next, of at most `tokens` new tokens; `width` numbers a token.
 * @throws AppError `out-of-memory` when they would not fit beside what is held.
 */
export function checkMemory(
  nodes: Iterable<CacheNode | null>,
  { rows, tokens, width }: { readonly rows: number; readonly tokens: number; readonly width: number },
  budget: number,
): void {
  const needed = heldBytes(nodes) + rows * tokens * width * Float32Array.BYTES_PER_ELEMENT;
  if (needed <= budget) return;
  const limit = Math.round(budget / MiB);
  throw new AppError('out-of-memory', `This search needs more than the ${limit} MiB that it may take here.`, { limit });
}
