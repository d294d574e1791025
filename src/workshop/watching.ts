/** A held-out problem that is watched while verifiers learn: what it takes to look at it, and to know the truth of it. */
import type { CommonParameters } from '../core/search-parameters';
import type { Policy } from '../model/types';
import { checkpointsOf, type Checkpoint, type Look } from './checkpoints';
import type { Trunk } from './features';
import { gated } from './gate';
import type { WorkshopProblem } from './sampling';
import { chooseWatched, type WatchCandidate, type WatchedTree } from './watched-problem';
import { rollOutTruth, type WatchedTruth } from './watched-truth';

/** What is told of the watched problem. */
export type WatchNews =
  | { readonly kind: 'choose'; readonly tried: number; readonly of: number }
  | { readonly kind: 'tree'; readonly tree: WatchedTree }
  | ({ readonly kind: 'checkpoint' } & Checkpoint)
  /** Of so many places, this is the `done`th. */
  | { readonly kind: 'truth'; readonly truth: WatchedTruth; readonly done: number; readonly of: number };

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

/**
 * Chooses the problem, and tells its tree and the truth at the step ends. Null where there is nothing to watch. No problem
 * is watched that is learned from.
 * @throws AppError `aborted`, and what the models throw
 */
export async function beginWatch(
  { policy, training, watched = [], limits }: WatchInputs,
  { trunk, seed, pass, signal }: WatchOptions,
  tell: (news: WatchNews) => void,
): Promise<Look | null> {
  const learned = new Set(training.map(({ prompt }) => prompt));
  const candidates = watched.filter(({ prompt }) => !learned.has(prompt));
  const writer = gated(policy, pass);
  const options = { seed, limits, signal };
  const tried = (count: number): void => tell({ kind: 'choose', tried: count, of: candidates.length });
  if (candidates.length) tried(0);
  const chosen = await chooseWatched(writer, candidates, options, tried);
  if (!chosen) return null;
  tell({ kind: 'tree', tree: chosen.tree });
  await rollOutTruth(writer, chosen, options, (truth, done, of) => tell({ kind: 'truth', truth, done, of }));
  return checkpointsOf(trunk, chosen, pass, (checkpoint) => tell({ kind: 'checkpoint', ...checkpoint }), signal);
}
