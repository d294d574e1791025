/**
 * A second way to the same answers, as unlike the solver as possible: every order of the numbers, every operator and
 * all five ways to bracket four numbers, in fractions of bigints. Nothing here comes from `src/tasks`.
 */
type Fraction = readonly [bigint, bigint] | null;

const OPERATIONS: Readonly<Record<string, (a: Fraction, b: Fraction) => Fraction>> = {
  '+': (a, b) => a && b && [a[0] * b[1] + b[0] * a[1], a[1] * b[1]],
  '-': (a, b) => a && b && [a[0] * b[1] - b[0] * a[1], a[1] * b[1]],
  '*': (a, b) => a && b && [a[0] * b[0], a[1] * b[1]],
  '/': (a, b) => (a && b && b[0] !== 0n ? [a[0] * b[1], a[1] * b[0]] : null),
};

export function permutations<T>(items: readonly T[]): T[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item, i) =>
    permutations([...items.slice(0, i), ...items.slice(i + 1)]).map((p) => [item, ...p]),
  );
}

const NAMES = Object.keys(OPERATIONS);

/** Every expression of four numbers that is worth 24. */
export function* expressionsWorth24(numbers: readonly number[]): Generator<string> {
  for (const order of permutations(numbers)) {
    const [a, b, c, d] = order.map((n): Fraction => [BigInt(n), 1n]) as [Fraction, Fraction, Fraction, Fraction];
    const [A, B, C, D] = order as [number, number, number, number];
    for (const x of NAMES)
      for (const y of NAMES)
        for (const z of NAMES) {
          const [f, g, h] = [OPERATIONS[x]!, OPERATIONS[y]!, OPERATIONS[z]!];
          const forms: [Fraction, string][] = [
            [h(g(f(a, b), c), d), `((${A} ${x} ${B}) ${y} ${C}) ${z} ${D}`],
            [h(f(a, g(b, c)), d), `(${A} ${x} (${B} ${y} ${C})) ${z} ${D}`],
            [g(f(a, b), h(c, d)), `(${A} ${x} ${B}) ${y} (${C} ${z} ${D})`],
            [f(a, h(g(b, c), d)), `${A} ${x} ((${B} ${y} ${C}) ${z} ${D})`],
            [f(a, g(b, h(c, d))), `${A} ${x} (${B} ${y} (${C} ${z} ${D}))`],
          ];
          for (const [value, text] of forms) if (value && value[0] === 24n * value[1]) yield text;
        }
  }
}

export const isSolvableByForce = (numbers: readonly number[]): boolean => !expressionsWorth24(numbers).next().done;
