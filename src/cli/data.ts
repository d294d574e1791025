/**
 * Everything that training needs to know of a task, as files: Python reads them and never re-implements a task.
 *
 * `data problems` writes the problems of each role and the solutions that the policy learns from;
 * `data searched` adds what a search with the verifiers of the pack before looks at, to be gone on from;
 * `data judge` adds the checker's verdict, and the oracle's after each step, to sampled solutions.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Command } from 'commander';
import type { TaskId } from '../core/ids';
import { verdictOf } from '../rollouts/verdict';
import { TASKS, TRAINED_TASK_IDS } from '../tasks/registry';
import type { LevelRange, TaskProblem, TrainingFiles, TrainingFilesOf } from '../tasks/task';
import { badInput, oneOf, readList, readNumber, runCommand, verifierName } from './command';
import { streamInput } from './input-file';
import { readLevels } from './levels';
import { writeLines } from './write-lines';

interface ProblemOptions {
  readonly task: string;
  readonly out: string;
  readonly count?: number;
  readonly sampled?: number;
  readonly levels?: string;
  readonly shares?: string[];
}

/** Only here is it needed how a task's training data is made, so only here is it loaded. */
async function filesOf(task: TaskId, { count, sampled, levels, shares }: ProblemOptions): Promise<TrainingFiles> {
  const module = (await import(`../tasks/${task}/training-files.ts`)) as { readonly trainingFiles: TrainingFilesOf };
  const range = levels === undefined ? {} : { levels: readLevels(TASKS[task], levels) };
  return module.trainingFiles({
    ...(count === undefined ? {} : { policy: count }),
    ...(sampled === undefined ? {} : { value: sampled }),
    ...range,
    ...(shares === undefined ? {} : { shares: readShares(shares, range.levels ?? TASKS[task].levels) }),
  });
}

/** The most stories of a level in a turn. */
const MAX_SHARE = 100;

function readShares(texts: readonly string[], levels: LevelRange | null): number[] {
  if (!levels) throw badInput('The task has no levels: leave --shares out.');
  const count = levels[1] - levels[0] + 1;
  const shares = texts.map(readNumber('shares'));
  const fits = shares.every((share) => Number.isInteger(share) && share >= 0 && share <= MAX_SHARE);
  if (!fits || shares.length !== count || !shares.some((share) => share > 0))
    throw badInput(`--shares takes a whole number up to ${MAX_SHARE} for each of ${count} levels, such as 1,2,3.`);
  return shares;
}

async function writeProblems(options: ProblemOptions): Promise<void> {
  const files = await filesOf(oneOf('task', TRAINED_TASK_IDS, options.task), options);
  mkdirSync(options.out, { recursive: true });
  for (const [name, content] of Object.entries(files)) {
    const path = join(options.out, name);
    if (Array.isArray(content)) await writeLines(path, content as object[]);
    else writeFileSync(path, `${JSON.stringify(content)}\n`);
  }
}

interface SearchedOptions {
  readonly task: string;
  readonly in: string;
  readonly out: string;
  readonly verifiers: string[];
  readonly seed: number;
  readonly problems?: number;
}

async function writeSearched({ task: name, verifiers, seed, problems, ...files }: SearchedOptions): Promise<void> {
  const task = oneOf('task', TRAINED_TASK_IDS, name);
  const names = verifiers.map((verifier) => verifierName('verifiers', verifier));
  const prompts: string[] = [];
  for await (const line of createInterface({ input: await streamInput(files.in) }))
    if (prompts.length < (problems ?? Infinity)) prompts.push(readRollout(line, prompts.length + 1).prompt);
  // Only here are models needed.
  const { checkVerifiers } = await import('./node-models');
  const { searchedBeginnings } = await import('./searched-beginnings');
  await checkVerifiers(task, names);
  await writeLines(files.out, searchedBeginnings(task, prompts, names, seed));
}

interface Rollout {
  readonly prompt: string;
  readonly text: string;
}

function readRollout(line: string, number: number): Rollout {
  try {
    // A byte order mark is no part of the first one.
    return JSON.parse(line.replace(/^\ufeff/, '')) as Rollout;
  } catch {
    throw badInput(`Line ${number} is not JSON.`);
  }
}

function readPrompt(task: TaskId, prompt: string): TaskProblem {
  const parsed = TASKS[task].parse(prompt);
  if (!parsed.ok) throw badInput(parsed.message);
  return parsed.problem;
}

/** A step of the trained tasks is a line. */
const STEP_END = '\n';

/** The rollouts with their verdicts. */
async function* judged(task: TaskId, input: string): AsyncGenerator<object> {
  // Rollouts of one problem follow one another.
  let prompt: string | null = null;
  let number = 0;
  let problem: TaskProblem | null = null;
  for await (const line of createInterface({ input: await streamInput(input) })) {
    const rollout = readRollout(line, ++number);
    if (!problem || prompt !== rollout.prompt) problem = readPrompt(task, rollout.prompt);
    prompt = rollout.prompt;
    yield { ...rollout, ...verdictOf(rollout.text, problem, STEP_END) };
  }
}

const program = new Command('data').description('Writes the files that training reads');
program
  .command('problems')
  .requiredOption('--task <id>', TRAINED_TASK_IDS.join(', '))
  .requiredOption('--out <folder>')
  .option('--count <n>', 'problems that the policy learns from, where the task draws them', readNumber('count'))
  .option('--sampled <n>', 'problems that it is sampled on, where the task draws them', readNumber('sampled'))
  .option('--levels <range>', 'such as 1-4, where the task has levels')
  .option('--shares <ns>', 'of these levels among what the policy learns from, such as 1,2,3', readList)
  .action(writeProblems);
program
  .command('searched')
  .requiredOption('--task <id>', TRAINED_TASK_IDS.join(', '))
  .requiredOption('--in <file>', 'problems, one JSON object with its prompt a line, such as value.jsonl')
  .requiredOption('--out <file>')
  .option('--verifiers <ids>', 'whose searches they are', readList, ['tvm', 'ovm'])
  .option('--seed <n>', 'of the searches', readNumber('seed'), 1)
  .option('--problems <n>', 'the first of the file', readNumber('problems'))
  .action(writeSearched);
program
  .command('judge')
  .requiredOption('--task <id>', TRAINED_TASK_IDS.join(', '))
  .requiredOption('--in <file>', 'sampled solutions, one JSON object a line; - is standard input')
  .requiredOption('--out <file>')
  .action(async ({ task, in: input, out }: { task: string; in: string; out: string }) =>
    writeLines(out, judged(oneOf('task', TRAINED_TASK_IDS, task), input)),
  );
await runCommand(program);
