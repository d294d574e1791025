/**
 * `npm test`: sets up what is missing, a browser included, then runs every check, the build and every test.
 * The last line is the sum of all of them: `N passed, N failed`. What follows `--` goes to Vitest.
 */
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBrowser, ensureFirefox } from './lib/browser.mjs';
import { CHECKS, runChecks } from './lib/checks.mjs';
import { ROOT, runNpm, runTool } from './lib/run.mjs';
import { ensureDependencies } from './lib/setup.mjs';

/** @typedef {{ passed: number; failed: number }} Count */

/** Runs Vitest and reads its count. @param {NodeJS.ProcessEnv} env @returns {Promise<Count>} */
async function runTests(env) {
  const report = join(ROOT, '.cache', 'test-results.json');
  mkdirSync(join(ROOT, '.cache'), { recursive: true });
  rmSync(report, { force: true });
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const status = await runTool('vitest', 'vitest', ['run', ...reporters, ...process.argv.slice(2)], env);
  const count = { passed: 0, failed: 0 };
  try {
    const results = JSON.parse(readFileSync(report, 'utf8'));
    count.passed = results.numPassedTests;
    // A test that was left out has not shown anything.
    count.failed = results.numFailedTests + results.numPendingTests + (results.numTodoTests ?? 0);
    // A file that could not even be loaded has no tests that failed.
    for (const file of results.testResults)
      if (
        file.status === 'failed' &&
        !file.assertionResults.some((/** @type {any} */ test) => test.status === 'failed')
      )
        count.failed++;
  } catch (error) {
    console.error(`Vitest left no report: ${error}`);
  }
  // Such as an error that was thrown outside of every test.
  if (status !== 0 && count.failed === 0) count.failed++;
  return count;
}

await ensureDependencies();
const browser = await ensureBrowser();
const firefox = await ensureFirefox();
const noBrowser = {
  name: 'a browser for the tests',
  run: async () => {
    if (!browser) console.error('There is no Chromium, and none could be installed: name one in INKLING_BROWSER.');
    return browser ? 0 : 1;
  },
};
const build = { name: 'build', run: () => runNpm(['run', '--silent', 'build']) };

const checks = await runChecks([noBrowser, ...CHECKS, build]);
if (!firefox)
  console.log(
    '\nThere is no Firefox here, and none could be installed: the tests in test/firefox are not among these.',
  );
const tests = await runTests({ ...(browser ? { INKLING_BROWSER: browser } : {}), INKLING_FIREFOX: firefox ?? '' });
const failed = checks.failed + tests.failed;
console.log(`\n${checks.passed + tests.passed} passed, ${failed} failed`);
process.exitCode = failed ? 1 : 0;
