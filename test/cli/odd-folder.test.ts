/** The site is built, and a search runs, in a folder whose name means something else in an address. */
import { spawnSync } from 'node:child_process';
import { cp, mkdtemp, readdir, realpath, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';

/** What a build and a command read. */
const READ = /^(index\.html|package\.json|(vite|tsconfig)[\w.]*\.(ts|json)|src|workers|types|public|scripts)$/;

it('named with a space, #, %2F and ü', async () => {
  const place = await mkdtemp(join(tmpdir(), 'inkling-odd-'));
  onTestFinished(() => rm(place, { recursive: true, force: true }));
  const folder = join(place, 'a #%2F ü');
  for (const name of (await readdir('.')).filter((entry) => READ.test(entry)))
    await cp(name, join(folder, name), { recursive: true });
  await symlink(await realpath('node_modules'), join(folder, 'node_modules'), 'junction');
  const run = (...args: string[]): { status: number | null; said: string } => {
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
    return { status, said: stdout + stderr };
  };
  const built = run('scripts/build.mjs');
  expect(built.status, built.said).toBe(0);
  const files = await readdir(join(folder, 'dist'), { recursive: true });
  expect(files).toEqual(expect.arrayContaining(['index.html', 'inkling.html', 'embed.js', 'service-worker.js']));
  expect(files.filter((path) => path.endsWith('.onnx.gz')).length).toBeGreaterThan(3);
  expect(files.filter((path) => /engine.*worker.*\.js$/.test(path)).length).toBe(2);
  const solved = run('--import', 'tsx', 'src/cli/solve.ts', '--problem', '4 5 6 10', '--samples', '4', '--beam', '2');
  expect(solved.status, solved.said).toBe(0);
  expect(solved.said).toContain('policy tokens');
});
