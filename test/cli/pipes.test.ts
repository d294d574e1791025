/** Commands among others in a shell: pipes on both sides, standard input, encodings, folders. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readTrace } from '../../src/trace/read';
import { run } from './run-command';

const FAULTS = 'test/fixtures/faults';
const OWN = 'public/recorded/first-search.inkling.json';
const convert = (from: string): string =>
  `"${process.execPath}" --import tsx src/cli/convert.ts --from ${from} --to inkling-trace`;

/** A line for the shell. */
const shell = (line: string): Promise<{ status: number; out: string; err: string }> =>
  new Promise((resolve) =>
    execFile('bash', ['-c', line], { maxBuffer: 2 ** 26 }, (error, out, err) =>
      resolve({ status: typeof error?.code === 'number' ? error.code : error ? -1 : 0, out, err }),
    ),
  );

describe('a file', () => {
  it.each([
    ['standard input as -', `cat ${FAULTS}/reasoners-good.json | ${convert('-')}`],
    ['standard input by its name', `cat ${FAULTS}/reasoners-good.json | ${convert('/dev/stdin')}`],
    ['a named pipe', convert(`<(cat ${FAULTS}/reasoners-good.json)`)],
    ['gzip through a pipe', `cat ${FAULTS}/reasoners-good.json.gz | ${convert('-')}`],
  ])('may be %s', async (_, line) => {
    const { status, out, err } = await shell(line);
    expect([status, err]).toEqual([0, '']);
    expect(readTrace(out)).toMatchObject({ ok: true, trace: { origin: { format: 'llm-reasoners' } } });
  });

  it.each<[command: 'convert' | 'check' | 'data', ...args: string[]]>([
    ['convert', '--from', FAULTS, '--to', 'ovm-steps'],
    ['check', 'frozen', '--trace', FAULTS],
    ['data', 'judge', '--task', 'game24', '--in', FAULTS, '--out', '/dev/null'],
  ])('that is a folder is one sentence and status 2: %s', async (command, ...args) => {
    expect(await run(command, ...args)).toEqual({
      status: 2,
      out: '',
      err: `${FAULTS} is a folder: name a file in it.\n`,
    });
  });

  it('that is not there is one sentence and status 2, also of rollouts', async () => {
    const judged = await run('data', 'judge', '--task', 'game24', '--in', 'nowhere.jsonl', '--out', '/dev/null');
    expect(judged).toEqual({ status: 2, out: '', err: 'There is no file nowhere.jsonl that can be read.\n' });
  });

  it('is read by check as by convert: with a byte order mark, and as UTF-16', async () => {
    for (const change of ['\\xef\\xbb\\xbf', '']) {
      const encoded = change ? `printf '${change}'; cat ${OWN}` : `iconv -f utf-8 -t utf-16 ${OWN}`;
      const { status, err } = await shell(
        `{ ${encoded}; } | "${process.execPath}" --import tsx src/cli/check.ts frozen --trace - --verifiers nobody`,
      );
      // The file was read: what is wrong is the verifier.
      expect([status, err]).toEqual([2, expect.stringContaining('There is no verifier nobody')]);
    }
  });
});

describe('a reader that has enough', () => {
  it('ends a command quietly', async () => {
    const many = `for i in $(seq 400); do cat test/fixtures/foreign/ovm-scores.jsonl; done`;
    const line = `set -o pipefail; "${process.execPath}" --import tsx src/cli/convert.ts --from <(${many}) --to ovm-scores | head -c 100`;
    const { status, out, err } = await shell(line);
    expect([status, err]).toEqual([0, '']);
    expect(out).toHaveLength(100);
  });
});

describe('what goes wrong', () => {
  it.skipIf(!existsSync('/dev/full'))('is a sentence where the disk is full', async () => {
    const { status, err } = await shell(`${convert(`${FAULTS}/reasoners-good.json`)} > /dev/full`);
    expect([status, err]).toEqual([1, expect.stringMatching(/^The output could not be written: ENOSPC[^\n]*\n$/)]);
  });

  it('is help where a command of commands is named alone, and the commands where it is named with another', async () => {
    const alone = await run('check');
    expect([alone.status, alone.out]).toEqual([2, '']);
    expect(alone.err).toMatch(/^Usage: check[^]*frozen/);
    const other = await run('check', 'nonsense');
    expect([other.status, other.err]).toEqual([
      2,
      expect.stringMatching(/^unknown command 'nonsense': it is one of .*frozen/),
    ]);
  });
});
