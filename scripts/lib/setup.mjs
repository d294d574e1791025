/** Installs what is missing, so that `npm start` and `npm test` work on a fresh clone. Needs nothing but Node. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, runNpm } from './run.mjs';

const OLDEST_NODE = [20, 19];

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = OLDEST_NODE;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return;
  console.error(`Inkling needs Node ${OLDEST_NODE.join('.')} or newer, and this is ${process.versions.node}.`);
  process.exit(1);
}

/**
 * @param {string} path
 * @returns {Record<string, { version?: string; optional?: boolean; devOptional?: boolean; peer?: boolean }>}
 */
const lockedPackages = (path) => JSON.parse(readFileSync(path, 'utf8')).packages;

/** Whether every package of the lock file lies in node_modules in its version. Those for other machines may lack. */
function isInstalled() {
  const installedPath = join(ROOT, 'node_modules', '.package-lock.json');
  if (!existsSync(installedPath)) return false;
  const installed = lockedPackages(installedPath);
  return Object.entries(lockedPackages(join(ROOT, 'package-lock.json'))).every(
    ([path, wanted]) =>
      path === '' ||
      wanted.optional ||
      wanted.devOptional ||
      (installed[path]?.version === wanted.version && existsSync(join(ROOT, path, 'package.json'))),
  );
}

/** Ends the program when the packages cannot be installed. */
export async function ensureDependencies() {
  checkNode();
  if (isInstalled()) return;
  console.log('Installing packages…');
  // The tools are development packages, and NODE_ENV=production would leave them out.
  if ((await runNpm(['ci', '--include=dev', '--no-audit', '--no-fund'])) === 0) return;
  console.error('The packages could not be installed: see what npm said above.');
  process.exit(1);
}
