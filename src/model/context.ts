/** How many tokens fit into models that read the same sequence. */
import type { Policy, Verifier } from './types';

/** The smallest of their `contextTokens`, which all of them take; null where none has a limit. */
export function shortestContext(models: readonly Pick<Policy | Verifier, 'contextTokens'>[]): number | null {
  const limits = models.flatMap(({ contextTokens }) => contextTokens ?? []);
  return limits.length ? Math.min(...limits) : null;
}
