/**
 * How much of what a better teacher would have brought a student has from a weaker one: the performance gap recovered
 * (Burns et al., arXiv:2312.09390, section 4.2), (student - teacher) / (ceiling - teacher). Deviation: there the teacher
 * is a smaller model and the ceiling the larger one with true labels; here the teacher is a verifier, the student learned
 * from its verdicts and the ceiling from those of the checker, both from the same samples and the same start.
 */
import { percentiles, resampledCounts } from '../core/bootstrap';
import type { Interval } from '../core/shares';
import { rankedOf, weightedAuc, type RankedPlace } from './weighted-auc';

export interface GapRecovered {
  /** On which all three were measured. */
  readonly problems: number;
  /** Performances: more is better. */
  readonly teacher: number;
  readonly student: number;
  readonly ceiling: number;
  /** What the ceiling has more of than the teacher, with its 95% interval. */
  readonly gap: Interval & { readonly value: number };
  /** The share of the gap; null where the gap is not clearly above zero: a share of it would say nothing. */
  readonly recovered: (Interval & { readonly value: number }) | null;
}

/** What each of the three did on the same problems, in the same order. */
export interface OfThree<T> {
  readonly teacher: T;
  readonly student: T;
  readonly ceiling: T;
}

const RESAMPLES = 1000;
/** The interval is part of what is shown, so it is the same whenever it is computed. */
const SEED = 2312;

type Performances = OfThree<number>;

/**
 * By the paired bootstrap over problems: all three meet the same resampled problems. Of one training of the student and
 * one of the ceiling: another seed may give other numbers.
 * @param perform what each does where a problem counts so many times; null where that cannot be told
 */
function recovered(problems: number, perform: (counts: Uint32Array) => Performances | null): GapRecovered | null {
  const whole = problems ? perform(new Uint32Array(problems).fill(1)) : null;
  if (!whole) return null;
  const gaps: number[] = [];
  const shares: number[] = [];
  for (const counts of resampledCounts(problems, RESAMPLES, SEED)) {
    const own = perform(counts);
    if (!own) continue;
    const { teacher, student, ceiling } = own;
    const gap = ceiling - teacher;
    gaps.push(gap);
    // Without a gap any gain is without bounds: it lies at the end of the interval, and does not narrow it.
    shares.push(gap > 0 ? (student - teacher) / gap : student < teacher ? -Infinity : Infinity);
  }
  if (!gaps.length) return null;
  const { teacher, student, ceiling } = whole;
  const value = ceiling - teacher;
  const gap = { value, ...percentiles(Float64Array.from(gaps)) };
  const isClear = gap.low > 0 && value > 0;
  const share = { value: (student - teacher) / value, ...percentiles(Float64Array.from(shares)) };
  return { problems, ...whole, gap, recovered: isClear ? share : null };
}

/** Of problems solved by search: of each 1 where it was, else 0. What all three have searched counts. */
export function solvedGap(right: OfThree<readonly number[]>): GapRecovered | null {
  const problems = Math.min(right.teacher.length, right.student.length, right.ceiling.length);
  const share = (own: readonly number[], counts: Uint32Array): number =>
    counts.reduce((sum, count, problem) => sum + count * own[problem]!, 0) / problems;
  return recovered(problems, (counts) => ofThree(right, (own) => share(own, counts)));
}

/**
 * Of the AUC over the places of a test, by problem. Null where the places are not the same ones, or only one outcome
 * occurs.
 */
export function aucGap(places: OfThree<readonly (readonly RankedPlace[])[]>): GapRecovered | null {
  const outcomes = (own: readonly (readonly RankedPlace[])[]): string =>
    JSON.stringify(own.map((one) => one.map(({ isRight }) => Number(isRight))));
  const all = ofThree(places, outcomes);
  if (all.teacher !== all.student || all.teacher !== all.ceiling) return null;
  const ranked = ofThree(places, rankedOf);
  return recovered(places.teacher.length, (counts) => {
    const { teacher, student, ceiling } = ofThree(ranked, (own) => weightedAuc(own, counts));
    return teacher === null || student === null || ceiling === null ? null : { teacher, student, ceiling };
  });
}

const ofThree = <From, To>({ teacher, student, ceiling }: OfThree<From>, make: (from: From) => To): OfThree<To> => ({
  teacher: make(teacher),
  student: make(student),
  ceiling: make(ceiling),
});

type Places = readonly (readonly RankedPlace[])[];

/** A training, as far as its verifiers are compared. */
export interface Side {
  readonly runs: readonly {
    readonly rule: string;
    readonly steps: number;
    /** None where it was not tested. */
    readonly places: Places;
    readonly head: { readonly id: string };
  }[];
  readonly searched: {
    readonly lines: readonly { readonly id: string; readonly right: readonly number[] }[];
  } | null;
}

/** Of the student of one label rule; null by a measure of which one of the three has nothing. */
export interface RuleGap {
  readonly rule: string;
  readonly auc: GapRecovered | null;
  readonly solved: GapRecovered | null;
}

/**
 * Of a training that a verifier taught, and one that is the same but for its teacher, the checker: by rule, of those
 * that learned for as many steps in both.
 * @param teacher under which the teacher is a line of the search test
 */
export function gapsOf(
  taught: Side & { readonly teacher: { readonly places: Places } | null },
  ceiling: Side,
  teacher: string,
): RuleGap[] {
  const solvedBy = ({ searched }: Side, id: string) => searched?.lines.find((line) => line.id === id)?.right;
  return taught.runs.flatMap((student) => {
    const { rule, steps, places } = student;
    const top = ceiling.runs.find((run) => run.rule === rule && run.steps === steps);
    if (!top) return [];
    const ofTeacher = taught.teacher?.places;
    const [byTeacher, byStudent, byTop] = [
      solvedBy(taught, teacher),
      solvedBy(taught, student.head.id),
      solvedBy(ceiling, top.head.id),
    ];
    return {
      rule,
      auc: ofTeacher ? aucGap({ teacher: ofTeacher, student: places, ceiling: top.places }) : null,
      solved:
        byTeacher && byStudent && byTop ? solvedGap({ teacher: byTeacher, student: byStudent, ceiling: byTop }) : null,
    };
  });
}
