/** `npm run verify`: format, lint and the types of every realm. */
import { CHECKS, runChecks } from './lib/checks.mjs';
import { ensureDependencies } from './lib/setup.mjs';

await ensureDependencies();
const { passed, failed } = await runChecks(CHECKS);
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed ? 1 : 0;
