/** `npm run -s check -- value --problem "4 5 6 10" --prefix "10 - 4 = 6"`: tests a verifier instead of believing it. */
import { Command } from 'commander';
import { readProblem } from '../../workers/problems';
import { DEFAULT_PROBE_ROLLOUTS, DEFAULT_ROLLOUTS, DEFAULT_SAMPLES, defaultSampling } from '../checks/defaults';
import { runCheck } from '../checks/run-check';
import { FIRST_ERROR_UNITS } from '../checks/first-error';
import type { CheckEvent, CheckOptions } from '../checks/registry';
import { STRATEGY_IDS, TASK_IDS, type TaskId, type VerifierId } from '../core/ids';
import type { Sampling } from '../rollouts/types';
import { DEFAULT_PARAMETERS } from '../tasks/registry';
import { optionsOf } from '../trace/models';
import { readTrace } from '../trace/read';
import { TRACE_LIMITS } from '../trace/schema';
import type { Trace } from '../trace/types';
import type { VerifierOptions } from '../verifiers/types';
import { badInput, oneOf, readList, readNumber, runCommand, verifierName, VERIFIERS_HELP } from './command';
import type { CheckReport } from './check-report';
import { parametersOf, printBranches } from './check-trace';
import { hubLimits } from './hub-folder';
import { readInput } from './input-file';
import { loadCommandModels, MODEL_HELP, PROMPT_HELP, type CommandModels, type ModelChoice } from './command-models';
import { printCheck } from './print/check';
import { findVerifier } from './run-search';
import { printable } from './print/text';

interface ProblemOptions extends ModelChoice {
  readonly task: string;
  readonly problem: string;
  readonly temperature?: number;
  readonly seed?: number;
  readonly json?: true;
}

const readTask = (text: string): TaskId => oneOf('task', TASK_IDS, text);

function samplingOf({ task, temperature, seed, model }: ProblemOptions): Sampling {
  const own = { ...DEFAULT_PARAMETERS[readTask(task)], ...(model === undefined ? {} : hubLimits(readTask(task))) };
  const fallback = defaultSampling(own);
  return { ...fallback, temperature: temperature ?? fallback.temperature, seed: seed ?? fallback.seed };
}

/** A shell has no handy way to write a line end, so `\n` stands for one. */
const readText = (text: string): string[] => {
  const written = text.replaceAll('\\n', '\n');
  return written ? [written] : [];
};

const readVerifier = (text: string): VerifierId | null => (text === 'none' ? null : verifierName('verifier', text));

const printed =
  (json: true | undefined) =>
  (report: CheckReport): string =>
    json ? `${JSON.stringify(report)}\n` : printCheck(report);

interface CheckSubject extends Pick<ProblemOptions, 'task' | 'problem' | 'json' | 'model' | 'prompt'> {
  /** Those that a tree was made with. */
  readonly verifierOptions?: VerifierOptions;
}

async function check(
  { task: taskName, problem: text, json, verifierOptions, ...choice }: CheckSubject,
  verifiers: readonly VerifierId[],
  options: CheckOptions,
  print: (report: CheckReport, events: readonly CheckEvent[], models: CommandModels) => string = printed(json),
): Promise<void> {
  const task = readTask(taskName);
  const read = readProblem(task, text);
  const models = await loadCommandModels(task, verifiers, choice, verifierOptions);
  const problem = models.adapt(read);
  const verifierOf = (id: VerifierId) => findVerifier(id, models, problem, verifierOptions);
  const ports = { policy: models.policy, verifierOf, truth: problem };
  const events: CheckEvent[] = [];
  const result = await runCheck(options, ports, {}, (event) => void events.push(event));
  const report: CheckReport = { format: 'inkling-check', version: 1, task, problem: problem.text, result };
  process.stdout.write(printable(print(report, events, models)));
  await models.dispose();
}

const program = new Command('check').description('Tests a verifier, or shows where its labels come from');

const kind = (name: string, description: string): Command =>
  program
    .command(name)
    .description(description)
    .option('--json', 'print one report and nothing else')
    .allowExcessArguments(false)
    .exitOverride()
    .configureOutput({ writeErr: () => undefined });

const onProblem = (command: Command): Command =>
  command
    .requiredOption('--task <id>', TASK_IDS.join(', '), TASK_IDS[0])
    .requiredOption('--problem <text>', 'such as "4 5 6 10"')
    .option('--model <folder>', MODEL_HELP)
    .option('--prompt <file>', PROMPT_HELP)
    .option('--temperature <t>', 'of the sampling; 1 by default, as in training', readNumber('temperature'))
    .option('--seed <n>', 'the same seed gives the same rollouts', readNumber('seed'));

interface ValueArguments extends ProblemOptions {
  readonly prefix: string;
  readonly verifier: string;
  readonly rollouts: number;
}

onProblem(kind('value', "how often the policy succeeds from here, beside the verifier's number"))
  .option('--prefix <text>', 'what is written so far; \\n ends a line', '')
  .option('--verifier <id>', `${VERIFIERS_HELP} or none`, 'tvm')
  .option('--rollouts <n>', 'how many', readNumber('rollouts'), DEFAULT_ROLLOUTS)
  .action(async (given: ValueArguments) => {
    const verifier = readVerifier(given.verifier);
    const { rollouts } = given;
    const options = { kind: 'value', prefix: readText(given.prefix), verifier, rollouts } as const;
    await check(given, verifier ? [verifier] : [], { ...options, sampling: samplingOf(given) });
  });

interface SamplesArguments extends ProblemOptions {
  readonly samples: number;
  readonly verifier: string;
}

onProblem(kind('labels', 'sampled solutions as a tree, with the labels that each kind of value model learns from'))
  .option('--samples <n>', 'how many', readNumber('samples'), DEFAULT_SAMPLES)
  .action((given: SamplesArguments) =>
    check(given, [], { kind: 'labels', samples: given.samples, sampling: samplingOf(given) }),
  );

onProblem(kind('diversity', 'how many different right solutions a budget of samples finds'))
  .option('--samples <n>', 'how many', readNumber('samples'), DEFAULT_SAMPLES)
  .option('--verifier <id>', `${VERIFIERS_HELP} or none`, 'tvm')
  .action(async (given: SamplesArguments) => {
    const verifier = readVerifier(given.verifier);
    const options = { kind: 'diversity', samples: given.samples, verifier, sampling: samplingOf(given) } as const;
    await check(given, verifier ? [verifier] : [], options);
  });

interface FirstErrorArguments extends ProblemOptions {
  readonly solution: string;
  readonly unit: string;
  readonly rollouts: number;
}

onProblem(kind('first-error', "OmegaPRM's search for the first error of a wrong solution, beside the exact truth"))
  .requiredOption('--solution <text>', 'a whole solution; \\n ends a line')
  .option('--unit <unit>', FIRST_ERROR_UNITS.join(' or '), FIRST_ERROR_UNITS[0])
  .option('--rollouts <n>', 'from every place that is probed', readNumber('rollouts'), DEFAULT_PROBE_ROLLOUTS)
  .action((given: FirstErrorArguments) =>
    check(given, [], {
      ...{ kind: 'first-error', solution: readText(given.solution), rollouts: given.rollouts },
      ...{ unit: oneOf('unit', FIRST_ERROR_UNITS, given.unit), sampling: samplingOf(given) },
    }),
  );

interface TraceArguments extends ModelChoice {
  readonly trace: string;
  readonly json?: true;
}

const modelOf = ({ model, prompt }: ModelChoice): ModelChoice => ({
  ...(model === undefined ? {} : { model }),
  ...(prompt === undefined ? {} : { prompt }),
});

/** A trace of a search of our own: its task is known, and its texts are those of the task's problems. */
async function readOwnTrace(path: string): Promise<Trace> {
  // Its characters are counted once it is read: none takes more bytes than four.
  const read = readTrace(await readInput(path, 4 * TRACE_LIMITS.characters));
  if (!read.ok) throw badInput(read.message);
  return read.trace;
}

kind('frozen', 'judges the tree of a finished search by several verifiers: where would each have chosen otherwise?')
  .requiredOption('--trace <file>', 'as solve --json prints it; - is standard input')
  .option('--model <folder>', MODEL_HELP)
  .option('--prompt <file>', PROMPT_HELP)
  .option('--verifiers <ids>', VERIFIERS_HELP, readList, ['tvm', 'ovm'])
  .action(async ({ trace: path, json, ...given }: TraceArguments & { readonly verifiers: string[] }) => {
    const trace = await readOwnTrace(path);
    const { task, problem, nodes, events } = trace;
    const verifiers = given.verifiers.map((text) => verifierName('verifiers', text));
    const verifierOptions = optionsOf(trace.models);
    const subject = { task, problem: problem.text, verifierOptions, ...modelOf(given), ...(json ? { json } : {}) };
    await check(subject, verifiers, { kind: 'frozen', nodes, events, verifiers });
  });

interface CounterfactualArguments extends TraceArguments {
  readonly node: number;
  readonly token: number;
  readonly replacement: string;
  readonly verifier: string;
}

kind('counterfactual', 'replaces a token of a finished search and goes on; prints the tree, or with --json the trace')
  .requiredOption('--trace <file>', 'as solve --json prints it; - is standard input')
  .option('--model <folder>', MODEL_HELP)
  .option('--prompt <file>', PROMPT_HELP)
  .requiredOption('--node <id>', 'whose token is replaced', readNumber('node'))
  .requiredOption('--token <i>', 'counted from 0', readNumber('token'))
  .requiredOption('--replacement <text>', 'what stands there instead; \\n ends a line')
  .option('--verifier <id>', `${VERIFIERS_HELP}; that of the search by default`)
  .action(async (given: CounterfactualArguments) => {
    const trace = await readOwnTrace(given.trace);
    const { id: strategyId, parameters } = trace.strategy;
    const strategy = oneOf('trace', STRATEGY_IDS, strategyId);
    const verifier = verifierName('verifier', given.verifier ?? String(parameters['verifier']));
    const { task, problem, events } = trace;
    const [replacement = ''] = readText(given.replacement);
    const place = { node: given.node, token: given.token, replacement };
    const again = parametersOf(trace);
    await check(
      { task, problem: problem.text, verifierOptions: optionsOf(trace.models), ...modelOf(given) },
      [verifier],
      { kind: 'counterfactual', events, ...place, strategy, verifier, parameters: again },
      (report, told, models) => printBranches(trace, report, told, models, given.json === true),
    );
  });

await runCommand(program);
