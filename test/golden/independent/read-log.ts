/**
 * What a recomputation takes from a log: only what the models gave (tokens, log-probabilities, values) and how the paths
 * ended. It shares no code with `src/`, so that what it computes says something about what stands there.
 */

export type Line = Readonly<Record<string, unknown>> & { readonly seq: number; readonly type: string };

export interface LoggedNode {
  readonly id: number;
  readonly parent: number | null;
  readonly depth: number;
  readonly logprobs: readonly number[];
  readonly isDuplicate: boolean;
  /** How the step ended: with a line end, with the end of the sequence, or at the limit of tokens. */
  readonly end: 'line' | 'solution' | 'cut';
  readonly answer: string | null;
  /** At the last token; null for the root. */
  readonly value: number | null;
}

interface Added extends Line {
  readonly id: number;
  readonly parent: number | null;
  readonly tokens: readonly { readonly text: string; readonly logprob?: number }[];
  readonly duplicateOf?: number;
}

export const ofType = <T extends Line>(log: readonly Line[], type: string): T[] =>
  log.filter((line): line is T => line.type === type);

/** The nodes by their ids, which count from the root's 0. */
export function readNodes(log: readonly Line[]): LoggedNode[] {
  const finished = new Map(
    ofType<Line & { id: number; answer: string | null }>(log, 'finished-path').map(({ id, answer }) => [id, answer]),
  );
  const values = new Map(
    ofType<Line & { id: number; value: number }>(log, 'token-values').map(({ id, value }) => [id, value]),
  );
  const nodes: LoggedNode[] = [];
  for (const { id, parent, tokens, duplicateOf } of ofType<Added>(log, 'node-added')) {
    nodes[id] = {
      id,
      parent,
      depth: parent === null ? 0 : nodes[parent]!.depth + 1,
      logprobs: tokens.map(({ logprob }) => logprob ?? 0),
      isDuplicate: duplicateOf !== undefined,
      end: finished.has(id) ? 'solution' : tokens.at(-1)!.text === '\n' ? 'line' : 'cut',
      answer: finished.get(id) ?? null,
      value: values.get(id) ?? null,
    };
  }
  return nodes;
}
