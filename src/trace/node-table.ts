/** The nodes of a trace as a table (CSV, RFC 4180, UTF-8): a line for each node, in the order of their appearance. */
import { csvText } from '../core/csv';
import type { Trace } from './types';

/** `tokens` counts them; `logprob` is the sum of theirs, in nats; `value` is on the steering verifier's scale. */
export const NODE_COLUMNS = [
  'id',
  'parent',
  'status',
  'text',
  'tokens',
  'logprob',
  'value',
  'prior',
  'visits',
  'meanValue',
  'duplicateOf',
  'firstSeen',
] as const;

/** What is not known is left empty; text always stands in quotes. */
export function nodeTable({ nodes }: Pick<Trace, 'nodes'>): string {
  const lines = nodes.map((node) => {
    const logprobs = node.tokens.map(({ logprob }) => logprob);
    const isScored = logprobs.length > 0 && logprobs.every((logprob) => logprob !== undefined);
    const cells: Partial<Record<(typeof NODE_COLUMNS)[number], string | number | null>> = {
      ...node,
      tokens: node.tokens.length,
      logprob: isScored ? rounded(logprobs.reduce((sum, logprob) => sum + logprob, 0)) : null,
    };
    return NODE_COLUMNS.map((column) => cell(cells[column])).join(',');
  });
  return [NODE_COLUMNS.join(','), ...lines, ''].join('\r\n');
}

const rounded = (value: number): number => Math.round(value * 1e6) / 1e6;

const cell = (value: string | number | null | undefined): string =>
  typeof value === 'string' ? csvText(value) : `${value ?? ''}`;
