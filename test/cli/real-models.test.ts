/** The commands on the model pack of this repository. */
import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { HUB_PARAMETERS } from '../../src/tasks/registry';
import { checkTrace } from '../../src/trace/read';
import type { Trace } from '../../src/trace/types';
import { run } from './run-command';

const SLOW = 300_000;
const PROBLEM = ['--task', 'game24', '--problem', '10, 6, 5, 4'];
const schema = JSON.parse(readFileSync('public/schema/trace-1.json', 'utf8')) as object;

describe('solve', () => {
  it(
    'prints a trace that fits the schema, and the same one again',
    async () => {
      const args = [...PROBLEM, '--strategy', 'beam', '--samples', '12', '--beam', '3', '--seed', '7', '--json'];
      const [one, two] = [await run('solve', ...args), await run('solve', ...args)];
      expect(one).toMatchObject({ status: 0, err: '' });
      const withoutTime = (text: string): string => text.replace(/"elapsedMs":\d+/, '"elapsedMs":0');
      expect(withoutTime(one.out)).toBe(withoutTime(two.out));
      const trace = JSON.parse(one.out) as Trace;
      expect(new Ajv().compile(schema)(trace)).toBe(true);
      expect(checkTrace(trace)).toMatchObject({ ok: true });
      expect(trace).toMatchObject({ problem: { text: '4 5 6 10' }, backend: 'wasm', seed: 7 });
      expect(
        trace.nodes.slice(1).every(({ tokens }) => tokens.every(({ values }) => values?.['tvm'] !== undefined)),
      ).toBe(true);
    },
    SLOW,
  );

  it(
    'solves a puzzle with the oracle, names it in the trace, and prints a tree',
    async () => {
      const args = [...PROBLEM, '--verifier', 'oracle', '--samples', '60', '--beam', '4'];
      const { out } = await run('solve', ...args, '--json');
      const trace = JSON.parse(out) as Trace;
      expect(trace.models.map(({ verifier }) => verifier)).toEqual([undefined, 'oracle']);
      expect(trace.result).toMatchObject({ correct: true, stepsLegal: true });
      const tree = (await run('solve', ...args)).out;
      expect(tree).toContain(`Answer: ${trace.result.answer} (correct, and its steps are legal)`);
    },
    SLOW,
  );

  it(
    'runs a puzzle without a solution, and says so beside',
    async () => {
      const { status, out, err } = await run('solve', '--problem', '1 1 1 1', '--strategy', 'greedy', '--json');
      expect(status).toBe(0);
      expect(err).toMatch(/^No arithmetic makes 24/);
      expect((JSON.parse(out) as Trace).result.correct).toBe(false);
    },
    SLOW,
  );

  it(
    'begins with a model in a folder as the page does',
    async () => {
      const { out } = await run('solve', ...PROBLEM, '--model', 'test/fixtures/hub/llama3', '--json');
      const { samples, beam, maxSteps, maxStepTokens } = HUB_PARAMETERS.game24;
      const parameters = { verifier: 'confidence', samples, beam, maxSteps, maxStepTokens };
      expect(JSON.parse(out)).toMatchObject({ strategy: { id: 'beam', parameters } });
    },
    SLOW,
  );
});

describe('evaluate', () => {
  it(
    'prints exactly the cells asked for, in order',
    async () => {
      const args = ['--task', 'game24', '--strategies', 'greedy,beam', '--verifiers', 'oracle,tvm', '--samples', '4,6'];
      const more = ['--beam', '2,3', '--problems', '2', '--split', 'settings', '--seeds', '2', '--json'];
      const { status, out } = await run('evaluate', ...args, ...more);
      expect(status).toBe(0);
      const evaluation = JSON.parse(out) as { format: string; version: number; cells: Record<string, unknown>[] };
      expect(evaluation).toMatchObject({ format: 'inkling-evaluation', version: 1 });
      const { cells } = evaluation;
      expect(cells.map(({ strategy, verifier, samples, beam }) => [strategy, verifier, samples, beam])).toEqual([
        ['greedy', 'oracle', 4, 2],
        ['greedy', 'oracle', 6, 3],
        ['greedy', 'tvm', 4, 2],
        ['greedy', 'tvm', 6, 3],
        ['beam', 'oracle', 4, 2],
        ['beam', 'oracle', 6, 3],
        ['beam', 'tvm', 4, 2],
        ['beam', 'tvm', 6, 3],
      ]);
      const fields =
        'task strategy verifier samples beam split problems seeds accuracy low high policyTokens valueTokens seconds';
      for (const cell of cells) {
        expect(Object.keys(cell).join(' ')).toBe(fields);
        const { accuracy, low, high, valueTokens } = cell as Record<string, number>;
        expect(low).toBeLessThanOrEqual(accuracy!);
        expect(high).toBeGreaterThanOrEqual(accuracy!);
        expect(valueTokens === 0).toBe(cell['strategy'] === 'greedy');
      }
    },
    SLOW,
  );
});

describe('report', () => {
  it(
    'finds every first error with the oracle of the word problems, and says how good each verifier is',
    async () => {
      const args = ['--task', 'word-problems', '--levels', '1-3', '--problems', '6', '--solutions', '4'];
      const { status, out } = await run('report', ...args, '--verifiers', 'oracle,tvm', '--json');
      expect(status).toBe(0);
      const { format, verifiers } = JSON.parse(out) as {
        format: string;
        verifiers: Record<string, Record<string, unknown>>[];
      };
      expect(format).toBe('inkling-report');
      const [oracle, tvm] = verifiers;
      const all = { f1: 1, exact: 1, clean: 1 };
      expect(oracle).toMatchObject({ verifier: 'oracle', validityAuc: 1, firstErrorStep: all, firstErrorToken: all });
      expect(oracle!['firstErrorStep']!['wrong']).toBeGreaterThan(0);
      expect(oracle!['firstErrorStep']!['right']).toBeGreaterThan(0);
      expect(tvm).toMatchObject({ verifier: 'tvm', scale: 'probability', prefixes: 6 * 4 * 4 });
    },
    SLOW,
  );
});
