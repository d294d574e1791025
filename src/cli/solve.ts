/** `npm run -s solve -- --task game24 --problem "4 5 6 10" …`: one search, printed as a tree or as a trace. */
import { Command } from 'commander';
import { readProblem } from '../../workers/problems';
import { readingNote } from './reading-note';
import { DEFAULT_STRATEGY, parameterProblem } from '../search/defaults';
import { STRATEGIES, strategyOf } from '../search/registry';
import type { OptionValues } from '../search/options';
import type { SearchParameters } from '../search/types';
import { TRAINED_TASK_IDS } from '../tasks/registry';
import { buildTrace, encodeTrace } from '../trace/codec';
import { traitsOf } from '../verifiers/find';
import {
  badInput,
  oneOf,
  OPTIONS_HELP,
  readNumber,
  readOption,
  runCommand,
  verifierName,
  VERIFIERS_HELP,
} from './command';
import {
  beginningVerifier,
  beginningWith,
  commandTask,
  loadCommandModels,
  MODEL_HELP,
  PROMPT_HELP,
  VERIFIER_DEFAULT_HELP,
  type ModelChoice,
} from './command-models';
import { printTrace } from './print-trace';
import { findVerifier, runSearch, usedModels } from './run-search';
import { printable } from './print/text';

interface Options extends ModelChoice {
  readonly task: string;
  readonly problem: string;
  readonly strategy: string;
  readonly verifier?: string;
  readonly samples?: number;
  readonly beam?: number;
  readonly temperature?: number;
  readonly seed?: number;
  readonly rollouts?: number;
  readonly lambda?: number;
  readonly p: OptionValues;
  readonly json?: true;
}

const strategyIds = STRATEGIES.map(({ id }) => id);

async function solve(options: Options): Promise<void> {
  const task = commandTask(options.task, options);
  const strategy = strategyOf(oneOf('strategy', strategyIds, options.strategy))!;
  const verifierId =
    options.verifier === undefined ? beginningVerifier(options) : verifierName('verifier', options.verifier);
  const defaults = beginningWith(task, options);
  const {
    samples = defaults.samples,
    beam = defaults.beam,
    temperature = defaults.temperature,
    seed = defaults.seed,
  } = options;
  const given = Object.keys(options.p).length ? { options: options.p } : {};
  const parameters: SearchParameters = { ...defaults, samples, beam, temperature, seed, ...given };
  const refused = parameterProblem(strategy.id, parameters, traitsOf(verifierId));
  if (refused) throw badInput(refused);
  const read = readProblem(task, options.problem);
  if (read.warning !== null) process.stderr.write(`${read.warning.message}\n`);
  process.stderr.write(readingNote(read));

  const models = await loadCommandModels(task, [verifierId], options);
  const problem = models.adapt(read);
  const verifierOptions = {
    ...(options.rollouts === undefined ? {} : { rollouts: options.rollouts }),
    ...(options.lambda === undefined ? {} : { lambda: options.lambda }),
  };
  const searched: SearchParameters = { ...parameters, ...models.limits };
  const verifier = findVerifier(verifierId, models, problem, verifierOptions);
  const { events, result } = await runSearch(strategy, problem, { policy: models.policy, verifier }, searched);
  const trace = buildTrace(
    {
      task,
      problem: { text: options.model === undefined ? problem.prompt.trimEnd() : problem.text },
      models: usedModels(models, verifier, verifierOptions),
      backend: models.backend,
      strategy: strategy.id,
      verifier: verifier.id,
      parameters: searched,
    },
    events,
    result,
  );
  process.stdout.write(printable(options.json ? encodeTrace(trace) : printTrace(trace)));
  await models.dispose();
}

await runCommand(
  new Command('solve')
    .description('Searches one problem and prints the tree, or with --json the trace')
    .requiredOption('--task <id>', `${TRAINED_TASK_IDS.join(', ')}; with --model any`, TRAINED_TASK_IDS[0])
    .requiredOption('--problem <text>', 'such as "4 5 6 10"')
    .option('--model <folder>', MODEL_HELP)
    .option('--prompt <file>', PROMPT_HELP)
    .option('--strategy <id>', strategyIds.join(', '), DEFAULT_STRATEGY)
    .option(
      '--verifier <id>',
      `${VERIFIERS_HELP}; it steers, or only tints where the strategy needs none ${VERIFIER_DEFAULT_HELP}`,
    )
    .option('--samples <K>', 'candidates a step, or paths', readNumber('samples'))
    .option('--beam <b>', 'beams that are kept', readNumber('beam'))
    .option('--temperature <t>', 'of the sampling', readNumber('temperature'))
    .option('--seed <n>', 'the same seed gives the same trace', readNumber('seed'))
    .option('--rollouts <n>', 'of the verifier rollouts: from every token', readNumber('rollouts'))
    .option('--lambda <l>', 'of the verifier ensemble: weight of the spread', readNumber('lambda'))
    .option('--p <name=value>', OPTIONS_HELP, readOption, {})
    .option('--json', 'print one trace and nothing else')
    .allowExcessArguments(false)
    .action(solve),
);
