/** How computing grows with the size of an input, measured by the process's own time, so that other work beside it does not count. */

const computedMs = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

async function computes(work: () => unknown): Promise<number> {
  const before = computedMs();
  await work();
  return computedMs() - before;
}

export const TIMES = 4;
/** Linear work takes four times as long on four times as much, quadratic sixteen times. */
export const LINEAR = 9;

/** The least of few runs is what work takes when nothing gets in its way; where caches are shared, it takes more runs. */
const FEWEST = 3;
const MOST = 40;

/** How many times as long `read` computes for an input four times as large. Inputs are made before the clock starts. */
export async function growth<T>(make: (size: number) => T, size: number, read: (input: T) => unknown): Promise<number> {
  const [small, large] = [make(size), make(TIMES * size)];
  // Code that was not compiled yet would make the smaller one seem slow.
  await read(small);
  // A clock's grain must not decide.
  const least = { small: Infinity, large: Infinity };
  const ratio = (): number => least.large / Math.max(least.small, 1);
  for (let run = 0; run < FEWEST || (run < MOST && ratio() >= LINEAR); run++) {
    least.small = Math.min(least.small, await computes(() => read(small)));
    least.large = Math.min(least.large, await computes(() => read(large)));
  }
  return ratio();
}
