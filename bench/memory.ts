/**
 * `npm run -s measure-memory [-- --searches 1000]`: many searches in a row, of every strategy, in one process. Each
 * must leave no prefix open, and the memory after the last must be what it was after the first hundred.
 *
 * Exit status 1 when a prefix stayed open or the memory grew.
 */
import { parseArgs } from 'node:util';
import { loadNodeModels } from '../src/cli/node-models';
import { runSearch } from '../src/cli/run-search';
import { readProblem } from '../workers/problems';
import { STRATEGIES } from '../src/search/registry';
import { DEFAULT_PARAMETERS, TASKS } from '../src/tasks/registry';

/** The heap is never twice the same: growth below this is none. */
const ALLOWED_BYTES = 4 * 1024 * 1024;
const WARM_SHARE = 0.1;

const { values } = parseArgs({ options: { searches: { type: 'string', default: '1000' } } });
const searches = Number(values.searches);
const collect = (globalThis as { gc?: () => void }).gc;
if (!collect) throw new Error('Start it with --expose-gc, as `npm run -s measure-memory` does.');

/** Bytes in use, of JavaScript and of buffers, the WASM's memory included. */
async function bytesInUse(): Promise<number> {
  for (let i = 0; i < 3; i++) {
    collect!();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

const task = 'game24';
const models = await loadNodeModels(task, ['tvm']);
const verifier = models.verifiers.get('tvm')!;
const open = (): number => models.policy.openPrefixes + verifier.openPrefixes;
let warm = 0;
let peak = 0;
let leaks = 0;
for (let i = 0; i < searches; i++) {
  const strategy = STRATEGIES[i % STRATEGIES.length]!;
  const problem = readProblem(task, TASKS[task].splitProblem('settings', i % TASKS[task].splitSize('settings')));
  await runSearch(strategy, problem, { policy: models.policy, verifier }, { ...DEFAULT_PARAMETERS[task], seed: i });
  if (open() > 0) leaks++;
  const { heapUsed, external } = process.memoryUsage();
  peak = Math.max(peak, heapUsed + external);
  if (i + 1 === Math.round(searches * WARM_SHARE)) warm = await bytesInUse();
}
const end = await bytesInUse();
const mb = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;
const grew = end - warm > ALLOWED_BYTES;
process.stdout.write(
  `${searches} searches of ${STRATEGIES.length} strategies: ${mb(warm)} in use after a tenth of them, ` +
    `${mb(end)} after the last, ${mb(peak)} at most; ${leaks} left a prefix open.\n`,
);
process.exitCode = grew || leaks > 0 ? 1 : 0;
await models.dispose();
