/** `npm run -s evaluate -- --strategies beam --verifiers tvm,ovm …`: accuracy and budget over a split, cell by cell. */
import { availableParallelism } from 'node:os';
import { Command } from 'commander';
import type { StrategyId } from '../core/ids';
import { DEFAULT_STRATEGY, parameterProblem } from '../search/defaults';
import { STRATEGY_OPTIONS, type OptionValues } from '../search/options';
import { STRATEGIES, strategyOf } from '../search/registry';
import { TASKS, TRAINED_TASK_IDS } from '../tasks/registry';
import {
  badInput,
  oneOf,
  OPTIONS_HELP,
  readList,
  readNumber,
  readOption,
  runCommand,
  verifierName,
  VERIFIERS_HELP,
} from './command';
import { EvaluatePool, problemsTogether, showProgress } from './evaluate-pool';
import { cellParameters } from './evaluate-problem';
import { makeCell, printCells, published, type CellRequest, type Evaluation } from './evaluation';
import { countRight, pairsOf, printPairs, type CellPair, type CountedCell } from './evaluation-pairs';
import { aboutResults, keepResults, type KeptResults } from './kept-results';
import { readLevels } from './levels';
import { traitsOf } from '../verifiers/find';
import {
  beginningVerifier,
  beginningWith,
  commandTask,
  MODEL_HELP,
  PROMPT_HELP,
  VERIFIER_DEFAULT_HELP,
  type ModelChoice,
} from './command-models';
import { checkVerifiers } from './node-models';

/** Those that a number may be measured on. */
const SPLITS = ['test', 'settings', 'rest'] as const;
const MAX_SEEDS = 100;
const MAX_JOBS = 64;
const strategyIds = STRATEGIES.map(({ id }) => id);

interface Options extends ModelChoice {
  readonly task: string;
  readonly strategies: string[];
  readonly verifiers?: string[];
  readonly samples?: string[];
  readonly beam?: string[];
  readonly problems?: number;
  readonly split: string;
  readonly levels?: string;
  readonly seeds: number;
  readonly temperature?: number;
  readonly jobs?: number;
  readonly together?: number;
  readonly p: OptionValues;
  readonly pairs?: true;
  readonly keepResults?: string;
  readonly json?: true;
}

/** The cells in the order asked: by strategy, then verifier, then budget. Checks all of them before any runs. */
function readCells(options: Options): CellRequest[] {
  const task = commandTask(options.task, options);
  const split = oneOf('split', SPLITS, options.split);
  const levels = options.levels === undefined ? null : readLevels(TASKS[task], options.levels);
  const available = TASKS[task].splitSize(split, levels ?? undefined);
  if (available === 0) throw badInput(`${task} has no split ${split}.`);
  const problems = options.problems ?? available;
  if (!Number.isInteger(problems) || problems < 1 || problems > available) {
    throw badInput(`--problems takes a whole number from 1 to ${available} for the split ${split}.`);
  }
  const defaults = beginningWith(task, options);
  const { seeds, temperature = defaults.temperature } = options;
  if (!Number.isInteger(seeds) || seeds < 1 || seeds > MAX_SEEDS) {
    throw badInput(`--seeds takes a whole number from 1 to ${MAX_SEEDS}, and this is ${seeds}.`);
  }
  const samples = options.samples?.map(readNumber('samples')) ?? [defaults.samples];
  const beams = options.beam?.map(readNumber('beam')) ?? [defaults.beam];
  if (beams.length !== 1 && beams.length !== samples.length) {
    throw badInput(`--beam takes one width, or one for each of the ${samples.length} entries of --samples.`);
  }
  const strategies = options.strategies.map((text) => oneOf('strategies', strategyIds, text));
  for (const name of Object.keys(options.p)) {
    if (strategies.some((id) => STRATEGY_OPTIONS[id].some((option) => option.name === name))) continue;
    throw badInput(`None of the strategies has an option ${name}.`);
  }
  const verifiers = options.verifiers?.map((text) => verifierName('verifiers', text)) ?? [beginningVerifier(options)];
  const cells = strategies.flatMap((strategy) =>
    verifiers.flatMap((verifier) =>
      samples.map((count, i): CellRequest => {
        const beam = beams.length === 1 ? beams[0]! : beams[i]!;
        const own = optionsOf(strategy, options.p);
        return {
          ...{ task, strategy, verifier, samples: count, beam, split, levels },
          ...{ problems, seeds, temperature, options: own },
        };
      }),
    ),
  );
  for (const cell of cells) {
    const refused = parameterProblem(cell.strategy, cellParameters(cell, 1), traitsOf(cell.verifier));
    if (refused) throw badInput(refused);
  }
  return cells;
}

/** A strategy's own of the options that were given: others may be meant for other strategies of the same command. */
function optionsOf(strategy: StrategyId, given: OptionValues): OptionValues {
  const names = STRATEGY_OPTIONS[strategy].map(({ name }) => name);
  return Object.fromEntries(Object.entries(given).filter(([name]) => names.includes(name)));
}

async function runCell(
  cell: CellRequest,
  pool: EvaluatePool,
  together: number,
  kept: KeptResults | undefined,
): Promise<CountedCell> {
  const name = `${cell.strategy} ${cell.verifier} K=${cell.samples} b=${cell.beam}`;
  const told = (done: number): void => showProgress(`${name}: ${done} of ${cell.problems} problems`);
  const results = await pool.run(cell, together, told, kept);
  const cellDone = makeCell(cell, results);
  showProgress(`${name}: ${(cellDone.accuracy * 100).toFixed(1)}%\n`);
  return { cell: cellDone, right: countRight(results) };
}

async function evaluate(options: Options): Promise<void> {
  const requests = readCells(options);
  const { jobs = availableParallelism() } = options;
  if (!Number.isInteger(jobs) || jobs < 1 || jobs > MAX_JOBS) {
    throw badInput(`--jobs takes a whole number from 1 to ${MAX_JOBS}, and this is ${jobs}.`);
  }
  if (options.together !== undefined && !(Number.isInteger(options.together) && options.together >= 1)) {
    throw badInput(`--together takes a whole number from 1, and this is ${options.together}.`);
  }
  const { task, problems } = requests[0]!;
  const needed = requests.filter(({ strategy }) => strategyOf(strategy)!.needsVerifier);
  const verifiers = [...new Set(needed.map(({ verifier }) => verifier))];
  // A model in a folder is large: one process has it, unless more are asked for.
  const most = options.model === undefined || options.jobs !== undefined ? jobs : 1;
  if (options.model === undefined) await checkVerifiers(task, verifiers);
  const { keepResults: path } = options;
  const kept = path === undefined ? undefined : keepResults(path, await aboutResults(task, options));
  const pool = new EvaluatePool(Math.min(most, problems), task, verifiers, options);
  try {
    const counted: CountedCell[] = [];
    for (const request of requests) {
      const together = options.together ?? problemsTogether(request, options);
      counted.push(measured(request, counted) ?? (await runCell(request, pool, together, kept)));
    }
    const cells = counted.map(({ cell }) => cell);
    const pairs = options.pairs ? pairsOf(counted) : null;
    const evaluation: Evaluation & { readonly pairs?: readonly CellPair[] } = {
      ...{ format: 'inkling-evaluation', version: 1, cells: cells.map(published) },
      ...(pairs ? { pairs } : {}),
    };
    const table = (): string => printCells(cells) + (pairs ? `\n${printPairs(pairs)}` : '');
    process.stdout.write(options.json ? `${JSON.stringify(evaluation)}\n` : table());
  } finally {
    pool.close();
  }
}

/** Without a verifier in play, the cells of several verifiers are one measurement. */
function measured(request: CellRequest, cells: readonly CountedCell[]): CountedCell | null {
  if (strategyOf(request.strategy)!.needsVerifier) return null;
  const { strategy, samples, beam, verifier } = request;
  const same = cells.find(({ cell }) => cell.strategy === strategy && cell.samples === samples && cell.beam === beam);
  return same ? { ...same, cell: { ...same.cell, verifier } } : null;
}

await runCommand(
  new Command('evaluate')
    .description('Measures accuracy and budget over a split, for every strategy, verifier and budget asked for')
    .requiredOption('--task <id>', `${TRAINED_TASK_IDS.join(', ')}; with --model any`, TRAINED_TASK_IDS[0])
    .option('--model <folder>', MODEL_HELP)
    .option('--prompt <file>', PROMPT_HELP)
    .option('--strategies <ids>', strategyIds.join(', '), readList, [DEFAULT_STRATEGY])
    .option('--verifiers <ids>', `${VERIFIERS_HELP} ${VERIFIER_DEFAULT_HELP}`, readList)
    .option('--samples <Ks>', 'one or more budgets', readList)
    .option('--beam <bs>', 'one width, or one for each entry of --samples', readList)
    .option('--problems <n>', 'the first n of the split; all by default', readNumber('problems'))
    .option('--split <name>', SPLITS.join(', '), SPLITS[0])
    .option('--levels <range>', 'of a task that has levels, such as 2-6; all by default')
    .option('--seeds <n>', 'seeds 1 to n', readNumber('seeds'), 1)
    .option('--temperature <t>', 'of the sampling', readNumber('temperature'))
    .option(
      '--jobs <n>',
      'processes at once, one a core by default, with --model one; a lone one tells the seconds best',
      readNumber('jobs'),
    )
    .option(
      '--together <n>',
      'problems decoded as one batch; by the budget by default, with --model one',
      readNumber('together'),
    )
    .option('--p <name=value>', OPTIONS_HELP, readOption, {})
    .option('--pairs', 'also every two cells of one budget, by an exact paired test over the problems')
    .option('--keep-results <file>', 'results by problem: an evaluation that was cut off goes on from it')
    .option('--json', 'print one evaluation and nothing else')
    .allowExcessArguments(false)
    .action(evaluate),
);
