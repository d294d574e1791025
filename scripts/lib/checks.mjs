/** The checks of `npm run verify`, in the order in which they are run. */
import { runTool } from './run.mjs';

/** @type {readonly { name: string; run: () => Promise<number> }[]} */
export const CHECKS = [
  { name: 'format', run: () => runTool('prettier', 'prettier', ['--check', '--log-level', 'warn', '.']) },
  { name: 'lint', run: () => runTool('eslint', 'eslint', ['.', '--max-warnings', '0']) },
  ...['pure', 'worker', 'node', 'test'].map((realm) => ({
    name: `types (${realm})`,
    run: () => runTool('typescript', 'tsc', ['-p', `tsconfig.${realm}.json`]),
  })),
  {
    name: 'types (page)',
    run: () =>
      runTool('svelte-check', 'svelte-check', [
        ...['--tsconfig', './tsconfig.page.json', '--output', 'human', '--fail-on-warnings'],
      ]),
  },
  { name: 'notices', run: () => runTool('tsx', 'tsx', ['scripts/notices.ts', '--check']) },
];

/**
 * Runs checks one after the other, each to its end, so that one report names everything that is wrong.
 *
 * @param {typeof CHECKS} checks
 */
export async function runChecks(checks) {
  const count = { passed: 0, failed: 0 };
  for (const check of checks) {
    console.log(`\n> ${check.name}`);
    const ok = (await check.run()) === 0;
    console.log(ok ? `  ${check.name}: ok` : `  ${check.name}: FAILED`);
    count[ok ? 'passed' : 'failed']++;
  }
  return count;
}
