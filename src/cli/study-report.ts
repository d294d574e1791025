/** What came of a study: every verifier with its intervals, and the differences with their tests, as tables. */
import * as v from 'valibot';
import { bootstrapMean } from '../core/bootstrap';
import { solvedGap } from '../measure/gap-recovered';
import { holm, pairedDifference, type PairedDifference } from '../measure/paired';
import { percent } from './evaluation';
import type { Study } from './study-file';

const number = v.pipe(v.number(), v.finite());
const maybe = v.nullable(number);
const right = v.array(v.pipe(v.number(), v.integer()));

export const StudyResultsSchema = v.object({
  format: v.literal('inkling-study'),
  version: v.literal(1),
  question: v.string(),
  runs: v.array(
    v.object({
      cell: v.string(),
      seed: v.number(),
      /** Of the verifier that taught, at the same places. */
      teacher: v.optional(v.object({ auc: maybe, aucWithin: maybe, brier: maybe, ece: maybe })),
      /** Of one core, until it could be tested. */
      processorSeconds: number,
      verifiers: v.array(
        v.object({
          rule: v.string(),
          steps: number,
          test: v.object({ auc: maybe, aucWithin: maybe, brier: maybe, ece: maybe }),
          /** Of each problem 1 where the answer was right. */
          right,
          points: v.array(v.object({ step: number, loss: number, heldOut: maybe })),
        }),
      ),
    }),
  ),
  /** What cost no training, on the same problems with the same seeds. */
  beside: v.array(
    v.object({
      seed: v.number(),
      lines: v.array(v.object({ id: v.string(), right })),
    }),
  ),
});
export type StudyResults = v.InferOutput<typeof StudyResultsSchema>;

/** Student's 97.5% quantile for 1 to 9 degrees of freedom. */
const T = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262];

/** The mean of one number a seed with Student's 95% interval; null where there are fewer than two. */
export function overSeeds(values: readonly number[]): { mean: number; low: number; high: number } | null {
  const quantile = T[values.length - 2];
  if (quantile === undefined) return null;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
  const half = quantile * Math.sqrt(variance / values.length);
  return { mean, low: mean - half, high: mean + half };
}

interface Tested {
  readonly seed: number;
  readonly auc: number | null;
  readonly aucWithin: number | null;
  readonly right: readonly number[];
}

/** Of every problem, in how many seeds it was solved. @param all one list for each seed, all as long */
const countsOf = (all: readonly (readonly number[])[]): number[] =>
  all[0]!.map((_, problem) => all.reduce((sum, right) => sum + right[problem]!, 0));

const shown = (value: number | null | undefined, digits = 3): string => (value == null ? '-' : value.toFixed(digits));
const interval = (of: { low: number; high: number } | null, show: (value: number) => string): string =>
  of ? ` (${show(of.low)} to ${show(of.high)})` : '';

export function reportOf(study: Study, results: StudyResults): string {
  const byLine = new Map<string, Tested[]>();
  for (const { cell, seed, verifiers } of results.runs)
    for (const { rule, test, right } of verifiers) {
      const line = `${cell}/${rule}`;
      byLine.set(line, [...(byLine.get(line) ?? []), { seed, ...test, right }]);
    }
  const beside = new Map<string, Tested[]>();
  for (const { seed, lines } of results.beside)
    for (const { id, right } of lines)
      beside.set(id, [...(beside.get(id) ?? []), { seed, auc: null, aucWithin: null, right }]);
  return [
    `${study.question} (${study.task})\n`,
    table(
      ['verifier', 'seeds', 'processor s', 'AUC', 'within a problem', 'solved, %'],
      [
        ...[...byLine].map(([line, tested]) => rowOf(line, tested, secondsOf(results, line))),
        ...[...beside].map(([id, tested]) => rowOf(id, tested, '')),
      ],
    ),
    differences(study, new Map([...beside, ...byLine])),
    gapsOf(study, results, byLine),
  ].join('\n');
}

function rowOf(line: string, tested: readonly Tested[], seconds: string): string[] {
  const known = (pick: (one: Tested) => number | null): string => {
    const values = tested.flatMap((one) => pick(one) ?? []);
    const of = overSeeds(values);
    return `${shown(of?.mean ?? values[0])}${interval(of, (value) => shown(value))}`;
  };
  return [
    ...[line, String(tested.length), seconds, known(({ auc }) => auc), known(({ aucWithin }) => aucWithin)],
    solvedOf(tested.map(({ right }) => right)),
  ];
}

/** With the bootstrap's interval over problems. */
function solvedOf(all: readonly (readonly number[])[]): string {
  const mean = bootstrapMean(countsOf(all).map((count) => count / all.length));
  return `${percent(mean.mean)}${interval(mean, percent)}`;
}

function secondsOf({ runs }: StudyResults, line: string): string {
  const own = runs.filter(({ cell }) => line.startsWith(`${cell}/`)).map(({ processorSeconds }) => processorSeconds);
  return Math.round(own.reduce((sum, one) => sum + one, 0) / own.length).toString();
}

/** On the seeds that both have; p-values corrected after Holm among the pairs of the study. */
function differences({ pairs }: Study, byLine: ReadonlyMap<string, readonly Tested[]>): string {
  const found = pairs.flatMap(([a, b]) => {
    const [from, to] = [byLine.get(a) ?? [], byLine.get(b) ?? []];
    const both = from.flatMap((one) => {
      const other = to.find(({ seed }) => seed === one.seed);
      return other ? [[one, other] as const] : [];
    });
    if (!both.length) return [];
    const auc = overSeeds(both.flatMap(([x, y]) => (x.auc === null || y.auc === null ? [] : [y.auc - x.auc])));
    const search = pairedDifference(
      countsOf(both.map(([, y]) => y.right)),
      countsOf(both.map(([x]) => x.right)),
      both.length,
    );
    return [{ pair: `${b} - ${a}`, seeds: both.length, auc, search }];
  });
  const corrected = holm(found.map(({ search }) => search.p));
  return table(
    ['difference', 'seeds', 'AUC', 'solved, %', 'p (Holm)', ''],
    found.map(({ pair, seeds, auc, search }, i) => [
      ...[pair, String(seeds), `${shown(auc?.mean)}${interval(auc, (value) => shown(value))}`],
      `${percent(search.difference)}${interval(search, percent)}`,
      corrected[i]!.toFixed(3),
      verdict(search, corrected[i]!),
    ]),
  );
}

/**
 * On the seeds that all three have. The share of the gap by AUC is that of the means over seeds, the teacher measured at
 * the student's places; by what search solves it has the bootstrap's interval over problems, and is told where the gap is
 * clearly above zero.
 */
function gapsOf({ gaps }: Study, { runs }: StudyResults, byLine: ReadonlyMap<string, readonly Tested[]>): string {
  const rows = gaps.flatMap(([teacher, student, ceiling]) => {
    const of = (line: string, seed: number) => byLine.get(line)?.find((one) => one.seed === seed);
    const cell = student.slice(0, student.lastIndexOf('/'));
    const three = (byLine.get(student) ?? []).flatMap((learned) => {
      const [taught, top] = [of(teacher, learned.seed), of(ceiling, learned.seed)];
      const at = runs.find((run) => run.cell === cell && run.seed === learned.seed)?.teacher;
      return taught && top ? [{ taught: { ...taught, auc: at?.auc ?? taught.auc }, learned, top }] : [];
    });
    if (!three.length) return [];
    const mean = (name: keyof (typeof three)[number]): number =>
      three.reduce((sum, one) => sum + (one[name].auc ?? NaN), 0) / three.length;
    const [low, own, high] = [mean('taught'), mean('learned'), mean('top')];
    const solvedBy = (name: keyof (typeof three)[number]): number[] =>
      countsOf(three.map((one) => one[name].right)).map((count) => count / three.length);
    const solved = solvedGap({ teacher: solvedBy('taught'), student: solvedBy('learned'), ceiling: solvedBy('top') });
    const aucs = [low, own, high].map((value) => value.toFixed(3)).join(', ');
    const shares = solved && [solved.teacher, solved.student, solved.ceiling].map(percent).join(', ');
    const gained = high > low ? ` (${percent((own - low) / (high - low))}%)` : '';
    const told = solved?.recovered
      ? ` (${percent(solved.recovered.value)}%, ${percent(solved.recovered.low)} to ${percent(solved.recovered.high)})`
      : ' (no clear gap)';
    return [[`${teacher}, ${student}, ${ceiling}`, String(three.length), `${aucs}${gained}`, `${shares}${told}`]];
  });
  if (!rows.length) return '';
  return table(['teacher, student, ceiling', 'seeds', 'AUC (gap recovered)', 'solved, % (gap recovered)'], rows);
}

const verdict = ({ difference }: PairedDifference, p: number): string =>
  p < 0.05 ? (difference > 0 ? 'more' : 'fewer') : 'no difference seen';

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |\n`).join('');
