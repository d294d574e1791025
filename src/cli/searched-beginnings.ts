/**
 * What a search with a verifier looks at, for the verifiers that come after it: a search finds what its verifier mistakes
 * for good, and of that the policy's own samples hold little (compare DAgger, Ross et al., arXiv:1011.0686, which lets
 * the learner meet what it brings about itself).
 */
import { readProblem } from '../../workers/problems';
import type { TaskId, VerifierId } from '../core/ids';
import { runLockstep } from '../model/lockstep';
import { strategyOf } from '../search/registry';
import type { SearchEvent } from '../search/types';
import { DEFAULT_PARAMETERS } from '../tasks/registry';
import { loadNodeModels } from './node-models';
import { findVerifier, runSearch } from './run-search';

/** Problems that are searched together. */
const TOGETHER = 24;
const STRATEGY = 'distinct-beam';

export interface Beginnings {
  readonly prompt: string;
  /** Of solutions, up to the end of a step; none is a whole one. */
  readonly prefixes: readonly string[];
}

/** Every candidate of a search, as the text up to its end; finished solutions are left out. */
export function beginningsIn(events: readonly SearchEvent[]): string[] {
  const texts = new Map<number, string>();
  const finished = new Set<number>();
  for (const event of events) {
    if (event.type === 'finished-path') finished.add(event.id);
    if (event.type === 'node-added')
      texts.set(event.id, event.parent === null ? '' : `${texts.get(event.parent) ?? ''}${event.text}`);
  }
  return [...texts].flatMap(([id, text]) => (text.endsWith('\n') && !finished.has(id) ? [text] : []));
}

/** Of each prompt what `distinct-beam` with each of the verifiers, the default K and b, at this seed looks at. */
export async function* searchedBeginnings(
  task: TaskId,
  prompts: readonly string[],
  verifiers: readonly VerifierId[],
  seed: number,
): AsyncGenerator<Beginnings> {
  const models = await loadNodeModels(task, verifiers);
  const strategy = strategyOf(STRATEGY)!;
  const parameters = { ...DEFAULT_PARAMETERS[task], seed };
  for (let from = 0; from < prompts.length; from += TOGETHER) {
    const part = prompts.slice(from, from + TOGETHER);
    const found = part.map(() => new Set<string>());
    for (const name of verifiers) {
      const verifier = models.verifiers.get(name) ?? null;
      const runs = await runLockstep(
        { policy: models.policy, verifier },
        part.map((prompt) => (shared) => {
          const problem = readProblem(task, prompt.trim());
          const own = shared.verifier ?? findVerifier(name, models, problem);
          return runSearch(strategy, problem, { ...shared, verifier: own }, parameters);
        }),
      );
      runs.forEach(({ events }, at) => beginningsIn(events).forEach((text) => found[at]!.add(text)));
    }
    yield* part.map((prompt, at) => ({ prompt, prefixes: [...found[at]!] }));
    process.stderr.write(`${from + part.length} of ${prompts.length} problems searched\n`);
  }
  await models.dispose();
}
