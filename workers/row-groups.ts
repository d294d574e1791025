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
  /** [R * T, G]: which token, of T * B, stands in each place; unused places name token 0. */
  readonly groupTokens: Int32Array;
  /** [T, B]: the place of each token, of R * T * G. */
  readonly tokenPlace: Int32Array;
}

/** Where the tokens stand, for `tokens` (T) new tokens a row. */
export function placeTokens(groupOf: readonly number[], groups: number, tokens: number): Grouping {
  const sizes = new Int32Array(groups);
  const placeOf = groupOf.map((group) => sizes[group]!++);
  const width = Math.max(...sizes);
  const rows = groupOf.length;
  const groupTokens = new Int32Array(width * tokens * groups);
  const tokenPlace = new Int32Array(tokens * rows);
  groupOf.forEach((group, row) => {
    for (let t = 0; t < tokens; t++) {
      const place = (placeOf[row]! * tokens + t) * groups + group;
      groupTokens[place] = t * rows + row;
      tokenPlace[t * rows + row] = place;
    }
  });
  return { width, groupTokens, tokenPlace };
}
