/** A task is known by its name in its own folder and in the registries: no other code may ask which one it has. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { TASK_IDS } from '../../../src/core/ids';

/** Where a new task has its line. */
const REGISTRIES = ['src/core/ids.ts', 'src/tasks/registry.ts', 'src/ui/tasks/registry.ts'];
/** The study of how often an interval covers the true value, which is one of the Game of 24. The list only shrinks. */
const STILL_NAMING = ['src/cli/known-positions.ts', 'src/cli/measure-coverage.ts'];

const camelCased = (id: string): string => id.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
const NAMES = new RegExp(`(?<![\\w-])(?:${TASK_IDS.flatMap((id) => [id, camelCased(id)]).join('|')})(?![\\w-])`);

/** Code without its comments and without the paths of its imports. */
const bare = (code: string): string =>
  code
    .replace(/\/\*.*?\*\/|<!--.*?-->/gs, '')
    .replace(/(^|\s)\/\/.*$/gm, '')
    .replace(/\b(from|import\()\s*'[^']*'/g, '');

const files = ['src', 'workers'].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((path) => `${folder}/${path.replaceAll('\\', '/')}`)
    .filter((path) => /\.(ts|svelte)$/.test(path)),
);
const isOwn = (path: string): boolean =>
  TASK_IDS.some((id) => path.startsWith(`src/tasks/${id}/`) || path.startsWith(`src/ui/tasks/${id}/`));

describe("a task's name", () => {
  it('stands in no code outside its folder but the registries', () => {
    expect(files.length).toBeGreaterThan(300);
    const naming = files.filter((path) => !isOwn(path) && NAMES.test(bare(readFileSync(path, 'utf8'))));
    expect(naming.sort()).toEqual([...REGISTRIES, ...STILL_NAMING].sort());
  });

  it.each([
    ["if (task === 'word-problems') draw();", true],
    ['const { game24 } = DEFAULT_PARAMETERS;', true],
    ["import { x } from '../tasks/game24/x'; // of game24", false],
    ['const url = `/models/game24-a9863cef`;', false],
  ])('%s: found is %s', (code, isFound) => {
    expect(NAMES.test(bare(code))).toBe(isFound);
  });
});
