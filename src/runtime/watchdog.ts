/** Notices when something that should report now and then has stopped. */

const TICK_MS = 5000;
/** A GPU that does not answer for half a minute has hung. */
const SILENT_TICKS = 6;

export interface Watchdog {
  /** A sign of life. */
  readonly hear: () => void;
  readonly stop: () => void;
}

/**
 * Calls `onSilence` once, when nothing was heard for half a minute or so; time that the machine sleeps counts little.
 * @param silentTicks the silence that is borne, in times of five seconds
 * @param onTick called every five seconds, where a sign of life has to be asked for
 */
export function watch(onSilence: () => void, silentTicks = SILENT_TICKS, onTick?: () => void): Watchdog {
  let silent = 0;
  const timer = setInterval(() => {
    if (++silent < silentTicks) {
      onTick?.();
      return;
    }
    clearInterval(timer);
    onSilence();
  }, TICK_MS);
  return { hear: () => (silent = 0), stop: () => clearInterval(timer) };
}
