/**
 * POLAR's risk of whole solutions (arXiv 2306.16564): a harmoniser learns from sources that are each right now and then,
 * and from the model's own answer, never from a verdict. Of every item the losses to the sources that do not abstain are
 * combined as (Σ w_j ℓ_j)²; the risk is 1 − h(x) of the model's own answer. What is ours: the sources, equal weights w_j,
 * a logistic h that reads the sources' numbers in place of the text, two classes (this answer is right, or not), and that
 * it is fitted on the very solutions that it judges, which tells it nothing of who is right.
 */
import { logistic } from '../core/scale';

/** A source's numbers, by solution, more for those that it finds better; null where it has none. */
export type WeakNumbers = readonly (number | null)[];

/** A weak source: what it says of every solution, and how sure it is of it. */
export interface WeakSource {
  readonly numbers: WeakNumbers;
  /** By solution: 1 for right, 0 for wrong, null where it abstains. */
  readonly votes: readonly (0 | 1 | null)[];
}

const STEPS = 1000;
const RATE = 0.05;
/** On the weights, the bias left out: keeps them finite where all sources agree. */
const DECAY = 0.01;

/**
 * h(x) of every solution: 1 − risk, in (0, 1). Half for all where there are no sources.
 * @param sources of as many solutions each
 */
export function trustOf(sources: readonly WeakSource[]): number[] {
  const count = sources[0]?.votes.length ?? 0;
  const rows = standardised(
    sources.map(({ numbers }) => numbers),
    count,
  );
  // The model's own answer says of itself that it is right, always.
  const told = Array.from({ length: count }, (_, i) => [
    1,
    ...sources.flatMap(({ votes }) => (votes[i] === null ? [] : [votes[i]!])),
  ]);
  const weights = new Float64Array(sources.length + 1);
  const of = (row: readonly number[]): number => logistic(row.reduce((sum, x, j) => sum + x * weights[j]!, 0));
  for (let step = 0; step < STEPS; step++) {
    const slopes = Float64Array.from(weights, (weight, j) => (j ? DECAY * weight : 0));
    for (const [i, row] of rows.entries()) {
      const trust = of(row);
      const share = told[i]!.reduce((sum, vote) => sum + vote, 0) / told[i]!.length;
      // With equal weights the losses add up to one cross-entropy, to the share of the sources that say right.
      const loss = -share * Math.log(trust) - (1 - share) * Math.log(1 - trust);
      for (const [j, x] of row.entries()) slopes[j]! += (2 * loss * (trust - share) * x) / count;
    }
    for (const [j, slope] of slopes.entries()) weights[j]! -= RATE * slope;
  }
  return rows.map(of);
}

/** By solution a 1 and every source's number, brought to mean 0 and spread 1; 0 where there is none. */
function standardised(sources: readonly WeakNumbers[], count: number): number[][] {
  const columns = sources.map((numbers) => {
    const known = numbers.filter((value) => value !== null);
    const mean = known.reduce((sum, value) => sum + value, 0) / Math.max(1, known.length);
    const spread = Math.sqrt(known.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, known.length));
    return numbers.map((value) => (value === null || spread === 0 ? 0 : (value - mean) / spread));
  });
  return Array.from({ length: count }, (_, i) => [1, ...columns.map((column) => column[i]!)]);
}

/** Votes by the numbers of one problem's solutions: right above their median, wrong below it, none at it. */
export function votesByMedian(numbers: readonly number[]): (0 | 1 | null)[] {
  const sorted = [...numbers].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  const median = sorted.length % 2 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
  return numbers.map((value) => (value > median ? 1 : value < median ? 0 : null));
}

/** The most frequent answer votes: right where it is given, wrong where another is; none without one, or in a tie. */
export function votesOfMajority(answers: readonly (string | null)[]): WeakSource {
  const counts = new Map<string, number>();
  for (const answer of answers) if (answer !== null) counts.set(answer, (counts.get(answer) ?? 0) + 1);
  const most = Math.max(0, ...counts.values());
  const first = [...counts].filter(([, count]) => count === most);
  const isTie = first.length !== 1;
  return {
    numbers: answers.map((answer) => (answer === null ? null : counts.get(answer)! / answers.length)),
    votes: answers.map((answer) => (answer === null || isTie ? null : answer === first[0]![0] ? 1 : 0)),
  };
}
