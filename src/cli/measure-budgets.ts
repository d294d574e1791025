/**
 * `npm run -s measure-budgets -- --task game24 --out FILE`: every strategy with the same verifier at the same numbers of
 * policy tokens. Settings that cost as much are found on the settings split, where the best of them is chosen too; the
 * test split is only reported on. What is measured is written at once, and a file that is there is gone on from; what was
 * measured of the strategies of `--again` is dropped from it first.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { Command } from 'commander';
import { STRATEGY_IDS, TASK_IDS, type StrategyId, type TaskId, type VerifierId } from '../core/ids';
import { DEFAULT_VERIFIER } from '../search/defaults';
import { round } from '../core/precision';
import { DEFAULT_PARAMETERS, TASKS } from '../tasks/registry';
import { DIALS, isSaturated, nextSize, TOLERANCE, type DialledCell, type Variant } from './budget-dials';
import { budgetTable, chosenSetting, type BudgetCell, type BudgetReport, type Calibration } from './budget-report';
import { badInput, oneOf, readList, readNumber, runCommand, verifierName, VERIFIERS_HELP } from './command';
import { EvaluatePool, problemsTogether, showProgress } from './evaluate-pool';
import { makeCell, type Cell, type CellRequest } from './evaluation';
import { readLevels } from './levels';
import { oracle } from '../verifiers/oracle';
import { checkVerifiers } from './node-models';

interface Options {
  readonly task: string;
  readonly verifier: string;
  readonly strategies: string[];
  readonly again: string[];
  readonly solutions: string[];
  readonly problems?: number;
  readonly levels?: string;
  readonly settingsProblems: number;
  readonly seeds: number;
  readonly settingsSeeds: number;
  readonly minutes: number;
  readonly jobs: number;
  readonly out: string;
}

/** How many sizes are tried to meet a budget. */
const MOST_TRIES = 4;

type Draft = { -readonly [K in keyof BudgetReport]: BudgetReport[K] };

class Measurement {
  readonly #deadline: number;

  constructor(
    readonly report: Draft,
    readonly pool: EvaluatePool,
    readonly options: Pick<Options, 'out' | 'settingsSeeds' | 'settingsProblems' | 'minutes'>,
  ) {
    this.#deadline = performance.now() + options.minutes * 60_000;
  }

  get isLate(): boolean {
    return performance.now() > this.#deadline;
  }

  save(): void {
    writeFileSync(this.options.out, `${JSON.stringify(this.report, null, 2)}\n`);
  }

  async run(
    split: 'settings' | 'test',
    strategy: StrategyId,
    cell: DialledCell,
    verifier = this.report.verifier,
  ): Promise<Cell> {
    const { task, temperature, seeds, problems, levels = null } = this.report;
    const request: CellRequest = {
      ...{ task, strategy, verifier, ...cell, split, levels, temperature },
      problems:
        split === 'test'
          ? problems
          : Math.min(this.options.settingsProblems, TASKS[task].splitSize(split, levels ?? undefined)),
      seeds: split === 'test' ? seeds : this.options.settingsSeeds,
    };
    const name = `${split} ${strategy} ${verifier} K=${cell.samples} b=${cell.beam} ${JSON.stringify(cell.options)}`;
    const results = await this.pool.run(request, problemsTogether(request), (done) => showProgress(`${name}: ${done}`));
    const measured = makeCell(request, results);
    showProgress(`${name}: ${(100 * measured.accuracy).toFixed(1)}% with ${measured.policyTokens.toFixed(0)} tokens\n`);
    return measured;
  }

  async calibrate(strategy: StrategyId, variant: Variant, budget: number): Promise<void> {
    const done = this.report.calibrations.filter(
      (tried) => tried.strategy === strategy && tried.variant === variant.name && tried.budget === budget,
    );
    const tried = new Set(done.map(({ size }) => size));
    const last = done.at(-1);
    const start = Math.max(1, Math.round(budget / this.report.solutionTokens / variant.solutions));
    let size = last ? nextSize(last.size, last.policyTokens, budget, tried) : start;
    while (size !== null && tried.size < MOST_TRIES && !isSaturated(done) && !this.isLate) {
      const { samples, beam, options, policyTokens, accuracy } = await this.run(
        'settings',
        strategy,
        variant.cell(size),
      );
      const setting = {
        ...{ strategy, budget, variant: variant.name, size, samples, beam, options },
        policyTokens,
        accuracy,
      };
      this.report.calibrations = [...this.report.calibrations, setting satisfies Calibration];
      done.push(setting);
      this.save();
      tried.add(size);
      size = nextSize(size, policyTokens, budget, tried);
    }
  }

  async test(
    strategy: StrategyId,
    budget: number | null,
    cell: DialledCell,
    verifier = this.report.verifier,
  ): Promise<void> {
    const { samples, beam, options } = cell;
    const isThere = this.report.cells.some(
      (done) => done.strategy === strategy && done.budget === budget && done.verifier === verifier,
    );
    if (isThere || this.isLate) return;
    const { accuracy, low, high, policyTokens, valueTokens, seconds } = await this.run(
      'test',
      strategy,
      cell,
      verifier,
    );
    const measured: BudgetCell = {
      ...{ budget, strategy, verifier, samples, beam, options },
      ...{ accuracy, low, high, policyTokens, valueTokens, seconds },
    };
    this.report.cells = [...this.report.cells, measured];
    this.save();
  }
}

async function measureStrategy(measurement: Measurement, strategy: StrategyId): Promise<void> {
  const variants = DIALS[strategy];
  if (!variants) return measurement.test(strategy, null, { samples: 1, beam: 1, options: {} });
  for (const budget of measurement.report.budgets) {
    for (const variant of variants) await measurement.calibrate(strategy, variant, budget);
    if (measurement.isLate) return;
    const chosen = chosenSetting(measurement.report.calibrations, strategy, budget, TOLERANCE);
    if (chosen) await measurement.test(strategy, budget, chosen);
  }
}

function openReport(options: Options, task: TaskId, verifier: VerifierId): Draft {
  const levels = options.levels === undefined ? null : readLevels(TASKS[task], options.levels);
  const available = TASKS[task].splitSize('test', levels ?? undefined);
  const problems = options.problems ?? available;
  if (!Number.isInteger(problems) || problems < 1 || problems > available) {
    throw badInput(`--problems takes a whole number from 1 to ${available}, and this is ${problems}.`);
  }
  const { temperature } = DEFAULT_PARAMETERS[task];
  const empty: Draft = {
    ...({ format: 'inkling-budgets', version: 1 } as const),
    ...{ task, verifier, ...(levels ? { levels } : {}), problems, seeds: options.seeds, temperature },
    ...{ solutionTokens: 0, budgets: [], calibrations: [], cells: [] },
  };
  if (!existsSync(options.out)) return empty;
  const before = JSON.parse(readFileSync(options.out, 'utf8')) as Draft;
  const isSame =
    before.task === task &&
    before.verifier === verifier &&
    before.seeds === options.seeds &&
    before.problems === problems &&
    String(before.levels ?? null) === String(levels);
  if (before.format !== 'inkling-budgets' || !isSame) {
    throw badInput(`${options.out} holds another measurement: give another --out.`);
  }
  return before;
}

async function measure(options: Options): Promise<void> {
  const task = oneOf('task', TASK_IDS, options.task);
  const verifier = verifierName('verifier', options.verifier);
  const strategies = options.strategies.map((text) => oneOf('strategies', STRATEGY_IDS, text));
  const solutions = options.solutions.map(readNumber('solutions'));
  const again = new Set(options.again.map((text) => oneOf('again', STRATEGY_IDS, text)));
  const report = openReport(options, task, verifier);
  report.calibrations = report.calibrations.filter(({ strategy }) => !again.has(strategy));
  report.cells = report.cells.filter(({ strategy }) => !again.has(strategy));
  await checkVerifiers(task, [verifier]);
  const pool = new EvaluatePool(options.jobs, task, [verifier]);
  const measurement = new Measurement(report, pool, options);
  try {
    if (!report.budgets.length) {
      const { policyTokens } = await measurement.run('settings', 'majority', { samples: 20, beam: 1, options: {} });
      report.solutionTokens = round(policyTokens / 20);
      report.budgets = solutions.map((count) => Math.round(count * report.solutionTokens));
      measurement.save();
    }
    for (const strategy of strategies) await measureStrategy(measurement, strategy);
    // The ceiling of all choosing among samples: one of them is right.
    for (const budget of report.budgets) {
      const ceiling = chosenSetting(report.calibrations, 'best-of-n', budget, TOLERANCE);
      if (ceiling) await measurement.test('best-of-n', budget, ceiling, oracle.id);
    }
    if (measurement.isLate) showProgress('Not all is measured yet: run the same command again to go on.\n');
    process.stdout.write(budgetTable(report));
  } finally {
    pool.close();
  }
}

await runCommand(
  new Command('measure-budgets')
    .description('Measures all strategies with one verifier at equal numbers of policy tokens')
    .requiredOption('--task <id>', TASK_IDS.join(', '), TASK_IDS[0])
    .requiredOption('--out <file>', 'the report; it is gone on from where it is there')
    .option('--verifier <id>', VERIFIERS_HELP, DEFAULT_VERIFIER)
    .option('--strategies <ids>', STRATEGY_IDS.join(', '), readList, [...STRATEGY_IDS])
    .option('--again <ids>', 'of these, what the file holds is dropped and measured anew', readList, [])
    .option('--solutions <ns>', "budgets, in mean sampled solutions' tokens", readList, ['5', '20', '100'])
    .option('--problems <n>', 'the first n of the test split; all by default', readNumber('problems'))
    .option('--levels <range>', 'of a task that has levels, such as 1-3; all by default')
    .option('--settings-problems <n>', 'of the settings split, at most', readNumber('settings-problems'), 50)
    .option('--seeds <n>', 'seeds 1 to n on the test split', readNumber('seeds'), 3)
    .option('--settings-seeds <n>', 'seeds 1 to n on the settings split', readNumber('settings-seeds'), 2)
    .option('--minutes <n>', 'begin nothing new after so long', readNumber('minutes'), 1e6)
    .option('--jobs <n>', 'processes at once', readNumber('jobs'), availableParallelism())
    .allowExcessArguments(false)
    .action(measure),
);
