/**
 * Which numbers of a tree its tints show. Probabilities have the value scale, which is the same in every tree; any other
 * column of numbers, such as a file's scores, visits or log-probabilities, has a ramp of its own, from the least to the
 * greatest number of that tree.
 */
import { isProbability, type Scale } from '../core/scale';
import type { TreeNode } from '../trace/reducer';
import type { TraceToken } from '../trace/types';
import { formatFixed, formatValue } from './format';
import { inkLevel, rampStep } from './ramp';
import type { ViewNode } from './view-tree';

/** `score`: a verifier's, by token. `policy` is its log-probability, by token; the others belong to a step. */
export type ColumnKind = 'score' | 'visits' | 'meanValue' | 'prior' | 'policy';

export interface ColumnName {
  /** Tells it from the other columns of the tree. */
  readonly id: string;
  readonly kind: ColumnKind;
  /** Of a score. */
  readonly verifier: string | null;
  /** That its numbers are written on. */
  readonly scale: Scale;
  /** Its numbers are the steps' own values. */
  readonly isSteering: boolean;
}

export interface Column extends ColumnName {
  /** What the ends of its ramp stand for. */
  readonly low: number;
  readonly high: number;
}

export const scoreColumn = (verifier: string, scale: Scale, isSteering: boolean): ColumnName => ({
  id: `score ${verifier}`,
  kind: 'score',
  verifier,
  scale,
  isSteering,
});

/** The columns that a tree has numbers of, the steering verifier's first. `scaleOf` tells the scale of a verifier. */
export function columnsOf(
  nodes: readonly TreeNode[],
  steering: string | null,
  scaleOf: (verifier: string) => Scale,
): ColumnName[] {
  const verifiers = new Set<string>(steering === null ? [] : [steering]);
  const has = { visits: false, meanValue: false, prior: false, policy: false };
  for (const { tokens, visits, meanValue, prior, parent } of nodes) {
    // The prompt has no numbers.
    if (parent === null) continue;
    has.visits ||= visits !== undefined;
    has.meanValue ||= meanValue !== undefined;
    has.prior ||= prior !== undefined;
    const [first] = tokens;
    has.policy ||= first?.logprob !== undefined;
    for (const verifier in first?.values) verifiers.add(verifier);
  }
  const steered = steering === null ? 'unbounded' : scaleOf(steering);
  const scales = { visits: 'unbounded', meanValue: steered, prior: 'unbounded', policy: 'logprob' } as const;
  return [
    ...[...verifiers].map((verifier): ColumnName => scoreColumn(verifier, scaleOf(verifier), verifier === steering)),
    ...(['visits', 'meanValue', 'prior', 'policy'] as const).flatMap((kind): ColumnName[] =>
      has[kind] ? [{ id: kind, kind, verifier: null, scale: scales[kind], isSteering: false }] : [],
    ),
  ];
}

/** The number of one token; undefined where the column has none. */
function tokenNumber({ kind, verifier }: ColumnName, node: TreeNode, token: TraceToken): number | undefined {
  if (kind === 'score') return verifier === null ? undefined : token.values?.[verifier];
  return kind === 'policy' ? token.logprob : node[kind];
}

/** The least and the greatest number of a step, which never changes as long as it is the same object. */
const known = new WeakMap<TreeNode, Map<string, readonly [number, number]>>();

function extentIn(name: ColumnName, node: TreeNode): readonly [number, number] {
  const own = known.get(node);
  const found = own?.get(name.id);
  if (found) return found;
  let [low, high] = [Infinity, -Infinity];
  for (const token of node.tokens) {
    const number = tokenNumber(name, node, token);
    if (number === undefined) continue;
    if (number < low) low = number;
    if (number > high) high = number;
  }
  const extent = [low, high] as const;
  if (own) own.set(name.id, extent);
  else known.set(node, new Map([[name.id, extent]]));
  return extent;
}

/** A column with its range in a tree: 0 to 1 for probabilities of being right, else from its least to its greatest number. */
export function columnIn(nodes: readonly TreeNode[], name: ColumnName): Column {
  if (isProbability(name.scale)) return { ...name, low: 0, high: 1 };
  let [low, high] = [Infinity, -Infinity];
  for (const node of nodes) {
    if (node.parent === null) continue;
    const [least, most] = extentIn(name, node);
    if (least < low) low = least;
    if (most > high) high = most;
  }
  return low <= high ? { ...name, low, high } : { ...name, low: 0, high: 0 };
}

/** The steering verifier's column of a tree; null where nothing scored it. */
export const steeringColumn = (
  nodes: readonly TreeNode[],
  steering: string | null,
  scaleOf: (verifier: string) => Scale,
): Column | null => (steering === null ? null : columnIn(nodes, scoreColumn(steering, scaleOf(steering), true)));

/** Probabilities of being right have the ramp of values, all others that of ranges. */
export const rampOf = ({ scale }: ColumnName): 'v' | 'r' => (isProbability(scale) ? 'v' : 'r');

/** A number's place on the column's ramp, in [0, 1]; in the middle where all numbers are the same. */
export const shareOf = ({ low, high }: Column, number: number): number =>
  high > low ? Math.min(1, Math.max(0, (number - low) / (high - low))) : 0.5;

/** The classes of a number's tint and line; none where there is no number. */
export function tintOf(column: Column | null, number: number | undefined | null): string {
  if (!column || number == null) return '';
  const share = shareOf(column, number);
  return `${rampOf(column)}${rampStep(share)} ink${inkLevel(share) * 4}`;
}

/** The style variable of a number's tint; null where there is no number. */
export const tintVariable = (column: Column | null, number: number | undefined | null): string | null =>
  !column || number == null ? null : `--${rampOf(column)}${rampStep(shareOf(column, number))}`;

/** The number of a step's token. */
export const numberAt = (
  column: Column | null,
  { node }: Pick<ViewNode, 'node'>,
  index: number,
): number | undefined => {
  const token = node.tokens[index];
  return column && token ? tokenNumber(column, node, token) : undefined;
};

/**
 * The number of a step as a whole: the score of its last token, or of a copy where that one has none; of log-probabilities
 * the mean of its tokens. Null where there is none.
 */
export function numberOf(column: Column | null, item: ViewNode): number | null {
  if (!column || item.depth === 0) return null;
  const { node } = item;
  if (column.kind === 'policy') {
    const known = node.tokens.flatMap(({ logprob }) => logprob ?? []);
    return known.length ? known.reduce((sum, logprob) => sum + logprob, 0) / known.length : null;
  }
  if (column.kind !== 'score') return node[column.kind] ?? null;
  return numberAt(column, item, node.tokens.length - 1) ?? (column.isSteering ? item.value : null);
}

/** As the column's numbers are written. */
export const formatNumber = (column: ColumnName, number: number, locale: string): string =>
  column.kind === 'visits' ? formatFixed(number, locale, 0) : formatValue(number, locale, column.scale);
