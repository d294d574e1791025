/**
 * `npm run -s measure-hacking -- --task game24 --out FILE`: how far does choosing by a verifier go? Of ever more sampled
 * solutions it takes the one that the verifier likes best: the share that is right, beside the verifier's own score of it
 * and the share where any was right. Where the score rises and the share falls, the verifier is exploited (reward
 * overoptimisation, arXiv:2210.10760; by difficulty in arXiv:2408.03314, section 5.2). What is measured is written after
 * every problem, and a file that is there is gone on from.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { Command } from 'commander';
import { bootstrapMean, type MeanInterval } from '../core/bootstrap';
import { TASK_IDS, type TaskId, type VerifierId } from '../core/ids';
import { round } from '../core/precision';
import { passAtK } from '../core/shares';
import { bestOf } from '../measure/best-of-n';
import { stepsUpTo } from '../measure/curve';
import { TASKS } from '../tasks/registry';
import type { MeasuredSplit } from '../tasks/task';
import { badInput, oneOf, readList, readNumber, runCommand, verifierName, VERIFIERS_HELP } from './command';
import { showProgress } from './evaluate-pool';
import { percent } from './evaluation';
import { judgedSolutions, type JudgedSolution } from './judged-solutions';
import { readLevels } from './levels';
import { loadNodeModels } from './node-models';

interface Options {
  readonly task: string;
  readonly verifiers: string[];
  readonly split: string;
  readonly levels?: string;
  readonly problems: number;
  readonly samples: number;
  readonly out: string;
}

/** What a file has to have in common with what is asked, to be gone on from. */
const ASKED = ['format', 'version', 'task', 'split', 'levels', 'problems', 'n'] as const;
/** As the rollouts of the training: a value is of the policy at this temperature. */
const TEMPERATURE = 1;
const SEED = 1;
/** Each n is so many times the one before. */
const STEP = 2;
/** Problems are told apart by how many samples are right, as many in each group (arXiv:2408.03314, section 3.2). */
const GROUPS = 3;

/** Of one problem: by n, what the choice of each verifier is worth. */
interface Row {
  /** Share of the samples that is right. */
  readonly share: number;
  readonly any: readonly number[];
  readonly chosen: Readonly<
    Record<VerifierId, { readonly right: readonly number[]; readonly score: readonly number[] }>
  >;
}

interface Line {
  readonly verifier: VerifierId;
  /** Null for all problems; 0 for those of which the fewest samples are right. */
  readonly group: number | null;
  readonly right: readonly MeanInterval[];
  readonly score: readonly number[];
  /** The n with the most right, and how many more are right there than at the largest n: more search is worse. */
  readonly best: number;
  readonly lost: MeanInterval;
}

/** By n, the share that the first verifier's choice has right less that of another's, over the same solutions. */
interface Ahead {
  readonly of: VerifierId;
  readonly by: readonly MeanInterval[];
}

export interface HackingReport {
  readonly format: 'inkling-hacking';
  readonly version: 1;
  readonly task: TaskId;
  readonly split: string;
  readonly levels: readonly [number, number] | null;
  readonly problems: number;
  readonly n: readonly number[];
  readonly any: readonly MeanInterval[];
  readonly lines: readonly Line[];
  readonly ahead: readonly Ahead[];
  readonly rows: readonly Row[];
}

const rounded = ({ mean, low, high }: MeanInterval): MeanInterval => ({
  mean: round(mean),
  low: round(low),
  high: round(high),
});

/** A verifier's number for a whole solution is that of its last token. */
function rowOf(solutions: readonly JudgedSolution[], verifiers: readonly VerifierId[], n: readonly number[]): Row {
  const right = solutions.filter(({ correct }) => correct).length;
  const chosen = verifiers.map((id) => {
    const scored = solutions.map(({ correct, values }) => ({ correct, score: values.get(id)!.at(-1)! }));
    const best = n.map((size) => bestOf(scored, size));
    return [id, { right: best.map((one) => round(one.right)), score: best.map((one) => round(one.score)) }] as const;
  });
  return {
    share: round(right / solutions.length),
    any: n.map((size) => round(passAtK(solutions.length, right, size))),
    chosen: Object.fromEntries(chosen),
  };
}

function lineOf(verifier: VerifierId, group: number | null, rows: readonly Row[], n: readonly number[]): Line {
  const of = (pick: 'right' | 'score', at: number): number[] => rows.map(({ chosen }) => chosen[verifier]![pick][at]!);
  const right = n.map((_, at) => rounded(bootstrapMean(of('right', at))));
  const best = right.reduce((top, { mean }, at) => (mean > right[top]!.mean ? at : top), 0);
  const last = of('right', n.length - 1);
  return {
    ...{ verifier, group, right },
    score: n.map((_, at) => round(bootstrapMean(of('score', at), 1).mean)),
    best: n[best]!,
    lost: rounded(bootstrapMean(of('right', best).map((share, problem) => share - last[problem]!))),
  };
}

function aheadOf(other: VerifierId, first: VerifierId, rows: readonly Row[], n: readonly number[]): Ahead {
  const difference = ({ chosen }: Row, at: number): number => chosen[first]!.right[at]! - chosen[other]!.right[at]!;
  return { of: other, by: n.map((_, at) => rounded(bootstrapMean(rows.map((row) => difference(row, at))))) };
}

/** The groups have equally many problems, the hardest first. */
function groupsOf(rows: readonly Row[]): Row[][] {
  const ranked = [...rows].sort((a, b) => a.share - b.share);
  return Array.from({ length: GROUPS }, (_, i) =>
    ranked.slice(Math.round((i * ranked.length) / GROUPS), Math.round(((i + 1) * ranked.length) / GROUPS)),
  );
}

function printReport({ n, any, lines, ahead }: HackingReport): string {
  const cells = (all: readonly (string | number)[]): string => `| ${all.join(' | ')} |\n`;
  const groups = ['hardest', ...Array<string>(GROUPS - 2).fill('middle'), 'easiest'];
  const rows = lines.map(({ verifier, group, right, score, best, lost }) =>
    cells([
      ...[verifier, group === null ? 'all' : groups[group]!],
      ...right.map(({ mean }, i) => `${percent(mean)}, ${score[i]!.toFixed(2)}`),
      `${best}: ${percent(lost.mean)} (${percent(lost.low)} to ${percent(lost.high)})`,
    ]),
  );
  const head = ['verifier', 'problems', ...n.map((size) => `n = ${size}`), 'best n, and what is lost from there'];
  return [
    cells(head),
    cells(head.map(() => '---')),
    ...rows,
    cells(['any right', 'all', ...any.map(({ mean }) => percent(mean)), '']),
    '\n',
    ...ahead.map(({ of, by }) => {
      const { mean, low, high } = by.at(-1)!;
      const told = `${percent(mean)} points (${percent(low)} to ${percent(high)})`;
      return `${lines[0]!.verifier} less ${of}, at n = ${n.at(-1)!}: ${told}\n`;
    }),
  ].join('');
}

async function measure(options: Options): Promise<void> {
  const task = oneOf('task', TASK_IDS, options.task);
  const levels = options.levels === undefined ? null : readLevels(TASKS[task], options.levels);
  const split = oneOf('split', ['settings', 'test', 'rest'] as const satisfies readonly MeasuredSplit[], options.split);
  const size = TASKS[task].splitSize(split, levels ?? undefined);
  const { problems, samples, out } = options;
  if (!Number.isInteger(problems) || problems < GROUPS || problems > size)
    throw badInput(`--problems takes a whole number from ${GROUPS} to ${size}, and this is ${problems}.`);
  if (!Number.isInteger(samples) || samples < 1 || samples > 10_000)
    throw badInput(`--samples takes a whole number from 1 to 10000, and this is ${samples}.`);
  const verifiers = options.verifiers.map((text) => verifierName('verifiers', text));
  const n = stepsUpTo(samples, STEP);
  const asked = { format: 'inkling-hacking', version: 1, task, split, levels, problems, n } as const;
  const before = existsSync(out) ? (JSON.parse(readFileSync(out, 'utf8')) as HackingReport) : null;
  const isSame = (report: HackingReport): boolean =>
    JSON.stringify(ASKED.map((key) => report[key])) === JSON.stringify(ASKED.map((key) => asked[key])) &&
    report.rows.every(({ chosen }) => verifiers.every((id) => id in chosen));
  if (before && !isSame(before)) throw badInput(`${out} is of another measurement: name another file, or remove it.`);
  const rows = [...(before?.rows ?? [])];
  const models = await loadNodeModels(task, verifiers);
  const request = { task, split, levels, perProblem: samples, temperature: TEMPERATURE, seed: SEED, verifiers };
  for (let at = rows.length; at < problems; at++) {
    rows.push(rowOf(await judgedSolutions({ ...request, from: at, problems: 1 }, models), verifiers, n));
    writeFileSync(out, `${JSON.stringify({ ...asked, any: [], lines: [], ahead: [], rows })}\n`);
    showProgress(`\r${at + 1} of ${problems} problems`);
  }
  await models.dispose();
  const done: HackingReport = {
    ...asked,
    any: n.map((_, at) => rounded(bootstrapMean(rows.map(({ any }) => any[at]!)))),
    lines: verifiers.flatMap((id) => [
      lineOf(id, null, rows, n),
      ...(rows.length < GROUPS ? [] : groupsOf(rows).map((group, i) => lineOf(id, i, group, n))),
    ]),
    ahead: verifiers.slice(1).map((id) => aheadOf(id, verifiers[0]!, rows, n)),
    rows,
  };
  writeFileSync(out, `${JSON.stringify(done, null, 1)}\n`);
  process.stdout.write(printReport(done));
}

await runCommand(
  new Command('measure-hacking')
    .description('Chooses among ever more solutions by each verifier, and tells what is right and what it scores')
    .requiredOption('--task <id>', TASK_IDS.join(', '), TASK_IDS[0])
    .requiredOption('--out <file>', 'the report; it is gone on from where it is there')
    .option('--verifiers <ids>', VERIFIERS_HELP, readList, ['tvm', 'ovm', 'confidence'])
    .option('--split <name>', 'settings, test or rest', 'test')
    .option('--levels <range>', 'of a task that has levels, such as 1-3; all by default')
    .option('--problems <n>', 'the first n of the split', readNumber('problems'), 100)
    .option('--samples <n>', 'solutions of each problem', readNumber('samples'), 1600)
    .allowExcessArguments(false)
    .action(measure),
);
