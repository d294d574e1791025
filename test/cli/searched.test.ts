/** Beginnings that a search looks at, from which rollouts go on. */
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Beginnings } from '../../src/cli/searched-beginnings';
import { run } from './run-command';

describe('data searched', () => {
  const folder = mkdtempSync(join(tmpdir(), 'searched-'));
  const [problems, out] = [join(folder, 'value.jsonl'), join(folder, 'beginnings.jsonl')];
  const prompts = ['1 1 11 11\n', '3 7 7 8\n', '2 2 2 12\n'];
  writeFileSync(problems, prompts.map((prompt) => JSON.stringify({ prompt, largest: 13 })).join('\n'));
  const ask = (...more: string[]) =>
    run('data', 'searched', '--task', 'game24', '--in', problems, '--out', out, ...more);

  it('refuses a verifier that is not there before it writes', async () => {
    const { status, err } = await ask('--verifiers', 'nobody');
    expect([status, err, existsSync(out)]).toEqual([2, expect.stringContaining('no verifier nobody'), false]);
  });

  it('writes every step that the searches of all verifiers looked at, and no whole solution', async () => {
    expect(await ask('--problems', '2', '--verifiers', 'tvm,oracle')).toMatchObject({ status: 0, out: '' });
    const rows = readFileSync(out, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Beginnings);
    expect(rows.map(({ prompt }) => prompt)).toEqual(prompts.slice(0, 2));
    for (const { prefixes } of rows) {
      expect(prefixes.length).toBeGreaterThan(20);
      expect(new Set(prefixes).size).toBe(prefixes.length);
      expect(prefixes.every((text) => /^(?:[^\n]+\n){1,3}$/.test(text) && !text.includes('answer'))).toBe(true);
      // Each but the first step begins with one that was looked at before.
      const firsts = prefixes.map((text) => text.slice(0, text.lastIndexOf('\n', text.length - 2) + 1));
      expect(firsts.every((text) => text === '' || prefixes.includes(text))).toBe(true);
    }
  });
});
