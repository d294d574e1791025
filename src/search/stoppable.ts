/** Model calls that the reader's stop interrupts, so that nobody waits for the end of a long one. */
import { errorCode } from '../core/errors';
import type { SearchControl } from './types';

type Signals = Pick<SearchControl, 'signal' | 'stopSignal'>;

/**
 * What the call answers, or null where the stop interrupted it.
 * @throws what the call throws, also `aborted` where the run was aborted.
 */
export async function stoppable<T>(
  { signal, stopSignal }: Signals,
  call: (signal?: AbortSignal) => Promise<T>,
): Promise<T | null> {
  try {
    return await call(stopSignal ?? signal);
  } catch (error) {
    if (stopSignal?.aborted && !signal?.aborted && errorCode(error) === 'aborted') return null;
    throw error;
  }
}
