/** The cells of an evaluation: what is asked for, and what comes out. */
import { bootstrapMean } from '../core/bootstrap';
import type { StrategyId, TaskId, VerifierId } from '../core/ids';
import type { Interval } from '../core/shares';
import { STRATEGY_TRAITS, type OptionValues } from '../search/options';
import { round } from '../core/precision';
import type { LevelRange } from '../tasks/task';
import type { TraceResult } from '../trace/types';

export interface CellRequest {
  readonly task: TaskId;
  readonly strategy: StrategyId;
  /** As it was asked for, also where the strategy needs none: it is not run then. */
  readonly verifier: VerifierId;
  readonly samples: number;
  readonly beam: number;
  readonly split: string;
  /** Of a task that has levels; null for all of them. */
  readonly levels: LevelRange | null;
  /** How many problems, from the beginning of the split. */
  readonly problems: number;
  /** The seeds are 1 to this. */
  readonly seeds: number;
  readonly temperature: number;
  /** Those that the strategy has, of those that were given. */
  readonly options: OptionValues;
}

/** The seeds whose searches have to be run: the first stands for all where nothing is drawn. */
export const seedsToRun = ({
  strategy,
  seeds,
  options,
}: Pick<CellRequest, 'strategy' | 'seeds' | 'options'>): number[] =>
  Array.from({ length: STRATEGY_TRAITS[strategy].draws(options) ? seeds : 1 }, (_, i) => i + 1);

/** With the 95% interval of the accuracy, by bootstrap over the problems. */
export interface Cell extends CellRequest, Interval {
  /** Share of right answers over all problems and seeds. */
  readonly accuracy: number;
  /** Means per problem and seed. */
  readonly policyTokens: number;
  readonly valueTokens: number;
  readonly seconds: number;
}

/** A cell in the published format, field by field. */
export type PublishedCell = Omit<Cell, 'temperature' | 'options' | 'levels'>;

export const published = (cell: Cell): PublishedCell => ({
  task: cell.task,
  strategy: cell.strategy,
  verifier: cell.verifier,
  samples: cell.samples,
  beam: cell.beam,
  split: cell.split,
  problems: cell.problems,
  seeds: cell.seeds,
  accuracy: cell.accuracy,
  low: cell.low,
  high: cell.high,
  policyTokens: cell.policyTokens,
  valueTokens: cell.valueTokens,
  seconds: cell.seconds,
});

export interface Evaluation {
  readonly format: 'inkling-evaluation';
  readonly version: 1;
  readonly cells: readonly PublishedCell[];
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** `results` holds, for each problem, one result a seed. */
export function makeCell(request: CellRequest, results: readonly (readonly TraceResult[])[]): Cell {
  const shares = results.map((ofProblem) => mean(ofProblem.map(({ correct }) => (correct ? 1 : 0))));
  const interval = bootstrapMean(shares);
  const budgets = results.flat().map(({ budget }) => budget);
  const meanOf = (name: keyof TraceResult['budget']): number => mean(budgets.map((budget) => budget[name]));
  return {
    ...request,
    accuracy: round(interval.mean),
    low: round(interval.low),
    high: round(interval.high),
    policyTokens: round(meanOf('policyTokens')),
    valueTokens: round(meanOf('valueTokens')),
    seconds: round(meanOf('elapsedMs') / 1000),
  };
}

export const percent = (share: number): string => (share * 100).toFixed(1);

/** The cells as a table for a terminal. */
export function printCells(cells: readonly Cell[]): string {
  const rows = cells.map((cell) => [
    cell.strategy,
    cell.verifier,
    `${cell.samples}`,
    `${cell.beam}`,
    `${percent(cell.accuracy)} (${percent(cell.low)}-${percent(cell.high)})`,
    cell.policyTokens.toFixed(0),
    cell.valueTokens.toFixed(0),
    cell.seconds.toFixed(2),
  ]);
  const head = ['strategy', 'verifier', 'K', 'b', 'accuracy %', 'policy tokens', 'value tokens', 'seconds'];
  const widths = head.map((title, i) => Math.max(title.length, ...rows.map((row) => row[i]!.length)));
  const write = (row: readonly string[]): string =>
    row
      .map((text, i) => text.padEnd(widths[i]!))
      .join('  ')
      .trimEnd();
  return [head, ...rows].map((row) => `${write(row)}\n`).join('');
}
