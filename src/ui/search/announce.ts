/** What is announced of a search to those who do not see the page: each turn that it takes, in a few words. */
import { inARow, type Messages } from '../../words';
import type { SearchState } from './search.svelte';

export type Announced = Pick<SearchState, 'status' | 'head' | 'info' | 'failure'>;

/**
 * Changes only when the search takes another turn, and never for its numbers. `isWaiting`: it was asked for, and the
 * models are still on their way. Empty for a search that was not made here, which is there at once.
 */
export function announcement(
  { status, head, info, failure }: Announced,
  isWaiting: boolean,
  { run, language }: Messages,
): string {
  if (status === 'running') return run.started;
  if (status === 'stopping') return run.stopping;
  if (isWaiting) return inARow([run.loadingUnknown, run.waiting], language);
  if (status === 'failed') return failure === null || failure.code === 'aborted' ? run.stopped : run.failed;
  if (status !== 'done' || info?.backendReason == null) return '';
  return head.done?.reason === 'stopped' ? run.stopped : run.ended;
}
