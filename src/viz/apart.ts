/**
 * Sets places on an axis apart: each at least `gap` from the next, in the order they have, and all of them moved as
 * little as can be (by the sum of squares, which is isotonic regression: what is too close becomes a block about its
 * own mean).
 */
export function setApart(places: readonly number[], gap: number): number[] {
  const order = places.map((_, i) => i).toSorted((a, b) => places[a]! - places[b]! || a - b);
  const blocks: { sum: number; of: number }[] = [];
  for (const [rank, i] of order.entries()) {
    let block = { sum: places[i]! - rank * gap, of: 1 };
    for (let last = blocks.at(-1); last && last.sum / last.of >= block.sum / block.of; last = blocks.at(-1)) {
      block = { sum: last.sum + block.sum, of: last.of + block.of };
      blocks.pop();
    }
    blocks.push(block);
  }
  const apart = [...places];
  let rank = 0;
  for (const { sum, of } of blocks) for (let k = 0; k < of; k++, rank++) apart[order[rank]!] = sum / of + rank * gap;
  return apart;
}
