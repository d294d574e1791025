/**
 * `npm run record` makes the finished search that the page arrives with: the shipped models on the puzzle that a
 * newcomer meets, with the default settings. The page says that it is recorded.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEFAULT_STATE } from '../src/url/fields';
import { ROOT } from './lib/run.mjs';

const FOLDER = join(ROOT, 'public', 'recorded');
const command = ['--import', 'tsx', 'src/cli/solve.ts', '--problem', DEFAULT_STATE.problem, '--json'];
const solve = spawnSync(process.execPath, command, { cwd: ROOT, encoding: 'utf8', maxBuffer: 1 << 26 });
if (solve.status !== 0) throw new Error(solve.stderr);
mkdirSync(FOLDER, { recursive: true });
writeFileSync(join(FOLDER, 'first-search.inkling.json'), solve.stdout);
console.log('public/recorded/first-search.inkling.json is what the shipped models do now.');
