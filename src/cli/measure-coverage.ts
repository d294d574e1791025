/**
 * `npm run -s measure-coverage -- --out FILE`: is the interval of the value check honest? Takes token positions of the
 * Game of 24 whose true value is known by enumeration and well inside (0, 1), runs the check on each, and counts how
 * often its 95% interval holds the truth. What is measured is written at once, and a file that is there is gone on from.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { Command } from 'commander';
import { DEFAULT_ROLLOUTS, defaultSampling } from '../checks/defaults';
import { runCheck } from '../checks/run-check';
import { binomialTest, exactCoverage, observed } from '../checks/statistics';
import type { CheckPorts } from '../checks/check';
import { round } from '../core/precision';
import { readNumber, runCommand } from './command';
import { knownTree, PUZZLE_COUNT, UNEXPLORED } from './known-positions';
import { loadNodeModels } from './node-models';
import { findVerifier } from './run-search';
import { DEFAULT_PARAMETERS } from '../tasks/registry';

interface Options {
  readonly positions: number;
  readonly rollouts: number;
  readonly minutes: number;
  readonly out: string;
}

/**
 * Place of the puzzle (see known-positions), the true value, successes among the rollouts, and what TVM said. Where the same
 * rollouts were drawn from the policy itself too, without what it remembers, their successes.
 */
type Row = readonly [puzzle: number, truth: number, successes: number, predicted: number, anew?: number];

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
    /** Positions that were checked once more on the policy itself, and those with the same number of successes. */
    readonly anew: number;
    readonly same: number;
  };
  /** The puzzle to go on with. */
  readonly next: number;
  readonly rows: readonly Row[];
}

/** One position in so many is checked once more on the policy itself. */
const ANEW = 50;

/** `exactCoverage`, computed once for each truth: the summary is made anew after every puzzle. */
function promised(truth: number, rollouts: number): number {
  const known = coverages.get(truth) ?? exactCoverage(truth, rollouts);
  coverages.set(truth, known);
  return known;
}
const coverages = new Map<number, number>();

function summarise(rows: readonly Row[], rollouts: number): CoverageReport['summary'] {
  const intervals = rows.map(([, truth, successes, predicted]) => ({
    truth,
    predicted,
    ...observed(successes, rollouts),
  }));
  const held = intervals.filter(({ truth, low, high }) => truth >= low && truth <= high).length;
  const expected = rows.reduce((sum, [, truth]) => sum + promised(truth, rollouts), 0) / rows.length;
  return {
    positions: rows.length,
    held,
    share: round(held / rows.length),
    expected: round(expected),
    p: round(binomialTest(held, rows.length, 0.95)),
    heldTvm: intervals.filter(({ predicted, low, high }) => predicted >= low && predicted <= high).length,
    anew: rows.filter(({ length }) => length === 5).length,
    same: rows.filter(([, , successes, , anew]) => anew === successes).length,
  };
}

/** The value check from one position, on the policy itself or on one that remembers what it computed. */
async function successesFrom(
  prefix: readonly string[],
  seed: number,
  rollouts: number,
  ports: CheckPorts,
): Promise<{ successes: number; predicted: number }> {
  const sampling = { ...defaultSampling(DEFAULT_PARAMETERS.game24), seed };
  const options = { kind: 'value', prefix, verifier: 'tvm', rollouts, sampling } as const;
  const result = await runCheck(options, ports, {}, () => undefined);
  if (result.kind !== 'value') throw new Error('The value check gave another result.');
  return { successes: result.observed.successes, predicted: result.predicted! };
}

async function measure({ positions, rollouts, minutes, out }: Options): Promise<void> {
  const deadline = performance.now() + minutes * 60_000;
  const before = existsSync(out) ? (JSON.parse(readFileSync(out, 'utf8')) as CoverageReport) : null;
  const rows: Row[] = [...(before?.rows ?? [])];
  let next = before?.next ?? 0;
  const models = await loadNodeModels('game24', ['tvm']);
  while (rows.length < positions && next < PUZZLE_COUNT && performance.now() < deadline) {
    const tree = await knownTree(models.policy, next);
    const { problem, policy } = tree;
    const ports = { policy, verifierOf: () => findVerifier('tvm', models, problem), truth: problem };
    for (const { low, high, prefix } of tree.positions.slice(0, positions - rows.length)) {
      // Rollouts of different positions must not share their random numbers.
      const seed = rows.length + 1;
      const { successes, predicted } = await successesFrom(prefix, seed, rollouts, ports);
      const row = [next, round((low + high) / 2), successes, predicted] as const;
      if (rows.length % ANEW) rows.push(row);
      else {
        const again = await successesFrom(prefix, seed, rollouts, { ...ports, policy: models.policy });
        rows.push([...row, again.successes]);
      }
    }
    next++;
    const found = `${tree.positions.length} positions of ${policy.computed} prefixes`;
    const text = `puzzle ${next} of ${PUZZLE_COUNT}: ${found}`;
    policy.dispose();
    if (!rows.length) {
      process.stderr.write(`${text}\n`);
      continue;
    }
    const report: CoverageReport = {
      ...({ format: 'inkling-coverage', version: 1, task: 'game24' } as const),
      ...{ rollouts, most: UNEXPLORED, summary: summarise(rows, rollouts), next, rows },
    };
    writeFileSync(out, `${JSON.stringify(report)}\n`);
    process.stderr.write(`${text}; ${rows.length} in all, ${report.summary.held} intervals hold the truth\n`);
  }
  if (rows.length) process.stdout.write(`${JSON.stringify(summarise(rows, rollouts))}\n`);
  if (rows.length < positions) process.stderr.write('Not all is measured yet: run the same command again to go on.\n');
  await models.dispose();
}

await runCommand(
  new Command('measure-coverage')
    .description('Counts how often the interval of the value check holds the true value, known by enumeration')
    .requiredOption('--out <file>', 'the report; it is gone on from where it is there')
    .option('--positions <n>', 'token positions in all', readNumber('positions'), 2000)
    .option('--rollouts <n>', 'from each', readNumber('rollouts'), DEFAULT_ROLLOUTS)
    .option('--minutes <n>', 'begin nothing new after so long', readNumber('minutes'), 1e6)
    .allowExcessArguments(false)
    .action(measure),
);
