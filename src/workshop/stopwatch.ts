/** Seconds since it was made, and those that came before. */
export function stopwatch(before = 0): () => number {
  const start = performance.now();
  return () => before + (performance.now() - start) / 1000;
}
