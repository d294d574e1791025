/** The report of `measure-budgets`: what was calibrated, what was measured, and its table. */
import { STRATEGY_IDS, type StrategyId, type TaskId, type VerifierId } from '../core/ids';
import type { LevelRange } from '../tasks/task';
import { traitsOf } from '../verifiers/find';
import { percent, type Cell } from './evaluation';

/** A setting that was tried on the settings split. */
export interface Calibration extends Pick<
  Cell,
  'strategy' | 'samples' | 'beam' | 'options' | 'policyTokens' | 'accuracy'
> {
  readonly budget: number;
  readonly variant: string;
  readonly size: number;
}

export type BudgetCell = Pick<
  Cell,
  | 'strategy'
  | 'verifier'
  | 'samples'
  | 'beam'
  | 'options'
  | 'accuracy'
  | 'low'
  | 'high'
  | 'policyTokens'
  | 'valueTokens'
  | 'seconds'
> & {
  /** Policy tokens a problem; null for a strategy that cannot be made to spend more. */
  readonly budget: number | null;
};

export interface BudgetReport {
  readonly format: 'inkling-budgets';
  readonly version: 1;
  readonly task: TaskId;
  readonly verifier: VerifierId;
  /** Of a task that has levels; all where it is left out. */
  readonly levels?: LevelRange;
  readonly problems: number;
  readonly seeds: number;
  readonly temperature: number;
  /** Mean tokens of one sampled solution, on the settings split. */
  readonly solutionTokens: number;
  readonly budgets: readonly number[];
  readonly calibrations: readonly Calibration[];
  /** On the test split. */
  readonly cells: readonly BudgetCell[];
}

const write = (cell: BudgetCell | undefined): string =>
  cell ? `${percent(cell.accuracy)} (${percent(cell.low)}-${percent(cell.high)}), ${cell.policyTokens.toFixed(0)}` : '';

/**
 * Rows by strategy in the order of `STRATEGY_IDS`, then the oracle's; columns by budget, in Markdown: accuracy in percent
 * with its interval, and tokens really spent.
 */
export function budgetTable({ budgets, cells }: BudgetReport): string {
  const inOrder = [...cells].sort((a, b) => placeOf(a) - placeOf(b));
  const names = [...new Set(inOrder.map(nameOf))];
  const find = (name: string, budget: number | null) =>
    cells.find((cell) => nameOf(cell) === name && cell.budget === budget);
  const rows = names.map((name) => {
    const fixed = find(name, null);
    return [name, ...budgets.map((budget, i) => (fixed ? (i === 0 ? write(fixed) : '') : write(find(name, budget))))];
  });
  const head = ['strategy', ...budgets.map((budget) => `${budget} tokens`)];
  const line = (row: readonly string[]): string => `| ${row.join(' | ')} |\n`;
  return [head, head.map(() => '---'), ...rows].map(line).join('');
}

const nameOf = ({ strategy, verifier }: BudgetCell): string =>
  traitsOf(verifier).needs.answer ? `${strategy}, ${verifier}` : strategy;

const placeOf = ({ strategy, verifier }: BudgetCell): number =>
  STRATEGY_IDS.indexOf(strategy) + (traitsOf(verifier).needs.answer ? STRATEGY_IDS.length : 0);

/** The setting of a strategy and budget that is used on the test split: of those that cost as much, the most accurate. */
export function chosenSetting(
  calibrations: readonly Calibration[],
  strategy: StrategyId,
  budget: number,
  tolerance: number,
): Calibration | null {
  const tried = calibrations.filter((tried) => tried.strategy === strategy && tried.budget === budget);
  const miss = ({ policyTokens }: Calibration): number => Math.abs(policyTokens - budget) / budget;
  const equal = tried.filter((setting) => miss(setting) <= tolerance);
  // Where no whole number comes close enough, the closest.
  if (!equal.length) return [...tried].sort((a, b) => miss(a) - miss(b))[0] ?? null;
  return equal.sort((a, b) => b.accuracy - a.accuracy || miss(a) - miss(b))[0]!;
}
