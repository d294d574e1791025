/** `train --model` on tiny models of a hub, as a user runs it. */
import { mkdtempSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { run, type Outcome } from './run-command';

const folder = mkdtempSync(join(tmpdir(), 'inkling-train-model-'));
const questions = join(folder, 'eggs.csv');
const rows = Array.from({ length: 20 }, (_, i) => `"Box ${i + 1}, how many eggs are left?",${i % 4}`);
writeFileSync(questions, `question,answer\n${rows.join('\n')}\n`);

const SMALL = ['--problems', '16', '--samples', '6', '--test-problems', '4', '--test-samples', '4', '--steps', '4'];
const train = (out: string, ...more: string[]): Promise<Outcome> =>
  run(
    ...(['train', '--model', 'test/fixtures/hub/answering', '--questions', questions, '--labels', 'ovm'] as const),
    ...[...SMALL, '--out', join(folder, out), '--json', ...more],
  );

interface Report {
  readonly runs: readonly { readonly layer: number | string; readonly file: string; readonly teacher: string }[];
}
const reportOf = ({ status, out, err }: Outcome): Report => {
  expect(status, err).toBe(0);
  return JSON.parse(out) as Report;
};
const headsOf = (report: Report): Buffer[] => report.runs.map(({ file }) => readFileSync(file));

describe('train --model', () => {
  it('keeps samples, goes on with them where it was cut off, and makes the same heads of them', async () => {
    const kept = join(folder, 'kept.jsonl');
    const plain = reportOf(await train('plain', '--layer', '1,last'));
    expect(plain.runs.map(({ layer }) => layer)).toEqual([1, 'last']);
    const first = reportOf(await train('first', '--layer', '1', '--keep-samples', kept));
    expect(headsOf(first)).toEqual(headsOf(plain).slice(0, 1));
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

function promptFile(system: string): string {
  const path = join(folder, 'prompt.json');
  writeFileSync(path, JSON.stringify({ system }));
  return path;
}
