/** Takes a held-out problem that is watched while verifiers learn, and hands out the look at it. */
import type { CommonParameters } from '../core/search-parameters';
import type { Policy } from '../model/types';
import { checkpointsOf, type Look, type WatchNews } from './checkpoints';
import type { Trunk } from './features';
import { gated } from './gate';
import type { WorkshopProblem } from './sampling';
import { chooseWatched, type WatchCandidate } from './watched-problem';

/** Of the workshop's inputs. */
interface WatchInputs {
  readonly policy: Policy;
  readonly training: readonly WorkshopProblem[];
  readonly watched?: readonly WatchCandidate[];
  readonly limits: Pick<CommonParameters, 'maxSteps' | 'maxStepTokens'>;
}

interface WatchOptions {
  readonly trunk: Trunk;
  readonly seed: number;
  /** Awaited between passes. @throws to give up */
  readonly pass: () => Promise<void>;
  readonly signal?: AbortSignal | undefined;
}

/** Null where there is nothing to watch. No problem is watched that is learned from. */
export async function beginWatch(
  { policy, training, watched = [], limits }: WatchInputs,
  { trunk, seed, pass, signal }: WatchOptions,
  tell: (news: WatchNews) => void,
): Promise<Look | null> {
  const learned = new Set(training.map(({ prompt }) => prompt));
  const candidates = watched.filter(({ prompt }) => !learned.has(prompt));
  const chosen = await chooseWatched(gated(policy, pass), candidates, { seed, limits, signal }, (tried) =>
    tell({ kind: 'choose', tried, of: candidates.length }),
  );
  if (!chosen) return null;
  tell({ kind: 'tree', tree: chosen.tree });
  return checkpointsOf(trunk, chosen, pass, (checkpoint) => tell({ kind: 'checkpoint', ...checkpoint }), signal);
}
