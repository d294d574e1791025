/**
 * Perturbed prefixes, hard negatives for the value models' training: a right beginning whose last step is made wrong. A
 * search with many candidates finds whatever wrong step the value model believes, and a fair sample of the policy shows
 * each too rarely to be learned.
 */
import { pick, type Rng } from '../../core/rng';
import { firstError } from './checker';
import type { Operand } from './relations';
import { neededSteps, stepLine, worth, type Solved, type SolvedStep } from './solver';
import { MAX_VALUE, MIN_VALUE } from './lexicon';

const TRIES = 12;

const work = (operator: SolvedStep['operator'], a: number, b: number): number => Math.floor(worth({ operator }, a, b));

/** A quantity that may be taken for another, or a bare number. */
type Source = readonly [operand: Operand, value: number];

/** A wrong result; another quantity or its number; another operation; the two numbers the wrong way round. */
const KINDS: readonly ((rng: Rng, step: SolvedStep, sources: readonly Source[]) => SolvedStep)[] = [
  (rng, step) => ({ ...step, value: step.value + pick(rng, [-100, -10, -2, -1, 1, 2, 10, 100]) }),
  (rng, step, sources) => {
    const [other, number] = pick(rng, sources);
    // Half of the wrong numbers keep the right name: an error in copying, not in reading.
    const isNamed = rng.uniform() < 0.5;
    const swapped =
      rng.uniform() < 0.5
        ? { ...step, left: isNamed ? other : step.left, a: number }
        : { ...step, right: isNamed ? other : step.right, b: number };
    return { ...swapped, value: work(step.operator, swapped.a, swapped.b) };
  },
  (rng, step) => {
    const operator = pick(rng, ['+', '-', '*', '/'] as const);
    return { ...step, operator, value: work(operator, step.a, step.b) };
  },
  (_rng, { left, right, a, b, ...step }) => ({
    ...step,
    left: right,
    right: left,
    a: b,
    b: a,
    value: Math.abs(work(step.operator, b, a)),
  }),
];

/**
 * The beginning of a solution, every line ended, whose last line is wrong and whose other lines are right. `steps`
 * counts its lines, from 1. Null where the solution is shorter or no wrong step came out.
 */
export function perturbedPrefix(solved: Solved, steps: number, rng: Rng): string | null {
  const needed = neededSteps(solved);
  const step = needed[steps - 1];
  if (!step) return null;
  const before = needed.slice(0, steps - 1);
  const right = before.map((earlier) => `${stepLine(earlier)}\n`).join('');
  const sources: readonly Source[] = [
    ...solved.given,
    ...before.map(({ label, value }) => [label, value] as const),
    [step.left, step.a],
    [step.right, step.b],
  ];
  for (let i = 0; i < TRIES; i++) {
    const wrong = pick(rng, KINDS)(rng, step, sources);
    if (wrong.value < MIN_VALUE || wrong.value > MAX_VALUE) continue;
    const text = `${right}${stepLine(wrong)}\n`;
    if (firstError(solved, text)) return text;
  }
  return null;
}
