/** Notices when something that should report now and then has stopped. */

const TICK_MS = 5000;
const SILENT_TICKS = 6;

export interface Watchdog {
  /** A sign of life. */
  readonly hear: () => void;
  readonly stop: () => void;
}

/** Calls `onSilence` once, when nothing was heard for half a minute; the time that the machine sleeps counts little. */
export function watch(onSilence: () => void): Watchdog {
  let silent = 0;
  const timer = setInterval(() => {
    if (++silent < SILENT_TICKS) return;
    clearInterval(timer);
    onSilence();
  }, TICK_MS);
  return { hear: () => (silent = 0), stop: () => clearInterval(timer) };
}
