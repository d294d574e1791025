/** The levels that a pack's models learned: what its manifest declares, and nothing where it does not. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ManifestSchema, PackIndexSchema, readJson } from '../../../src/protocol/pack';
import { levelsOf } from '../../../src/runtime/engine-files';
import { TASKS } from '../../../src/tasks/registry';

const MODELS = 'public/models';
const index = readJson(PackIndexSchema, readFileSync(`${MODELS}/index.json`), 'index.json');
const bytesOf = (task: 'word-problems' | 'game24'): Buffer =>
  readFileSync(`${MODELS}/${index.packs[task]!}/manifest.json`);
const read = (bytes: Uint8Array) => {
  const manifest = readJson(ManifestSchema, bytes, 'manifest.json');
  return levelsOf({ id: manifest.id, folder: MODELS, manifest, manifestBytes: new Uint8Array(), index });
};
/** The pack of word problems, declaring other levels. */
const declaring = (levels: unknown): Uint8Array => {
  const manifest = JSON.parse(bytesOf('word-problems').toString()) as {
    training: { config: { problems: { levels: unknown } } };
  };
  manifest.training.config.problems.levels = levels;
  return new TextEncoder().encode(JSON.stringify(manifest));
};

describe('the levels of a pack', () => {
  it('are those that its manifest declares, within the task’s', () => {
    const [low, high] = read(bytesOf('word-problems'))!;
    const [least, most] = TASKS['word-problems'].levels!;
    expect(low).toBeGreaterThanOrEqual(least);
    expect(high).toBeLessThanOrEqual(most);
    expect(read(declaring('2-4'))).toEqual([2, 4]);
  });

  it('are none where it declares none', () => {
    expect(read(bytesOf('game24'))).toBeNull();
    expect(read(declaring(null))).toBeNull();
  });

  it.each(['5-1', '0-3', 'all', '1-5-8', 5])('are refused where they are no range: %s', (levels) => {
    expect(() => read(declaring(levels))).toThrow(expect.objectContaining({ code: 'file-damaged' }));
  });
});
