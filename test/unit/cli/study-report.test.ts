import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { overSeeds, reportOf, type StudyResults } from '../../../src/cli/study-report';
import { readStudy, type Study } from '../../../src/cli/study-file';

const STUDY: Study = {
  question: 'Is the second better?',
  task: 'game24',
  cells: [],
  pairs: [
    ['a/tvm', 'b/tvm'],
    ['confidence', 'a/tvm'],
    ['a/tvm', 'never run/tvm'],
  ],
  gaps: [],
};

/** Two seeds of two cells on twelve problems: `b` solves the first eight more than `a` does. */
function results(): StudyResults {
  const right = (from: number, to: number): number[] =>
    Array.from({ length: 12 }, (_, i) => Number(i >= from && i < to));
  const run = (cell: string, seed: number, auc: number, solved: number[]): StudyResults['runs'][number] => ({
    ...{ cell, seed, processorSeconds: 50 + seed },
    verifiers: [
      { rule: 'tvm', steps: 9, test: { auc, aucWithin: null, brier: 0.2, ece: 0.1 }, right: solved, points: [] },
    ],
  });
  return {
    ...{ format: 'inkling-study', version: 1, question: 'x' },
    runs: [
      run('a', 1, 0.6, right(8, 10)),
      run('b', 1, 0.7, right(0, 10)),
      run('a', 2, 0.62, right(8, 10)),
      run('b', 2, 0.76, right(0, 10)),
    ],
    beside: [1, 2].map((seed) => ({ seed, lines: [{ id: 'confidence', right: right(8, 10) }] })),
  };
}

describe('the report of a study', () => {
  const report = reportOf(STUDY, results());
  const row = (name: string): string => report.split('\n').find((line) => line.startsWith(`| ${name} |`))!;

  it('has a row for every verifier with its intervals over seeds and over problems', () => {
    // Means of .6 and .62, of .7 and .76; Student's quantile for one degree of freedom is 12.706.
    expect(row('a/tvm')).toMatch(
      /^\| a\/tvm \| 2 \| 52 \| 0\.610 \(0\.483 to 0\.737\) \| - \| 16\.7 \(0\.0 to 41\.7\) \|$/,
    );
    expect(row('confidence')).toContain('| 2 |  | - | - | 16.7 (0.0 to 41.7) |');
  });

  it('compares what the study names on the same seeds and problems', () => {
    // Eight problems differ, each by two of two seeds, all one way: 2 / 2^8.
    expect(row('b/tvm - a/tvm')).toMatch(
      /\| 2 \| 0\.120 \(-0\.134 to 0\.374\) \| 66\.7 \([\d.]+ to [\d.]+\) \| 0\.016 \| more \|$/,
    );
    expect(row('a/tvm - confidence')).toContain('| 1.000 | no difference seen |');
    expect(report).not.toContain('never run');
  });
});

it('says how much of the gap to its ceiling a student has closed, its teacher measured where it is', () => {
  const gaps = [['weak/tvm', 'student/tvm', 'top/tvm'] as const];
  const solved = (to: number) => Array.from({ length: 40 }, (_, i) => Number(i < to));
  const run = (cell: string, auc: number, to: number, teacher?: number): StudyResults['runs'][number] => {
    const test = (value: number) => ({ auc: value, aucWithin: null, brier: null, ece: null });
    return {
      ...{ cell, seed: 1, processorSeconds: 9 },
      ...(teacher === undefined ? {} : { teacher: test(teacher) }),
      verifiers: [{ rule: 'tvm', steps: 9, test: test(auc), right: solved(to), points: [] }],
    };
  };
  const runs = [run('weak', 0.5, 10), run('student', 0.75, 25, 0.6), run('top', 0.8, 30)];
  const found = reportOf({ ...STUDY, pairs: [], gaps }, { ...results(), runs });
  expect(found).toMatch(
    /\| weak\/tvm, student\/tvm, top\/tvm \| 1 \| 0\.600, 0\.750, 0\.800 \(75\.0%\) \| 25\.0, 62\.5, 75\.0 \(75\.0%, [\d.]+ to [\d.]+\) \|/,
  );
  // A ceiling that solves no more than the teacher leaves no gap to close.
  const flat = reportOf(
    { ...STUDY, pairs: [], gaps },
    { ...results(), runs: [...runs.slice(0, 2), run('top', 0.6, 10)] },
  );
  expect(flat).toContain('| 0.600, 0.750, 0.600 | 25.0, 62.5, 25.0 (no clear gap) |');
});

it('of one seed there is no interval over seeds, of equal ones an empty one', () => {
  expect(overSeeds([0.5])).toBeNull();
  expect(overSeeds([0.5, 0.5, 0.5])).toEqual({ mean: 0.5, low: 0.5, high: 0.5 });
});

const FOLDER = 'training/studies';
it.each(readdirSync(FOLDER))('%s asks for what the workshop does, and compares what it trains', (file) => {
  const { cells, pairs, gaps } = readStudy(readFileSync(`${FOLDER}/${file}`), file);
  const lines = cells.flatMap(({ name, request }) => request.rules.map((rule) => `${name}/${rule}`));
  for (const line of [...pairs.flat(), ...gaps.flat()]) expect([...lines, 'confidence', 'tvm']).toContain(line);
  expect(new Set(lines).size).toBe(lines.length);
});

it.each([
  ['{', 'file-damaged'],
  [{ task: 'chess' }, 'file-damaged'],
  [{ cells: [{ name: 'x', request: { speed: 3 } }] }, 'file-damaged'],
  [{ cells: [{ name: 'x', request: { steps: 0 } }] }, 'bad-input'],
  [{ cells: [{ name: 'x', request: {}, teacher: 'x/tvm' }] }, 'bad-input'],
])('what is no study is refused: %j', (changed, code) => {
  const study = { question: '?', task: 'game24', request: {}, cells: [], pairs: [] };
  const text = typeof changed === 'string' ? changed : JSON.stringify({ ...study, ...changed });
  expect(() => readStudy(new TextEncoder().encode(text), 'x.json')).toThrow(expect.objectContaining({ code }));
});
