/** In front of a class the arrows belong to the moments: tokens are gone through one after the other along a path. */
import { pathTo, type ViewNode, type ViewTree } from '../../viz/view-tree';
import type { Target } from '../search/selection.svelte';

/**
 * The token after or before `at` on its path, which stops at the path's ends. With no token to go on from it is the first
 * one: of the chosen path, or, while there is none, of the way to the best step that is still alive. Null for an empty tree.
 * @param chosen the answer's path; empty while a search goes on
 */
export function tokenBeside(tree: ViewTree, chosen: readonly ViewNode[], at: Target | null, by: 1 | -1): Target | null {
  const own = pathTo(tree, at?.node ?? null);
  const isOff = own.length > 1 && !chosen.some(({ id }) => id === at?.node);
  const path = isOff ? own : chosen.length ? chosen : pathTo(tree, bestLiving(tree));
  const tokens = path
    .filter(({ depth }) => depth > 0)
    .flatMap(({ id, node }) => node.tokens.map((_, token): Target => ({ node: id, token })));
  // The card of a step as a whole is that of its last token.
  const from = at && (at.token ?? (own.at(-1)?.node.tokens.length ?? 0) - 1);
  const place = tokens.findIndex(({ node, token }) => node === at?.node && token === from);
  if (place < 0) return tokens[0] ?? null;
  return tokens[Math.min(tokens.length - 1, Math.max(0, place + by))]!;
}

function bestLiving({ nodes, root }: ViewTree): number | null {
  const living = [...nodes.values()].filter(
    ({ id, children, status, fold }) => id !== root && !children.length && status !== 'pruned' && !fold,
  );
  const ranked = living.toSorted((a, b) => (b.value ?? -Infinity) - (a.value ?? -Infinity));
  return ranked[0]?.id ?? null;
}
