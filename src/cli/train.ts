/** `npm run -s train -- --task word-problems --labels tvm,ovm …`: verifiers from samples of the policy, as files. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { runOrder } from '../../workers/train-order';
import { QUESTION_SETS, TASKS, TRAINED_TASK_IDS } from '../tasks/registry';
import { gapsOf } from '../measure/gap-recovered';
import {
  headName,
  verifiersTeaching,
  type Searched,
  type Teaching,
  type TestResult,
  type Trained,
  type TrainedRun,
  type TrainOrder,
} from '../protocol/train';
import { STARTS } from '../workshop/features';
import { checkRequest, DEFAULT_REQUEST } from '../workshop/request';
import { DEFAULT_HEAD } from '../workshop/head-trunk';
import { WORKSHOP_RULES } from '../workshop/rules';
import { HEAD_KINDS } from '../workshop/shape';
import { badInput, oneOf, readList, readNumber, runCommand, verifierName } from './command';
import { showProgress } from './evaluate-pool';
import { printGaps } from './gap-report';
import { loadWorkshop } from './node-models';
import { trainHead } from './train-head';
import { levelsOf, progressOf, range, roundedSeconds, shown, type TrainOptions } from './train-shared';

/** What is asked of a model in a folder alone. */
const FOR_MODELS = ['layer', 'head', 'window', 'questions', 'prompt', 'teacherModel', 'keepSamples'] as const;

async function train(options: TrainOptions): Promise<void> {
  const { model } = options;
  if (model !== undefined) return trainHead({ ...options, model });
  const stray = FOR_MODELS.find((name) => options[name] !== undefined);
  if (stray)
    throw badInput(
      `--${stray.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)} is for a model in a folder: name that with --model FOLDER.`,
    );
  const id = oneOf('task', TRAINED_TASK_IDS, options.task);
  const task = TASKS[id];
  const rules = options.labels.map((rule) => oneOf('labels', WORKSHOP_RULES, rule));
  if (new Set(rules).size !== rules.length) throw badInput('--labels names a rule twice: name each once.');
  const teacher = verifiersTeaching(options.teacher).length
    ? [...new Set(options.teacher.split(',').map((name) => verifierName('teacher', name)))].join()
    : options.teacher;
  const levels = levelsOf(task, options.levels);
  const wanted = Object.fromEntries(Object.entries(options).filter(([name]) => name in DEFAULT_REQUEST));
  const request: Teaching = {
    ...DEFAULT_REQUEST,
    ...wanted,
    ...{ rules, levels, start: options.start === undefined ? null : oneOf('start', STARTS, options.start) },
    testLevels: options.testLevels === undefined ? levels : levelsOf(task, options.testLevels),
  };
  checkRequest({ ...request, start: request.start ?? 'policy' });
  if (options.ceiling && !verifiersTeaching(teacher).length)
    throw badInput('--ceiling is that of a verifier that teaches: name one with --teacher.');
  const loaded = await loadWorkshop(id, verifiersTeaching(teacher));
  mkdirSync(options.out, { recursive: true });
  const made = async (teacher: string, taken: readonly string[]) => {
    const order = { task: id, teacher, request, taken };
    const result = await runOrder(order, loaded, { onEvent: (event) => showProgress(progressOf(event)) });
    showProgress('\n');
    const runs = result.runs.map((run) => save(result, run, order, options.out));
    return { result, runs, searched: result.searched && solvedBy(result.searched) };
  };
  const own = await made(teacher, []);
  const { searched } = own;
  const taught = own.result.teacher && { verifier: teacher, test: own.result.teacher.test };
  const names = own.result.runs.map(({ head }) => headName(head.id));
  const ceiling = options.ceiling ? await made('checker', names) : null;
  const gaps = ceiling && gapsOf(own.result, ceiling.result, teacher);
  const runs = [...own.runs, ...(ceiling?.runs ?? [])];
  const report = {
    ...{ format: 'inkling-training', version: 1, runs },
    ...(taught && { teacher: taught }),
    ...(searched && { searched }),
    ...(ceiling?.searched && { ceiling: { searched: ceiling.searched } }),
    ...(gaps && { gaps }),
  };
  const text = [
    printRuns(own.runs),
    ...(taught ? [`teacher ${teacher}: ${numbersOf(taught.test)}\n`] : []),
    printSearched(searched),
    ...(ceiling ? [`The ceiling, judged by the checker:\n${printRuns(ceiling.runs)}`] : []),
    ...(ceiling ? [printSearched(ceiling.searched), printGaps(gaps ?? [])] : []),
  ].join('');
  process.stdout.write(options.json ? `${JSON.stringify(report)}\n` : text);
  await loaded.models.dispose();
}

/** Writes the file, and returns what is printed of it. */
function save({ start }: Trained, run: TrainedRun, { teacher, request }: TrainOrder, out: string) {
  const { rule, head, seconds, tokens, test, steps } = run;
  const file = join(out, head.file);
  writeFileSync(file, head.bytes);
  return {
    ...{ labels: rule, problems: request.problems, samples: request.samples, levels: range(request.levels) },
    ...{ testLevels: range(request.testLevels), flip: request.flip, wrongSteps: request.wrongSteps, teacher },
    together: request.together,
    ...{ start, seed: request.seed, steps, seconds: roundedSeconds(seconds), tokens, test, file },
  };
}

/** Of every line, how many problems it solved. */
const solvedBy = ({ lines, ...search }: Searched) => ({
  ...search,
  problems: lines[0]!.right.length,
  lines: lines.map(({ id, right }) => ({ verifier: id, solved: right.reduce((sum, one) => sum + one, 0), right })),
});

const printSearched = (searched: ReturnType<typeof solvedBy> | null): string =>
  searched === null
    ? ''
    : `Solved of ${searched.problems}, beam K = ${searched.samples}, b = ${searched.beam} (majority: a vote of K):\n${searched.lines
        .map(({ verifier, solved }) => `  ${verifier} ${solved}\n`)
        .join('')}`;

const numbersOf = ({ auc, aucWithin, brier, ece }: TestResult): string =>
  `AUC ${shown(auc)}, within a problem ${shown(aucWithin)}, Brier ${shown(brier)}, ECE ${shown(ece)}`;

function printRuns(runs: readonly ReturnType<typeof save>[]): string {
  return runs
    .map(({ labels, test, steps, seconds, file }) => {
      const numbers = numbersOf(test);
      const times = Object.entries(seconds).map(([stage, time]) => `${stage} ${time} s`);
      return `${labels}: ${numbers}; ${steps} steps (${times.join(', ')})\n  ${file}\n`;
    })
    .join('');
}

await runCommand(
  new Command('train')
    .description("Trains verifiers from samples of a task's policy, and writes a file for each label rule")
    .requiredOption('--task <id>', `${TRAINED_TASK_IDS.join(', ')}; with --model any`, TRAINED_TASK_IDS[0])
    .option('--labels <rules>', WORKSHOP_RULES.join(', '), readList, [...DEFAULT_REQUEST.rules])
    .option('--problems <n>', 'problems to learn from', readNumber('problems'))
    .option('--samples <n>', 'solutions of each', readNumber('samples'))
    .option('--temperature <t>', 'at which they are drawn; 1 by default, with --model 0.8', readNumber('temperature'))
    .option(
      '--levels <range>',
      'to learn from, of a task that has levels; up to 3 by default, with --model what a probe finds',
    )
    .option('--test-levels <range>', 'to be tested on; the same by default')
    .option('--test-problems <n>', 'of the test split', readNumber('test-problems'))
    .option('--test-samples <n>', 'solutions of each', readNumber('test-samples'))
    .option('--search-problems <n>', 'of the test split, searched with every verifier', readNumber('search-problems'))
    .option('--flip <share>', 'of the outcomes that are turned over', readNumber('flip'))
    .option('--wrong-steps <share>', 'of the solutions that get a wrong step', readNumber('wrong-steps'))
    .option(
      '--teacher <name>',
      'checker, consensus, a verifier of the pack, head:FILE, or several, which are averaged: tvm,ovm; with --model the first two or head:FILE',
      'checker',
    )
    .option('--teacher-model <folder>', 'with --model: the weaker model that the head:FILE of --teacher was trained on')
    .option('--ceiling', 'train again with the checker as the teacher, and tell the performance gap recovered')
    .option('--start <name>', "trunk (what the pack's verifiers share) or policy; the first that there is by default")
    .option('--together <n>', 'solutions of a problem in one batch at most', readNumber('together'))
    .option('--steps <n>', 'of learning', readNumber('steps'))
    .option('--rate <r>', 'of learning', readNumber('rate'))
    .option('--seed <n>', 'the same seed gives the same verifier', readNumber('seed'))
    .option('--model <folder>', "a language model in a hub's layout: a head on its hidden states learns")
    .option('--layer <layers>', 'whose states it reads, such as 8,16,last: a head for each', readList)
    .option('--head <kind>', `${HEAD_KINDS.join(' or ')}; ${DEFAULT_HEAD.head} by default`)
    .option('--members <n>', 'heads that learn apart and are averaged; 5 by default', readNumber('members'))
    .option('--no-verdicts', 'with --model: do not ask it what it thinks of the solutions, which takes longest')
    .option('--window <n>', 'tokens whose mean a value is; 6 by default', readNumber('window'))
    .option(
      '--questions <file>',
      `JSON, JSON lines or CSV with question and answer, to learn from and to be tested on; or ${QUESTION_SETS.map(({ id }) => id).join(', ')}, its training set`,
    )
    .option('--prompt <file>', 'how the model is asked: JSON with system, examples, user and delimiter')
    .option(
      '--keep-samples <file>',
      'with --model: what is sampled is written there as it comes, and read again by a later training of the same model and problems',
    )
    .requiredOption('--out <folder>', 'where the files go')
    .option('--json', 'print one report and nothing else')
    .allowExcessArguments(false)
    .action(train),
);
