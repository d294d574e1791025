/** Makes a `Strategy` of the part that differs: checks, the root, aborting and releasing are the same for all. */
import { AppError } from '../core/errors';
import type { StrategyId } from '../core/ids';
import { parameterProblem } from './defaults';
import { STRATEGY_TRAITS } from './options';
import type { Path } from './path';
import { SearchRun } from './run';
import type { SearchEvent, SearchStart, Strategy } from './types';

/** Grows the tree from its root, or from the given beginning of a solution, which is open, and ends with the `done` event. */
export type StrategyBody = (run: SearchRun, root: Path) => AsyncGenerator<SearchEvent, void, undefined>;

async function* openAndSearch(
  run: SearchRun,
  start: string | SearchStart,
  body: StrategyBody,
): AsyncGenerator<SearchEvent> {
  const root = yield* run.open(start);
  if (root?.state === 'open') yield* body(run, root);
  else yield run.done(null, !root);
}

/**
 * The search of a strategy so made throws `bad-input` for parameters outside their limits or without a meaning on the
 * verifier's scale, or for a missing verifier, and
 * `aborted` as soon as the signal is aborted, after which it yields nothing. However it ends (also by a `return()` of
 * the consumer), every prefix is released.
 */
export function defineStrategy(id: StrategyId, body: StrategyBody): Strategy {
  const traits = STRATEGY_TRAITS[id];
  return {
    id,
    ...traits,
    async *search(start, ports, parameters, control = {}) {
      const problem = parameterProblem(id, parameters, ports.verifier);
      if (problem) throw new AppError('bad-input', problem);
      if (traits.needsVerifier && !ports.verifier)
        throw new AppError('bad-input', `The strategy ${id} needs a verifier.`);
      const run = new SearchRun(id, ports, parameters, control);
      try {
        for await (const event of openAndSearch(run, start, body)) {
          run.throwIfAborted();
          yield event;
        }
      } catch (error) {
        // Models end an aborted call with errors of their own: the caller gets one kind.
        if (!control.signal?.aborted || error instanceof AppError) throw error;
        throw new AppError('aborted', 'The search was aborted.', {}, { cause: error });
      } finally {
        run.close();
      }
    },
  };
}
