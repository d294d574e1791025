/**
 * `npm run -s measure-coverage -- --out FILE`: is the interval of the value check honest? Takes token positions of the
 * Game of 24 whose true value is known by enumeration and well inside (0, 1), runs the check on each, and counts how
 * often its 95% interval holds the truth. What is measured is written at once, and a file that is there is gone on from.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { Command } from 'commander';
import type { LoadedModels } from '../../workers/models';
import { readProblem } from '../../workers/problems';
import { defaultSampling } from '../checks/defaults';
import { enumeratePositions, type Position } from '../checks/enumerate';
import { openPolicyPrefix } from '../checks/prefix';
import { runCheck } from '../checks/run-check';
import { binomialTest, exactCoverage, observed } from '../checks/statistics';
import { createRng } from '../core/rng';
import { Handles } from '../model/handles';
import { rollOut } from '../model/rollout';
import { round } from '../search/precision';
import { TASKS } from '../tasks/registry';
import { readNumber, runCommand } from './command';
import { showProgress } from './evaluate-pool';
import { loadNodeModels } from './node-models';
import { findVerifier } from './run-search';

interface Options {
  readonly positions: number;
  readonly rollouts: number;
  readonly minutes: number;
  readonly out: string;
}

/** Index of the puzzle in the test split, the true value, successes among the rollouts, and what TVM said. */
type Row = readonly [problem: number, truth: number, successes: number, predicted: number];

interface CoverageReport {
  readonly format: 'inkling-coverage';
  readonly version: 1;
  readonly task: 'game24';
  readonly rollouts: number;
  /** Share of a position's probability that may be left unexplored. */
  readonly most: number;
  readonly summary: {
    readonly positions: number;
    /** Positions whose interval holds the true value, their share, and what the interval's formula promises for them. */
    readonly held: number;
    readonly share: number;
    readonly expected: number;
    /** Two-sided exact binomial test against 95%. */
    readonly p: number;
    /** Positions whose interval holds TVM's prediction: how far that is believed by its own policy. */
    readonly heldTvm: number;
  };
  /** The next round over the puzzles, and the next puzzle in it. */
  readonly next: readonly [round: number, problem: number];
  readonly rows: readonly Row[];
}

const [LEAST, MOST] = [0.05, 0.95];
/** Of a position's probability. */
const UNEXPLORED = 0.01;
/** Positions that are taken from one enumeration: they lie in one tree, so more would say little that is new. */
const FROM_ONE = 10;
const STREAM = 0xc0fe;

async function takePositions(
  models: LoadedModels,
  index: number,
  turn: number,
): Promise<(Position & { prefix: string[] })[]> {
  const { policy } = models;
  const problem = readProblem('game24', TASKS.game24.splitProblem('test', index));
  const rng = createRng(STREAM, turn, index);
  const handles = new Handles(policy);
  try {
    const root = await openPolicyPrefix(policy, handles, problem.prompt, []);
    // A first step as the policy takes it: from the prompt itself the tree is too wide.
    const options = { temperature: 1, topK: 0, maxSteps: 1, maxStepTokens: 40 };
    let first: readonly number[] = [];
    for await (const { tokens } of rollOut(policy, [{ prefix: root, rng }], options)) first = tokens;
    const from = handles.own(policy.extend(root, first));
    const textOf = (tokens: readonly number[]): string => policy.tokenizer.decode([...first, ...tokens]);
    const isCorrect = (tokens: readonly number[]): boolean => problem.judge(textOf(tokens)).correct;
    const limits = { most: UNEXPLORED / 4, maxPrefixes: 6000, maxTokens: 70 };
    const known = (await enumeratePositions(policy, handles, from, isCorrect, limits)).filter(
      ({ low, high }) => high - low <= UNEXPLORED && low > LEAST && high < MOST,
    );
    const taken: Position[] = [];
    while (known.length && taken.length < FROM_ONE) taken.push(...known.splice(rng.integer(0, known.length - 1), 1));
    const texts = (tokens: readonly number[]) =>
      [...first, ...tokens].map((token) => policy.tokenizer.tokenText(token));
    return taken.map((position) => ({ ...position, prefix: texts(position.tokens) }));
  } finally {
    handles.keepOnly([]);
  }
}

function summarise(rows: readonly Row[], rollouts: number): CoverageReport['summary'] {
  const intervals = rows.map(([, truth, successes, predicted]) => ({
    truth,
    predicted,
    ...observed(successes, rollouts),
  }));
  const held = intervals.filter(({ truth, low, high }) => truth >= low && truth <= high).length;
  const expected = rows.reduce((sum, [, truth]) => sum + exactCoverage(truth, rollouts), 0) / rows.length;
  return {
    positions: rows.length,
    held,
    share: round(held / rows.length),
    expected: round(expected),
    p: round(binomialTest(held, rows.length, 0.95)),
    heldTvm: intervals.filter(({ predicted, low, high }) => predicted >= low && predicted <= high).length,
  };
}

async function measure({ positions, rollouts, minutes, out }: Options): Promise<void> {
  const deadline = performance.now() + minutes * 60_000;
  const before = existsSync(out) ? (JSON.parse(readFileSync(out, 'utf8')) as CoverageReport) : null;
  const rows: Row[] = [...(before?.rows ?? [])];
  let [turn, index] = before?.next ?? [0, 0];
  const models = await loadNodeModels('game24', ['tvm']);
  const size = TASKS.game24.splitSize('test');
  while (rows.length < positions && performance.now() < deadline) {
    const problem = readProblem('game24', TASKS.game24.splitProblem('test', index));
    const ports = { policy: models.policy, verifierOf: () => findVerifier('tvm', models, problem), truth: problem };
    for (const { low, high, prefix } of await takePositions(models, index, turn)) {
      if (rows.length >= positions) break;
      // Rollouts of different positions must not share their random numbers.
      const sampling = { ...defaultSampling('game24'), seed: rows.length + 1 };
      const options = { kind: 'value', prefix, verifier: 'tvm', rollouts, sampling } as const;
      const result = await runCheck(options, ports, {}, () => undefined);
      if (result.kind !== 'value') continue;
      rows.push([index, round((low + high) / 2), result.observed.successes, result.predicted!]);
    }
    index++;
    if (index === size) [turn, index] = [turn + 1, 0];
    if (!rows.length) continue;
    const report: CoverageReport = {
      ...({ format: 'inkling-coverage', version: 1, task: 'game24' } as const),
      ...{ rollouts, most: UNEXPLORED, summary: summarise(rows, rollouts), next: [turn, index], rows },
    };
    writeFileSync(out, `${JSON.stringify(report)}\n`);
    showProgress(`${rows.length} positions, ${report.summary.held} intervals hold the truth`);
  }
  if (rows.length) process.stdout.write(`${JSON.stringify(summarise(rows, rollouts))}\n`);
  if (rows.length < positions) showProgress('Not all is measured yet: run the same command again to go on.\n');
  await models.dispose();
}

await runCommand(
  new Command('measure-coverage')
    .description('Counts how often the interval of the value check holds the true value, known by enumeration')
    .requiredOption('--out <file>', 'the report; it is gone on from where it is there')
    .option('--positions <n>', 'token positions in all', readNumber('positions'), 2000)
    .option('--rollouts <n>', 'from each', readNumber('rollouts'), 64)
    .option('--minutes <n>', 'begin nothing new after so long', readNumber('minutes'), 1e6)
    .allowExcessArguments(false)
    .action(measure),
);
