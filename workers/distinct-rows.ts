/** What is to be scored, each text once. */
import { AppError } from '../src/core/errors';
import type { PrefixId, ScoreRequest } from '../src/model/types';
import { checkLength } from './check-length';

/** New tokens after a prefix. */
export interface ScoredRow<P> {
  readonly from: P;
  readonly tokens: readonly number[];
}

export interface DistinctRows<P> {
  readonly rows: readonly ScoredRow<P>[];
  /** For each request, the row that answers it. */
  readonly rowOf: readonly number[];
  /** Tokens of the longest row. */
  readonly longest: number;
}

/**
 * Candidates that drew the same tokens after the same prefix are computed once.
 * @param prefixOf what is kept of a prefix; throws for one that is not open
 * @param lengthOf its length, in tokens
 * @throws AppError `bad-input` for what does not fit into the model, `internal` for a request without tokens
 */
export function distinctRows<P>(
  requests: readonly ScoreRequest[],
  prefixOf: (prefix: PrefixId) => P,
  lengthOf: (from: P) => number,
  contextTokens: number,
): DistinctRows<P> {
  const rows: ScoredRow<P>[] = [];
  const known = new Map<string, number>();
  const rowOf = requests.map(({ prefix, tokens }) => {
    const from = prefixOf(prefix);
    if (!tokens.length) throw new AppError('internal', 'There is no new token to score.');
    checkLength(lengthOf(from) + tokens.length, contextTokens);
    const key = `${prefix}:${tokens.join(',')}`;
    const row = known.get(key) ?? rows.push({ from, tokens }) - 1;
    known.set(key, row);
    return row;
  });
  return { rows, rowOf, longest: Math.max(...rows.map(({ tokens }) => tokens.length)) };
}
