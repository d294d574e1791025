import { describe, expect, it } from 'vitest';
import { readTrace } from '../../src/trace/read';
import { run } from './run-command';

const FOLDER = 'test/fixtures/foreign';

describe('convert', () => {
  it('prints every problem of a file, a line each, and names the lines it leaves out', async () => {
    const { status, out, err } = await run('convert', '--from', `${FOLDER}/ovm-steps.jsonl`, '--to', 'ovm-scores');
    expect([status, err]).toEqual([0, 'Line 2 was left out: This is not JSON.\n']);
    expect(
      out
        .trimEnd()
        .split('\n')
        .map((line) => (JSON.parse(line) as { question: string }).question),
    ).toEqual(['4 5 6 10', '4 5 6 10 (again)']);
  });

  it('prints one problem as a trace', async () => {
    const { out } = await run(
      'convert',
      '--from',
      `${FOLDER}/ovm-steps.jsonl`,
      '--to',
      'inkling-trace',
      '--problem',
      '2',
    );
    expect(readTrace(out)).toMatchObject({ ok: true, trace: { problem: { text: '4 5 6 10 (again)' } } });
  });

  it.each([
    [['--from', 'nowhere.json', '--to', 'ovm-steps'], 'There is no file nowhere.json that can be read.'],
    [
      ['--from', `${FOLDER}/ovm-scores.jsonl`, '--to', 'llm-reasoners'],
      'This file holds 2 problems and llm-reasoners holds one: choose it with --problem.',
    ],
    [
      ['--from', `${FOLDER}/README.md`, '--to', 'ovm-steps'],
      'This file holds no tree that can be read. Line 1: This is not JSON.',
    ],
  ])('refuses %j with one line', async (args, line) => {
    expect(await run('convert', ...args)).toEqual({ status: 2, out: '', err: `${line}\n` });
  });
});
