/** Starts other programs from the repository's root, and finds the ones that npm installed. */
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Runs a program to its end with this one's output.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} [env] added to this program's own
 * @returns {Promise<number>} its exit status; 1 when it was killed or could not be started
 */
export function run(command, args, env = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: ROOT, stdio: 'inherit', env: { ...process.env, ...env } });
    child.on('error', (error) => {
      console.error(`${command} could not be started: ${error.message}`);
      resolve(1);
    });
    child.on('exit', (code) => resolve(code ?? 1));
  });
}

/**
 * Runs npm, also where `npm` is a script that only a shell can start.
 *
 * @param {readonly string[]} args
 */
export function runNpm(args) {
  const npm = process.env.npm_execpath;
  // Another package manager may have started this program; what is installed follows npm's lock file.
  if (npm && /npm-cli\.js$/.test(npm)) return run(process.execPath, [npm, ...args]);
  return process.platform === 'win32' ? run('cmd', ['/c', 'npm', ...args]) : run('npm', args);
}

/**
 * Runs a program that an installed package brings.
 *
 * @param {string} packageName
 * @param {string} bin its name in the package's `bin`
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 */
export function runTool(packageName, bin, args, env) {
  const require = createRequire(join(ROOT, 'package.json'));
  const manifestPath = join(ROOT, 'node_modules', packageName, 'package.json');
  const { bin: bins } = /** @type {{ bin: string | Record<string, string> }} */ (require(manifestPath));
  const path = typeof bins === 'string' ? bins : bins[bin];
  if (!path) throw new Error(`${packageName} brings no program named ${bin}`);
  return run(process.execPath, [join(dirname(manifestPath), path), ...args], env);
}
