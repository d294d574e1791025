/**
 * Which rows of a batch grow from the same prefix. The decoder computes the attention over a prefix for all of its rows
 * at once, so what came before is neither copied nor read once a candidate.
 */

export interface RowGroups<T> {
  /** The distinct prefixes, in order of their first row. */
  readonly prefixes: readonly T[];
  /** By row, the position of its prefix in `prefixes`. */
  readonly groupOf: readonly number[];
}

export function groupRows<T>(rows: readonly T[]): RowGroups<T> {
  const places = new Map<T, number>();
  const groupOf = rows.map((row) => {
    if (!places.has(row)) places.set(row, places.size);
    return places.get(row)!;
  });
  return { prefixes: [...places.keys()], groupOf };
}

export interface Grouping {
  /** Rows of the largest group, R. */
  readonly width: number;
  /** [G, R * T]: which token, of B * T, stands in each place; unused places name token 0. */
  readonly groupTokens: Int32Array;
  /** [B, T]: the place of each token, of G * R * T. */
  readonly tokenPlace: Int32Array;
}

/** Where the tokens stand, for `tokens` (T) new tokens a row. */
export function placeTokens(groupOf: readonly number[], groups: number, tokens: number): Grouping {
  const sizes = new Int32Array(groups);
  const placeOf = groupOf.map((group) => sizes[group]!++);
  const width = Math.max(...sizes);
  const groupTokens = new Int32Array(groups * width * tokens);
  const tokenPlace = new Int32Array(groupOf.length * tokens);
  groupOf.forEach((group, row) => {
    const place = (group * width + placeOf[row]!) * tokens;
    for (let t = 0; t < tokens; t++) {
      groupTokens[place + t] = row * tokens + t;
      tokenPlace[row * tokens + t] = place + t;
    }
  });
  return { width, groupTokens, tokenPlace };
}
