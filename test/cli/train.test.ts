import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { run } from './run-command';

const SLOW = 180_000;
const folder = mkdtempSync(join(tmpdir(), 'inkling-train-'));

afterEach(() => vi.unstubAllEnvs());

describe('train', () => {
  it(
    'writes a file that solve takes, and says in one report what it is',
    async () => {
      vi.stubEnv('INKLING_MODELS', 'test/fixtures/models');
      const small = [
        '--problems',
        '8',
        '--samples',
        '2',
        '--steps',
        '2',
        '--test-problems',
        '2',
        '--test-samples',
        '1',
      ];
      const train = (...more: string[]) =>
        run('train', '--task', 'game24', '--labels', 'prm-valid', ...small, ...more, '--out', folder, '--json');
      const first = await train();
      expect(first).toMatchObject({ status: 0, err: expect.stringMatching(/^Labelled|^\s*$/m) });
      const { runs, ...head } = JSON.parse(first.out);
      expect(head).toEqual({ format: 'inkling-training', version: 1 });
      expect(runs).toHaveLength(1);
      expect(runs[0]).toMatchObject({
        labels: 'prm-valid',
        problems: 8,
        samples: 2,
        steps: 2,
        seed: 1,
        teacher: 'checker',
      });
      expect(Object.keys(runs[0].seconds)).toEqual(['sample', 'learn', 'test']);
      const verifier = `head:${runs[0].file}`;
      const solved = await run(
        'solve',
        '--problem',
        '4 5 6 10',
        '--samples',
        '4',
        '--beam',
        '2',
        '--verifier',
        verifier,
        '--json',
      );
      expect(solved).toMatchObject({ status: 0, err: '' });
      const name = 'head:game24-prm-valid-8x2-policy-s1';
      const { models } = JSON.parse(solved.out) as { models: object[] };
      expect(models.at(-1)).toMatchObject({
        role: 'verifier',
        verifier: name,
        scale: 'probability',
      });
      // It teaches another, whose ceiling is trained after it.
      const taught = await train('--teacher', verifier, '--ceiling', '--search-problems', '2');
      expect(taught.status).toBe(0);
      const report = JSON.parse(taught.out) as Record<string, unknown> & {
        readonly runs: readonly { readonly teacher: string; readonly file: string }[];
        readonly searched: { readonly lines: readonly object[] };
      };
      expect(report.runs.map((row) => row.teacher)).toEqual([name, 'checker']);
      expect(new Set(report.runs.map((row) => row.file)).size).toBe(2);
      expect(report['teacher']).toMatchObject({ verifier: name, test: { brier: expect.any(Number) } });
      expect(report.searched.lines[1]).toMatchObject({ verifier: name });
      expect(report['gaps']).toMatchObject([{ rule: 'prm-valid', solved: { problems: 2 } }]);
    },
    SLOW,
  );

  it.each([
    [['--ceiling'], '--ceiling is that of a verifier that teaches: name one with --teacher.'],
    [['--labels', 'nosuch'], '--labels takes tvm, ovm, prm-soft, prm-hard, prm-valid, goal, and this is "nosuch".'],
    [['--steps', '0'], 'The steps must be a whole number from 1 to 100000, and this is 0.'],
    [['--levels', '1-3'], 'game24 has no levels: leave --levels out.'],
  ])(
    'refuses %j with status 2 and one line',
    async (args, line) => {
      const refused = await run('train', '--task', 'game24', ...args, '--out', folder);
      expect(refused).toEqual({ status: 2, out: '', err: `${line}\n` });
    },
    SLOW,
  );
});

describe('a verifier in a file', () => {
  it.each([
    ['nowhere.safetensors', null, /^There is no file .*nowhere\.safetensors that can be read: .*head:FILE\.\n$/],
    [
      'a-picture.safetensors',
      'GIF89a and more',
      /^a-picture\.safetensors is no verifier that can be used here: .*\.\n$/,
    ],
  ])(
    'that is none, %s, is refused with status 2 and one line',
    async (file, content, line) => {
      const path = join(folder, file);
      if (content !== null) writeFileSync(path, content);
      const { status, out, err } = await run('solve', '--problem', '4 5 6 10', '--verifier', `head:${path}`);
      expect({ status, out }).toEqual({ status: 2, out: '' });
      expect(err).toMatch(line);
    },
    SLOW,
  );
});
