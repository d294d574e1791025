/** Results of an evaluation that are kept in a file. */
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CellRequest } from '../../../src/cli/evaluation';
import { aboutResults, keepResults } from '../../../src/cli/kept-results';
import type { TraceResult } from '../../../src/trace/types';

const cell: CellRequest = {
  ...{ task: 'game24', strategy: 'beam', verifier: 'tvm', samples: 4, beam: 2, split: 'test', levels: null },
  ...{ problems: 2, seeds: 1, temperature: 0.7, options: {} },
};
const result = (correct: boolean): TraceResult => ({
  ...{ answer: correct ? '24' : null, correct },
  budget: { policyTokens: 10, valueTokens: 5, elapsedMs: 1.5 },
});

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'inkling-results-'));
  path = join(folder, 'results.jsonl');
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('kept results', () => {
  it('are there in the next run, for more problems too, and for no other cell', () => {
    keepResults(path, 'a').add(cell, 1, [result(true)]);
    const kept = keepResults(path, 'a');
    expect(kept.of({ ...cell, problems: 100 }, 1)).toEqual([result(true)]);
    expect(kept.of(cell, 0)).toBeUndefined();
    for (const other of [{ verifier: 'ovm' }, { samples: 5 }, { seeds: 2 }, { temperature: 1 }] as const)
      expect(kept.of({ ...cell, ...other }, 1)).toBeUndefined();
  });

  it('of a strategy without a verifier are those of any', () => {
    const vote = { ...cell, strategy: 'majority' } as const;
    keepResults(path, 'a').add(vote, 0, [result(false)]);
    expect(keepResults(path, 'a').of({ ...vote, verifier: 'ovm' }, 0)).toEqual([result(false)]);
  });

  it('leave out a line that was cut off, and go on behind the last whole one', () => {
    keepResults(path, 'a').add(cell, 0, [result(true)]);
    const whole = readFileSync(path, 'utf8');
    appendFileSync(path, '{"cell":"');
    keepResults(path, 'a').add(cell, 1, [result(false)]);
    expect(readFileSync(path, 'utf8').startsWith(whole)).toBe(true);
    const kept = keepResults(path, 'a');
    expect([0, 1].map((index) => kept.of(cell, index)?.[0]?.correct)).toEqual([true, false]);
  });

  it.each([
    ['of something else', () => keepResults(path, 'b'), /another model, task or prompt/],
    ['that are a folder', () => keepResults(folder, 'a'), /no file that results can be kept in/],
    ['in no folder', () => keepResults(join(folder, 'none', 'x'), 'a'), /cannot be written/],
  ])('%s are refused', (_, open, sentence) => {
    keepResults(path, 'a');
    expect(open).toThrow(sentence);
  });

  it.each([
    ['no header', 'hello\n', /no file of kept results/],
    ['a damaged line', '{}\n', /^Line 2 of .* is damaged/],
    ['a line with a negative budget', '{"cell":"x","index":0,"results":[{"budget":-1}]}\n', /^Line 2 of .* is damaged/],
  ])('with %s are refused', (name, text, sentence) => {
    if (name === 'no header') writeFileSync(path, text);
    else {
      keepResults(path, 'a');
      appendFileSync(path, text);
    }
    expect(() => keepResults(path, 'a')).toThrow(sentence);
  });

  it.each(['a letter to nobody', 'a letter\nto nobody'])('leave a file of something else as it was: %j', (text) => {
    writeFileSync(path, text);
    expect(() => keepResults(path, 'a')).toThrow(/no file of kept results/);
    expect(readFileSync(path, 'utf8')).toBe(text);
  });

  it('leave a file of another model as it was, though its last line was cut off', () => {
    keepResults(path, 'a');
    appendFileSync(path, '{"cell":"');
    const before = readFileSync(path, 'utf8');
    expect(() => keepResults(path, 'b')).toThrow(/another model, task or prompt/);
    expect(readFileSync(path, 'utf8')).toBe(before);
  });

  it('tell tasks and prompts apart', async () => {
    const prompt = join(folder, 'prompt.json');
    writeFileSync(prompt, '{}');
    const told = [
      await aboutResults('game24', {}),
      await aboutResults('word-problems', {}),
      await aboutResults('game24', { prompt }),
    ];
    expect(new Set(told).size).toBe(3);
    expect(await aboutResults('game24', {})).toBe(told[0]);
  });
});
