/** `train --model` on tiny models of a hub, as a user runs it. */
import { cpSync, mkdtempSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { versioned } from '../fixtures/onnx-bytes';
import { run, type Outcome } from './run-command';

const folder = mkdtempSync(join(tmpdir(), 'inkling-train-model-'));
const questions = join(folder, 'eggs.csv');
const rows = Array.from({ length: 20 }, (_, i) => `"Box ${i + 1}, how many eggs are left?",${i % 4}`);
writeFileSync(questions, `question,answer\n${rows.join('\n')}\n`);
const ANSWERING = 'test/fixtures/hub/answering';
/** The shipped policy is in the layout of a hub, too, and writes sense. */
const GAME24 = `public/models/${readdirSync('public/models').find((name) => name.startsWith('game24-'))!}/policy`;

const SMALL = ['--problems', '16', '--samples', '6', '--test-problems', '4', '--test-samples', '4', '--steps', '4'];
const train = (out: string, ...more: string[]): Promise<Outcome> =>
  run(
    ...(['train', '--model', ANSWERING, '--questions', questions, '--labels', 'ovm'] as const),
    ...[...SMALL, '--out', join(folder, out), '--json', ...more],
  );

type Numbers = Readonly<Record<string, number>>;
interface Report {
  readonly runs: readonly {
    readonly layer: number | string;
    readonly file: string;
    readonly teacher: string;
    readonly test: Numbers;
  }[];
  readonly teacher?: { readonly verifier: string; readonly test: Numbers };
  readonly gaps?: readonly object[];
  readonly gauges: { readonly lines: readonly { readonly id: string }[] };
}
interface Probed {
  readonly probe?: {
    readonly shares: readonly { readonly level: number; readonly share: number }[];
    readonly levels: readonly [number, number];
  };
  readonly runs: readonly object[];
}
const reportOf = ({ status, out, err }: Outcome): Report => {
  expect(status, err).toBe(0);
  return JSON.parse(out) as Report;
};
const headsOf = (report: Pick<Report, 'runs'>): Buffer[] => report.runs.map(({ file }) => readFileSync(file));

describe('train --model', () => {
  it('keeps samples, goes on with them where it was cut off, and makes the same heads of them', async () => {
    const kept = join(folder, 'kept.jsonl');
    const plain = reportOf(await train('plain', '--layer', '1,last'));
    expect(plain.runs.map(({ layer }) => layer)).toEqual([1, 'last']);
    const first = reportOf(await train('first', '--layer', '1', '--keep-samples', kept, '--no-verdicts'));
    expect(headsOf(first)).toEqual(headsOf(plain).slice(0, 1));
    // What the model thinks of the solutions takes an asking, and nothing else is left out.
    const lines = ({ gauges }: Report): readonly string[] => gauges.lines.map(({ id }) => id);
    expect(lines(first)).toContain('confidence');
    expect(lines(first)).not.toContain('entropy');
    expect(lines(plain)).toEqual(expect.arrayContaining([...lines(first), 'entropy']));
    const bytes = readFileSync(kept);
    truncateSync(kept, Math.floor(0.6 * bytes.length));
    const again = await train('again', '--layer', '1,last', '--keep-samples', kept);
    expect(headsOf(reportOf(again))).toEqual(headsOf(plain));
    expect(readFileSync(kept)).toEqual(bytes);

    const other = await train('other', '--keep-samples', kept, '--prompt', promptFile('Count the eggs.'));
    expect(other).toEqual({
      ...{ status: 2, out: '' },
      err: `${kept} keeps samples of something else (another prompt): name another file.\n`,
    });
    // Another seed splits the questions otherwise, too.
    const seeded = await train('seeded', '--keep-samples', kept, '--seed', '2');
    expect(seeded).toMatchObject({ status: 2, err: expect.stringContaining('(seed 1 and not 2)') as string });
    expect(readFileSync(kept)).toEqual(bytes);
  });

  it('alone takes a file of samples', async () => {
    expect(await run('train', '--out', folder, '--keep-samples', join(folder, 'none.jsonl'))).toEqual({
      ...{ status: 2, out: '' },
      err: '--keep-samples is for a model in a folder: name that with --model FOLDER.\n',
    });
  });
});

describe('without --levels', () => {
  const STORIES = `public/models/${readdirSync('public/models').find((name) => name.startsWith('word-problems-'))!}/policy`;
  const stories = (out: string, ...more: string[]): Promise<Outcome> =>
    run(
      ...(['train', '--task', 'word-problems', '--model', STORIES, '--labels', 'ovm', '--layer', '1'] as const),
      ...[...SMALL, '--no-verdicts', '--json', '--out', join(folder, out), ...more],
    );

  it('learns from the level that a probe finds nearest to half right, and keeps to it with kept samples', async () => {
    const kept = join(folder, 'stories.jsonl');
    const found = await stories('found', '--keep-samples', kept);
    const { probe, runs } = JSON.parse(found.out) as Probed;
    const off = probe!.shares.map(({ share }) => Math.abs(share - 0.5));
    const { level } = probe!.shares[off.indexOf(Math.min(...off))]!;
    expect(probe!.levels).toEqual([level, level]);
    expect(runs).toMatchObject([{ levels: `${level}-${level}`, testLevels: `${level}-${level}` }]);
    expect(found.err).toMatch(
      new RegExp(`^Level ${level} is learned from, .* nearest to one half \\(level 1 \\d+%.*\\)\\.$`, 'm'),
    );

    const bytes = readFileSync(kept);
    const again = await stories('again-found', '--keep-samples', kept);
    expect(again.err).toContain(`Levels ${level}-${level}, as in ${kept}.\n`);
    expect((JSON.parse(again.out) as Probed).probe).toBeUndefined();
    expect(headsOf(reportOf(again))).toEqual(headsOf(reportOf(found)));
    expect(readFileSync(kept)).toEqual(bytes);
  });

  it('says before it samples that a level has not so many problems to be tested on', async () => {
    expect(await stories('many', '--test-problems', '101')).toEqual({
      ...{ status: 2, out: '' },
      err: 'The test split has 100 problems of these levels: ask for fewer.\n',
    });
  });
});

describe('a head on another model as the teacher', () => {
  const other = join(folder, 'other');
  const puzzles = (out: string, model: string, ...more: string[]): Promise<Outcome> =>
    run(
      ...(['train', '--task', 'game24', '--model', model, '--out', join(folder, out), '--json', ...SMALL] as const),
      ...['--layer', '3', ...more],
    );
  let weak: Report['runs'][number];

  beforeAll(async () => {
    const trained = await puzzles('weak', GAME24, '--labels', 'tvm', '--steps', '60', '--window', '1');
    weak = reportOf(trained).runs[0]!;
    // The same weights, in a graph of other bytes: its version, which comes first, is said once more.
    cpSync(GAME24, other, { recursive: true });
    const graph = join(other, 'onnx/model.onnx');
    const bytes = readFileSync(graph);
    writeFileSync(graph, versioned(bytes[1]!)(bytes));
  });

  it('teaches heads, is tested beside them, and the gap to their ceiling is told', async () => {
    const kept = join(folder, 'other.jsonl');
    const args = ['--labels', 'ovm', '--keep-samples', kept];
    const teaching = ['--teacher', `head:${weak.file}`, '--teacher-model', GAME24, '--ceiling'];
    const { runs, teacher, gaps } = reportOf(await puzzles('taught', other, ...teaching, ...args));
    const name = 'head:game24-tvm-16x6-mlp-L3-s1';
    expect(runs.map((own) => own.teacher)).toEqual([name, 'checker']);
    expect(headsOf({ runs })[0]).not.toEqual(headsOf({ runs })[1]);
    // This model writes what that one wrote: of the same texts the head says what it said in its own test.
    expect(teacher?.verifier).toBe(name);
    for (const [key, value] of Object.entries(weak.test)) expect(teacher!.test[key], key).toBeCloseTo(value, 3);
    expect(gaps).toMatchObject([{ layer: 3, rule: 'ovm', auc: { problems: 4 } }]);
    // Who teaches is nothing that samples depend on: the checker makes the ceiling of them again.
    const bytes = readFileSync(kept);
    expect(reportOf(await puzzles('again', other, ...args)).runs[0]!.test).toEqual(runs[1]!.test);
    expect(readFileSync(kept)).toEqual(bytes);
  });

  it('that was trained on another model steers no search', async () => {
    const args = ['--task', 'game24', '--problem', '4 5 6 10', '--model', 'test/fixtures/hub/qwen2'];
    expect(await run('solve', ...args, '--verifier', `head:${weak.file}`)).toEqual({
      ...{ status: 2, out: '' },
      err: `${basename(weak.file)} does not fit test/fixtures/hub/qwen2: it was not trained on that model.\n`,
    });
  });

  it.each<[string, (head: string) => string[], RegExp]>([
    ['without its model', (head) => ['--teacher', head], /name its folder with --teacher-model FOLDER\.\n$/],
    [
      'on a model that it was not trained on',
      (head) => ['--teacher', head, '--teacher-model', 'test/fixtures/hub/qwen2'],
      /^game24-\S+ does not teach on test\/fixtures\/hub\/qwen2: it was not trained on that model\.\n$/,
    ],
    [
      'with no folder where its model should be',
      (head) => ['--teacher', head, '--teacher-model', join(folder, 'nowhere')],
      /^There is no folder \S+nowhere that can be read: --teacher-model takes a folder in the layout of a hub\.\n$/,
    ],
    [
      'that is none',
      () => ['--teacher', `head:${questions}`, '--teacher-model', GAME24],
      /^eggs\.csv is no verifier that can be used here: .*\.\n$/,
    ],
    ['that is left out', () => ['--teacher-model', GAME24], /name one with --teacher head:FILE\.\n$/],
  ])('%s is refused with status 2 and one line', async (_, args, line) => {
    const { status, out, err } = await puzzles('refused', other, ...args(`head:${weak.file}`));
    expect({ status, out }).toEqual({ status: 2, out: '' });
    expect(err).toMatch(line);
    expect(err.trim().split('\n')).toHaveLength(1);
  });
});

function promptFile(system: string): string {
  const path = join(folder, 'prompt.json');
  writeFileSync(path, JSON.stringify({ system }));
  return path;
}
