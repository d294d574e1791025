/** Sampled solutions of one problem as a tree of their shared beginnings: what tokens have in common is one node. */

/** A solution, or several that are the same. */
export interface CountedPath {
  readonly tokens: readonly number[];
  readonly correct: boolean;
  /** How often it was sampled; 1 by default. */
  readonly count?: number;
  /** Index of the first token that was sampled, 0 by default: before it the path is no evidence. */
  readonly from?: number;
}

export interface PrefixNode {
  /** Position of the token before; null for a first token. Parents come first. */
  readonly parent: number | null;
  readonly token: number;
  /** Samples through it from their first sampled token on, and those of them that end correct. */
  paths: number;
  correct: number;
}

export interface PrefixTree {
  readonly nodes: readonly PrefixNode[];
  /** By path, the node of each of its tokens. */
  readonly trails: readonly (readonly number[])[];
}

export function prefixTree(paths: readonly CountedPath[]): PrefixTree {
  const nodes: PrefixNode[] = [];
  const childrenOf: Map<number, number>[] = [];
  const first = new Map<number, number>();
  const trails = paths.map(({ tokens, correct, count = 1, from = 0 }) => {
    let parent: number | null = null;
    return tokens.map((token, i) => {
      const children: Map<number, number> = parent === null ? first : childrenOf[parent]!;
      let at = children.get(token);
      if (at === undefined) {
        at = nodes.length;
        children.set(token, at);
        nodes.push({ parent, token, paths: 0, correct: 0 });
        childrenOf.push(new Map());
      }
      if (i >= from) {
        nodes[at]!.paths += count;
        if (correct) nodes[at]!.correct += count;
      }
      return (parent = at);
    });
  });
  return { nodes, trails };
}
