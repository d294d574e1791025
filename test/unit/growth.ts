/** How computing grows with the size of an input, told by the process's own time, so that other work beside it does not count. */

const computedMs = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

/** The least of three: what a run takes when nothing gets in its way. */
async function leastMs(work: () => unknown): Promise<number> {
  let least = Infinity;
  for (let i = 0; i < 3; i++) {
    const before = computedMs();
    await work();
    least = Math.min(least, computedMs() - before);
  }
  return least;
}

export const TIMES = 4;
/** Linear work takes four times as long on four times as much, quadratic sixteen times. */
export const LINEAR = 9;

/** How many times as long `read` computes for an input four times as large. Inputs are made before the clock starts. */
export async function growth<T>(make: (size: number) => T, size: number, read: (input: T) => unknown): Promise<number> {
  const [small, large] = [make(size), make(TIMES * size)];
  // Code that was not compiled yet would make the smaller one seem slow.
  await read(small);
  const before = await leastMs(() => read(small));
  // A clock's grain must not decide.
  return (await leastMs(() => read(large))) / Math.max(before, 1);
}
