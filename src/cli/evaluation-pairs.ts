/** Whether two cells of an evaluation differ by more than the problems explain: `evaluate --pairs`. */
import type { StrategyId, VerifierId } from '../core/ids';
import { round } from '../core/precision';
import { holm, pairedDifference, type PairedDifference } from '../measure/paired';
import { strategyOf } from '../search/registry';
import type { TraceResult } from '../trace/types';
import { percent, type Cell } from './evaluation';

/** A cell, and at each of its problems how many seeds were right. */
export interface CountedCell {
  readonly cell: Cell;
  readonly right: readonly number[];
}

/** What is compared; the verifier is null where the strategy asks none. */
interface Side {
  readonly strategy: StrategyId;
  readonly verifier: VerifierId | null;
}

/** The share that `first` solves less that of `second`, at one budget. */
export interface CellPair extends PairedDifference {
  readonly samples: number;
  readonly beam: number;
  readonly first: Side;
  readonly second: Side;
  /** `p`, corrected for all pairs of the budget (Holm 1979). */
  readonly corrected: number;
}

export const countRight = (results: readonly (readonly TraceResult[])[]): number[] =>
  results.map((ofProblem) => ofProblem.filter(({ correct }) => correct).length);

const sideOf = ({ strategy, verifier }: Cell): Side => ({
  strategy,
  verifier: strategyOf(strategy)!.needsVerifier ? verifier : null,
});
const nameOf = ({ strategy, verifier }: Side): string => (verifier === null ? strategy : `${strategy} ${verifier}`);

/** Of every two different ones that have the same samples and beam; cells of one evaluation share problems and seeds. */
export function pairsOf(cells: readonly CountedCell[]): CellPair[] {
  const budgets = [...new Set(cells.map(({ cell }) => `${cell.samples},${cell.beam}`))];
  return budgets.flatMap((budget) => {
    const alike = cells.filter(({ cell }) => `${cell.samples},${cell.beam}` === budget);
    const distinct = alike.filter((one, at) => at === alike.findIndex((other) => sameSide(one.cell, other.cell)));
    const pairs = distinct.flatMap((first, at) =>
      distinct.slice(at + 1).map((second) => ({
        ...{ samples: first.cell.samples, beam: first.cell.beam },
        ...{ first: sideOf(first.cell), second: sideOf(second.cell) },
        ...pairedDifference(first.right, second.right, first.cell.seeds),
      })),
    );
    const corrected = holm(pairs.map(({ p }) => p));
    return pairs.map((pair, i) => ({
      ...pair,
      ...{ difference: round(pair.difference), low: round(pair.low), high: round(pair.high) },
      ...{ p: round(pair.p), corrected: round(corrected[i]!) },
    }));
  });
}

const sameSide = (a: Cell, b: Cell): boolean => nameOf(sideOf(a)) === nameOf(sideOf(b));

const FALSE_ALARM = 0.05;

/** For a terminal: the pairs that differ, the surest first, and how many do not. */
export function printPairs(pairs: readonly CellPair[]): string {
  const apart = pairs.filter(({ corrected }) => corrected < FALSE_ALARM).sort((a, b) => a.p - b.p);
  const lines = apart.map(({ samples, beam, first, second, difference, low, high, corrected }) => {
    const points = [difference, low, high].map(percent) as [string, string, string];
    return `K=${samples} b=${beam}  ${nameOf(first)} - ${nameOf(second)}: ${points[0]} points (${points[1]} to ${points[2]}), p = ${corrected}\n`;
  });
  return `${lines.join('')}${pairs.length - apart.length} of ${pairs.length} pairs: no difference seen (exact paired test over problems, Holm's correction).\n`;
}
