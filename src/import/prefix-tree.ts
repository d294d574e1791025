/** Puts whole solutions together into the tree of their shared beginnings, step by step. */
import type { EventToken } from '../search/types';
import type { TreeWriter } from './tree-writer';

export interface PathStep {
  readonly text: string;
  readonly tokens?: readonly EventToken[];
  /** By verifier: one number for the step, or one a token. */
  readonly scores?: Readonly<Record<string, number | readonly number[]>>;
}

export class PrefixTree {
  /** By parent and text. */
  readonly #known = new Map<string, number>();
  readonly #leaves = new Set<number>();

  constructor(readonly writer: TreeWriter) {}

  /**
   * Adds a solution and returns its last node. A beginning that is there already is shared, with the scores it came
   * with first; a whole solution that is there already becomes a duplicate of its last step.
   */
  add(path: readonly PathStep[]): number {
    let at = 0;
    for (const [i, { text, tokens, scores = {} }] of path.entries()) {
      const key = `${at} ${text}`;
      const known = this.#known.get(key);
      const isRepeat = known !== undefined && i === path.length - 1 && this.#leaves.has(known);
      if (known !== undefined && !isRepeat) {
        at = known;
        continue;
      }
      const id = this.writer.add(at, text, tokens, isRepeat ? known : undefined);
      for (const [verifier, numbers] of Object.entries(scores)) this.writer.score(id, verifier, numbers);
      if (!isRepeat) this.#known.set(key, id);
      at = id;
    }
    this.#leaves.add(at);
    return at;
  }
}

/**
 * A text cut after every separator, which stays with the part before it. Joined, the parts are the text. The expression
 * has the separator, and nothing else, as its group.
 */
export function splitAfter(text: string, separator: RegExp): string[] {
  const parts = text.split(separator);
  const steps = parts.flatMap((part, i) => (i % 2 === 0 ? part + (parts[i + 1] ?? '') : []));
  const joined: string[] = [];
  // A part of nothing but separators is no step of its own.
  for (const step of steps) {
    if (step.trim() === '' && joined.length) joined[joined.length - 1] += step;
    else if (step !== '') joined.push(step);
  }
  return joined;
}
