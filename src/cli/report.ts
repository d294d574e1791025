/** `npm run -s report -- --task word-problems …`: every verifier of a task's pack on the same held-out solutions. */
import { Command } from 'commander';
import { TASK_IDS, type TaskId, type VerifierId } from '../core/ids';
import { ECE_GROUPS } from '../measure/value-error';
import { ManifestSchema, readJson } from '../protocol/pack';
import { TASKS } from '../tasks/registry';
import type { MeasuredSplit } from '../tasks/task';
import { inOrder, offeredBeside, scaleOf, traitsOf } from '../verifiers/find';
import { badInput, oneOf, readList, readNumber, runCommand, verifierName } from './command';
import { judgedSolutions, type JudgedSolution } from './judged-solutions';
import { readLevels } from './levels';
import { MODELS_FOLDER, readPack } from './model-files';
import { loadNodeModels } from './node-models';
import { measureVerifier, type Found, type Measured, type VerifierReport } from './verifier-report';

interface Options {
  readonly task: string;
  readonly verifiers?: string[];
  readonly levels?: string;
  readonly problems?: number;
  readonly solutions: number;
  readonly json?: true;
}

/** Held-out problems on which thresholds are chosen, and those that are reported on. */
const VALIDATION: MeasuredSplit = 'settings';
const TEST: MeasuredSplit = 'test';
const SEED = 1;
/** As the rollouts of the training: a value is of the policy at this temperature. */
const TEMPERATURE = 1;

export interface Report {
  readonly format: 'inkling-report';
  readonly version: 1;
  readonly task: TaskId;
  readonly pack: string;
  readonly levels: readonly [number, number] | null;
  readonly problems: number;
  readonly solutionsPerProblem: number;
  /** Share of the policy's solutions that are right. */
  readonly correct: number;
  readonly verifiers: readonly VerifierReport[];
}

async function report(options: Options): Promise<void> {
  const task = oneOf('task', TASK_IDS, options.task);
  const levels = options.levels === undefined ? null : readLevels(TASKS[task], options.levels);
  const sizeOf = (split: MeasuredSplit): number => TASKS[task].splitSize(split, levels ?? undefined);
  const problems = options.problems ?? sizeOf(TEST);
  if (!Number.isInteger(problems) || problems < 2 || problems > sizeOf(TEST))
    throw badInput(`--problems takes a whole number from 2 to ${sizeOf(TEST)}, and this is ${problems}.`);
  const { solutions: perProblem } = options;
  if (!Number.isInteger(perProblem) || perProblem < 1 || perProblem > 64)
    throw badInput(`--solutions takes a whole number from 1 to 64, and this is ${perProblem}.`);
  const { id, inPack } = await packOf(task);
  const chosen = options.verifiers?.map((text) => verifierName('verifiers', text));
  const verifiers = chosen ?? offeredBeside('pack', inPack).filter((verifier) => !traitsOf(verifier).options.length);
  const models = await loadNodeModels(task, verifiers);
  const request = { task, levels, perProblem, temperature: TEMPERATURE, seed: SEED, verifiers };
  const sample = (split: MeasuredSplit, count: number): Promise<JudgedSolution[]> =>
    judgedSolutions({ ...request, split, problems: count }, models, (done) => showProgress(split, done, count));
  const validation = await sample(VALIDATION, Math.min(sizeOf(VALIDATION), problems));
  const test = await sample(TEST, problems);
  const result: Report = {
    ...{ format: 'inkling-report', version: 1, task, pack: id, levels, problems, solutionsPerProblem: perProblem },
    correct: test.filter(({ correct }) => correct).length / test.length,
    verifiers: verifiers.map((verifier) =>
      measureVerifier(verifier, scaleOf(verifier, models.models), validation, test),
    ),
  };
  await models.dispose();
  process.stdout.write(options.json ? `${JSON.stringify(result, null, 1)}\n` : printReport(result));
}

async function packOf(task: TaskId): Promise<{ id: string; inPack: VerifierId[] }> {
  const { id, files } = await readPack(MODELS_FOLDER, task, []);
  const { models } = readJson(ManifestSchema, files['manifest.json']!, 'manifest.json');
  const { policy: _, ...verifiers } = models;
  return { id, inPack: inOrder(Object.keys(verifiers)) };
}

function showProgress(split: string, done: number, of: number): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${split}: ${done} of ${of} problems`);
}

/** Markdown: the same table stands in the model card. */
function printReport({ verifiers, correct, problems, solutionsPerProblem }: Report): string {
  const number = (x: number): string => x.toFixed(3);
  const interval = (m: Measured | null): string =>
    m ? `${number(m.value)} (${number(m.low)}-${number(m.high)})` : '-';
  const found = (f: Found): string => `${number(f.f1)} (${number(f.low)}-${number(f.high)})`;
  const tokens = (f: Found): string => [f.exact, f.withinOne, f.withinTwo, f.clean].map(number).join(' / ');
  const rows = verifiers.map((v) => [
    ...[v.verifier, interval(v.auc), interval(v.choiceAuc), v.validityAuc === null ? '-' : number(v.validityAuc)],
    ...[interval(v.brierSkill), v.ece ? number(v.ece.value) : '-', found(v.firstErrorStep), tokens(v.firstErrorToken)],
  ]);
  const head = [
    ...[
      'verifier',
      'AUC, ends right',
      'AUC within a problem',
      'AUC, no error yet',
      'Brier skill',
      `ECE, ${ECE_GROUPS} groups of equal count`,
    ],
    ...['first wrong step, F1', 'first wrong token: exact / within 1 / within 2 / clean'],
  ];
  const line = (row: readonly string[]): string => `| ${row.join(' | ')} |\n`;
  const share = (100 * correct).toFixed(1);
  return [
    `${problems} held-out problems, ${solutionsPerProblem} solutions each, ${share}% right.\n\n`,
    line(head),
    line(head.map(() => '---')),
    ...rows.map(line),
  ].join('');
}

await runCommand(
  new Command('report')
    .description('Measures every verifier of a task on the same held-out solutions')
    .requiredOption('--task <id>', TASK_IDS.join(', '), TASK_IDS[0])
    .option('--verifiers <ids>', 'by default those of the pack, and those that are made without options', readList)
    .option('--levels <range>', 'of a task that has levels, such as 2-6; all by default')
    .option('--problems <n>', 'the first n of the test split; all by default', readNumber('problems'))
    .option('--solutions <n>', 'sampled of every problem', readNumber('solutions'), 8)
    .option('--json', 'print one report and nothing else')
    .allowExcessArguments(false)
    .action(report),
);
