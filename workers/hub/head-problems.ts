/** The problems that a value head learns from and is tested on: a task's, or a reader's own, apart from each other. */
import { AppError } from '../../src/core/errors';
import type { TaskId } from '../../src/core/ids';
import { createRng } from '../../src/core/rng';
import { TASKS } from '../../src/tasks/registry';
import type { LevelRange } from '../../src/tasks/task';
import type { WorkshopRequest } from '../../src/workshop/request';

export interface HeadProblems {
  readonly training: readonly string[];
  readonly test: readonly string[];
}

type Counts = Pick<WorkshopRequest, 'problems' | 'testProblems' | 'seed' | 'levels' | 'testLevels'>;

/** `count` is what there is of what was asked for. */
const badInput = (message: string, fault: string, count: number): AppError =>
  new AppError('bad-input', message, { fault, count });

/**
 * @param testLevels null for all of the task's
 * @throws AppError `bad-input` where the test split has fewer problems of these levels
 */
export function checkTests(task: TaskId, testProblems: number, testLevels: LevelRange | null): void {
  const most = TASKS[task].splitSize('test', testLevels ?? undefined);
  if (testProblems > most)
    throw badInput(`The test split has ${most} problems of these levels: ask for fewer.`, 'few-tests', most);
}

/** @throws AppError `bad-input` where the task has too few */
export function taskProblems(task: TaskId, { problems, testProblems, seed, levels, testLevels }: Counts): HeadProblems {
  const source = TASKS[task];
  const training = source.trainingProblems(problems, seed, levels ?? undefined);
  if (training.length < problems)
    throw badInput(
      `${task} has ${training.length} problems to learn from: ${training.length ? 'ask for fewer' : 'give a file of your own questions'}.`,
      'few',
      training.length,
    );
  checkTests(task, testProblems, testLevels);
  const test = Array.from({ length: testProblems }, (_, i) => source.splitProblem('test', i, testLevels ?? undefined));
  const held = new Set(test);
  return { training: training.filter((text) => !held.has(text)), test };
}

/** Keeps these random numbers apart from others of the same seed. */
const SPLIT = 0x5a17;

/**
 * Of a reader's questions, in an order by seed, the first are tested on and the others learned from.
 * @throws AppError `bad-input` where there are too few
 */
export function ownProblems(
  questions: readonly string[],
  { problems, testProblems, seed }: Pick<Counts, 'problems' | 'testProblems' | 'seed'>,
): HeadProblems {
  if (questions.length < problems + testProblems)
    throw badInput(
      `There are ${questions.length} questions, and ${problems} to learn from with ${testProblems} to test on are more: ask for fewer.`,
      'few-questions',
      questions.length,
    );
  const rng = createRng(seed, SPLIT);
  const keyed = questions.map((text) => ({ text, key: rng.uniform() })).sort((a, b) => a.key - b.key);
  const order = keyed.map(({ text }) => text);
  return { test: order.slice(0, testProblems), training: order.slice(testProblems, testProblems + problems) };
}
