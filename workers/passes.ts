/** Counts the passes through models of this thread: to who looks after it from outside, signs of life. */
let count = 0;

/** Call it when a pass has ended, well or not. */
export const notePass = (): void => void count++;

/** Those that have ended since the thread began. */
export const passesSoFar = (): number => count;
