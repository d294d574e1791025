/** A labelled prefix tree as rows to be read: runs of tokens without a branch are one row, steps are parted. */
import type { LabelledToken } from '../../../protocol/checks';

export interface Segment {
  readonly text: string;
  /** Steps before it on its path. */
  readonly step: number;
  /** Branchings above it: how far it is set in. */
  readonly depth: number;
  readonly paths: number;
  readonly correct: number;
  /** Of its last token. */
  readonly labels: LabelledToken['labels'];
}

/** Depth first, the more often sampled first. */
export function segmentsOf(tokens: readonly LabelledToken[]): Segment[] {
  const children = new Map<number | null, number[]>();
  for (const [i, { parent }] of tokens.entries()) children.set(parent, [...(children.get(parent) ?? []), i]);
  const byPaths = (ids: readonly number[]): number[] =>
    ids.toSorted((a, b) => tokens[b]!.paths - tokens[a]!.paths || a - b);
  const segments: Segment[] = [];
  const stack = byPaths(children.get(null) ?? [])
    .reverse()
    .map((id) => ({ id, depth: 0, step: 0 }));
  for (let top = stack.pop(); top; top = stack.pop()) {
    let { id } = top;
    let text = tokens[id]!.text;
    let next = children.get(id) ?? [];
    while (next.length === 1 && tokens[next[0]!]!.paths === tokens[id]!.paths && !tokens[id]!.endsStep) {
      id = next[0]!;
      text += tokens[id]!.text;
      next = children.get(id) ?? [];
    }
    const { paths, correct, labels, endsStep } = tokens[id]!;
    const { depth, step } = top;
    segments.push({ text, step, depth, paths, correct, labels });
    const below = { depth: next.length > 1 ? depth + 1 : depth, step: endsStep ? step + 1 : step };
    for (const child of byPaths(next).reverse()) stack.push({ id: child, ...below });
  }
  return segments;
}
