/**
 * The tables of the documents: which measured numbers each shows. In a document `<!-- measured: NAME -->` stands above the
 * table of that name.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TOLERANCE } from '../../src/cli/budget-dials';
import type { BudgetCell, BudgetReport } from '../../src/cli/budget-report';
import type { Evaluation } from '../../src/cli/evaluation';
import type { HackingReport } from '../../src/cli/measure-hacking';
import { STRATEGY_IDS, type TaskId } from '../../src/core/ids';
import type { Interval } from '../../src/core/shares';
import { ROOT } from './run.mjs';

const readJson = <T>(path: string): T => JSON.parse(readFileSync(join(ROOT, path), 'utf8')) as T;

type MeasuredCell = Evaluation['cells'][number];
type Row = readonly string[];

function measured(...names: readonly string[]): MeasuredCell[] {
  return names.flatMap((name) => readJson<Evaluation>(`training/results/${name}.json`).cells);
}

/** @param where all that tells a cell from others @throws Error where it was not measured */
function cellOf(cells: readonly MeasuredCell[], where: Partial<MeasuredCell>): MeasuredCell {
  const found = cells.find((cell) => Object.entries(where).every(([key, value]) => cell[key as 'strategy'] === value));
  if (!found) throw new Error(`No such cell was measured: ${JSON.stringify(where)}.`);
  return found;
}

const code = (name: string): string => `\`${name}\``;
const percent = (value: number): string => (100 * value).toFixed(1);
const tokens = (value: number): string => value.toFixed(0);
const interval = ({ low, high }: Interval, between = ' to '): string => `${percent(low)}${between}${percent(high)}`;
/** With its interval; alone where every problem was solved, of which the bootstrap knows no more. */
const solved = (cell: Interval & { readonly accuracy: number }, between?: string): string =>
  `${percent(cell.accuracy)}%${cell.low === cell.high ? '' : ` (${interval(cell, between)})`}`;

/** Strategy, verifier, K and b, as far as the strategy has them. */
function settings({ strategy, verifier, samples, beam }: MeasuredCell): Row {
  if (strategy === 'greedy') return [strategy, 'none', '1', '1'];
  if (strategy === 'majority') return [strategy, 'none', `${samples}`, ''];
  return [strategy, code(verifier), `${samples}`, strategy === 'best-of-n' ? '' : `${beam}`];
}

/** What needs no verifier was measured once for each that was named. */
const once = (rows: readonly Row[]): Row[] => [...new Map(rows.map((row) => [row.slice(0, 4).join(), row])).values()];

function eachSearch(name: string, withTokens: boolean): Row[] {
  const head = ['strategy', 'verifier', 'K', 'b', 'solved', '95% interval'];
  const rows = measured(name).map((cell) => [
    ...settings(cell),
    `${percent(cell.accuracy)}%`,
    interval(cell),
    ...(withTokens ? [tokens(cell.policyTokens), tokens(cell.valueTokens)] : []),
  ]);
  return [withTokens ? [...head, 'policy tokens', 'value tokens'] : head, ...once(rows)];
}

/** From which weights a verifier of the word problems began. */
function byReading(): Row[] {
  const cells = measured('word-problems-evaluation', 'word-problems-equal');
  const row = (strategy: string, verifier: string, reading: string): Row => {
    const cell = cellOf(cells, { strategy, verifier } as Partial<MeasuredCell>);
    const name = strategy === 'greedy' ? 'none' : code(verifier);
    return [strategy, name, reading, `${percent(cell.accuracy)}%`, interval(cell)];
  };
  const LABELS = ['tvm', 'ovm', 'prm-soft', 'prm-hard', 'prm-valid'];
  return [
    ['strategy', 'verifier', 'reading', 'solved', '95% interval'],
    row('greedy', 'tvm', ''),
    row('beam', 'confidence', ''),
    row('beam', 'oracle', ''),
    ...LABELS.map((label) => row('beam', label, 'more')),
    ...LABELS.map((label) => row('beam', `${label}-equal`, 'equal')),
    row('beam', 'implicit-prm', 'equal'),
  ];
}

function withoutRepeats(): Row[] {
  const [test, hardest] = [measured('game24-distinct'), measured('game24-distinct-rest')];
  const row = (strategy: string, verifier: string, samples: number, beam: number): Row => {
    const where = { strategy, verifier, samples, beam } as Partial<MeasuredCell>;
    const cell = cellOf(test, where);
    const other = samples < 20 ? null : cellOf(hardest, where);
    const told = [code(strategy), code(verifier), `${samples}`, `${beam}`, solved(cell), tokens(cell.policyTokens)];
    return [...told, other ? solved(other) : ''];
  };
  return [
    ['search', 'verifier', 'K', 'b', 'test puzzles', 'policy tokens', 'the hardest puzzles'],
    row('beam', 'tvm', 20, 4),
    row('beam', 'tvm', 100, 25),
    row('distinct-beam', 'tvm', 10, 2),
    row('distinct-beam', 'tvm', 12, 3),
    row('distinct-beam', 'tvm', 20, 4),
    row('distinct-beam', 'tvm', 100, 25),
    row('distinct-beam', 'ovm', 20, 4),
    row('distinct-beam', 'ovm', 100, 25),
    row('distinct-beam', 'confidence', 20, 4),
    row('distinct-beam', 'oracle', 20, 4),
  ];
}

const BETWEEN = ' - ';

/** By as many beams as samples; the tokens are those of the best of as many whole solutions. */
function tokenByToken(): Row[] {
  const cells = measured('game24-token-guided');
  const verifiers = ['tvm', 'ovm', 'prm-soft', 'prm-hard', 'prm-valid', 'implicit-prm', 'confidence'];
  const [first, ...others] = verifiers.map(code);
  const row = (samples: number): Row => {
    const of = (strategy: string, verifier: string): MeasuredCell =>
      cellOf(cells, { strategy, verifier, samples } as Partial<MeasuredCell>);
    const guided = verifiers.map((verifier) => solved(of('token-guided', verifier), BETWEEN));
    return [
      tokens(of('token-guided', 'tvm').policyTokens),
      ...guided,
      solved(of('best-of-n', 'tvm'), BETWEEN),
      tokens(of('best-of-n', 'tvm').policyTokens),
    ];
  };
  return [
    ['policy tokens', `token-guided, ${first}`, ...others, `best of N, ${first}`, 'its tokens'],
    ...[1, 2, 4, 8, 20].map(row),
  ];
}

function drawnTokens(): Row[] {
  const cells = measured('game24-token-guided-drawn');
  const verifiers = ['tvm', 'ovm', 'confidence'];
  const row = (samples: number): Row => [
    `${samples}`,
    ...verifiers.map((verifier) => {
      const cell = cellOf(cells, { strategy: 'token-guided', verifier, samples });
      return `${solved(cell, BETWEEN)}, ${tokens(cell.policyTokens)}`;
    }),
  ];
  return [['streams', ...verifiers.map(code)], ...[1, 2, 4, 8, 20, 48].map(row)];
}

/**
 * Of all problems, or of the third of which the fewest samples are right: by n, what is right of what each verifier chooses,
 * with what it says of its choice; and what is lost from the n with the most.
 */
function byChoice(task: TaskId, group: 0 | null, withLost: boolean): Row[] {
  const { n, any, lines } = readJson<HackingReport>(`src/measure/results/hacking-${task}.json`);
  // Four times as many from column to column, and all.
  const shown = n.flatMap((size, i) => (size <= 256 && Number.isInteger(Math.log2(size) / 2) ? i : []));
  const columns = [...shown, n.length - 1];
  const head = ['verifier', ...columns.map((i) => `n = ${n[i]}`), ...(withLost ? ['most at', 'lost from there'] : [])];
  const rows = lines
    .filter((line) => line.group === group)
    .map(({ verifier, right, score, best, lost }) => [
      code(verifier),
      ...columns.map((i) => `${percent(right[i]!.mean)}% (${score[i]!.toFixed(2)})`),
      ...(withLost ? [`${best}`, `${percent(lost.mean)} (${percent(lost.low)} to ${percent(lost.high)})`] : []),
    ]);
  const all = ['any right', ...columns.map((i) => `${percent(any[i]!.mean)}%`), ...(withLost ? ['', ''] : [])];
  return [head, ...rows, ...(group === null ? [all] : [])];
}

/** Every strategy at the same numbers of policy tokens; what a strategy spent where it could not be made to spend as much. */
function atBudgets(task: TaskId): Row[] {
  const { budgets, cells } = readJson<BudgetReport>(`src/search/results/budgets-${task}.json`);
  const nameOf = ({ strategy, verifier }: BudgetCell): string =>
    verifier === 'oracle' ? `${code(strategy)} with ${code(verifier)}` : code(strategy);
  const placeOf = ({ strategy, verifier }: BudgetCell): number =>
    STRATEGY_IDS.indexOf(strategy) + (verifier === 'oracle' ? STRATEGY_IDS.length : 0);
  const written = (cell: BudgetCell | undefined, budget: number): string => {
    if (!cell) return '';
    const spent = cell.policyTokens;
    const isApart = Math.abs(spent / budget - 1) > TOLERANCE;
    return `${solved(cell, BETWEEN)}${isApart ? `, ${tokens(spent)} tokens` : ''}`;
  };
  const names = [...new Set([...cells].sort((a, b) => placeOf(a) - placeOf(b)).map(nameOf))];
  const rows = names.map((name) => {
    const own = cells.filter((cell) => nameOf(cell) === name);
    const fixed = own.find(({ budget }) => budget === null);
    const of = (budget: number, at: number) =>
      fixed ? (at === 0 ? fixed : undefined) : own.find((cell) => cell.budget === budget);
    return [name, ...budgets.map((budget, at) => written(of(budget, at), budget))];
  });
  return [['strategy', ...budgets.map((budget) => `${budget} tokens`)], ...rows];
}

/** By the name that stands in the document. */
const TABLES: Readonly<Record<string, () => Row[]>> = {
  'game24-solved': () => eachSearch('game24-evaluation', true),
  'game24-hardest': () => eachSearch('game24-rest', false),
  'game24-distinct': withoutRepeats,
  'game24-token-guided': tokenByToken,
  'game24-token-guided-drawn': drawnTokens,
  'game24-budgets': () => atBudgets('game24'),
  'word-problems-budgets': () => atBudgets('word-problems'),
  'word-problems-solved': byReading,
  'game24-hacking': () => byChoice('game24', null, true),
  'game24-hacking-hardest': () => byChoice('game24', 0, true),
  'word-problems-hacking': () => byChoice('word-problems', null, false),
};

/** The documents that show them. */
export const DOCUMENTS = ['README.md', 'src/search/README.md', 'docs/reward-hacking.md'];

const MARK = /^(<!-- measured: ([\w-]+) -->\n\n)(?:\|.*\n)+/gm;

/** The document with its tables as they were measured last; the spaces between columns are the formatter's. */
export function withTables(document: string): string {
  return document.replace(MARK, (_, mark: string, name: string) => {
    const table = TABLES[name];
    if (!table) throw new Error(`No table is called ${name}.`);
    const [head, ...rows] = table();
    const lines = [head!, head!.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |\n`);
    return mark + lines.join('');
  });
}

/** Names of the tables that a document shows. */
export const shownIn = (document: string): string[] => [...document.matchAll(MARK)].map(([, , name]) => name!);

/** All that there are. */
export const TABLE_NAMES = Object.keys(TABLES);
