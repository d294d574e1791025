/**
 * What a verifier is worth beside what costs nothing, on the same solutions of held-out problems: how well it tells them
 * apart, and what they solve when it chooses one of them or weighs their votes.
 */
import { bootstrapMean, type MeanInterval } from '../core/bootstrap';
import { round } from '../core/precision';
import { byProblem, choicesOf, type ScoredSolution } from '../measure/judged-prefixes';
import { pairedDifference, type PairedDifference } from '../measure/paired';
import { auc, concordance } from '../measure/value-error';
import { trustOf, votesByMedian, votesOfMajority, type WeakSource } from './polar';
import type { Sampled, Solution } from './sampling';
import { placesOf } from './testing';

/** A mean over problems of numbers in [0, 1], with its 95% interval (bootstrap over problems). */
export type Solved = MeanInterval;

export interface Gauge {
  /**
   * A verifier's name, `self-judgement` (what the model says when it is asked), `follow-up` (what it expects of readers),
   * `polar` (learned from these and the majority, without verdicts), `confidence` (the mean log-probability so far),
   * `entropy` (minus the mean entropy so far) or `length` (the fewer tokens the better).
   */
  readonly id: string;
  /** As in `TestResult`, from the same places; null of what is said of whole solutions alone. */
  readonly auc: number | null;
  readonly aucWithin: number | null;
  /** Of whole solutions of one problem, by their last numbers. */
  readonly aucWhole: number | null;
  /** Problems whose best solution by the last number is right. */
  readonly best: Solved;
  /** Problems whose answer with the largest sum of last numbers is right; null where these are no shares. */
  readonly vote: Solved | null;
  /** Of `best` to that of `confidence`, and of `vote` to the majority; null of what they are compared with. */
  readonly bestToConfidence: PairedDifference | null;
  readonly voteToMajority: PairedDifference | null;
}

export interface Gauges {
  readonly problems: number;
  /** Solutions of a problem. */
  readonly samples: number;
  /** What one solution solves, what any of them does, and what the most frequent answer does. */
  readonly single: Solved;
  readonly any: Solved;
  readonly majority: Solved;
  /** What it took to ask the model for its own verdicts; or why it was not asked. Absent where that was not wanted. */
  readonly asked?: AskingCost | NotAsked;
  /** The verifiers first, then those of the others that are there, in the order in which `Gauge.id` names them. */
  readonly lines: readonly Gauge[];
}

export interface AskingCost {
  /** That the model read for it. */
  readonly tokens: number;
  readonly seconds: number;
}
export interface NotAsked {
  /** `no-words`: yes or no is no single token of the model; `not-asked`: the test was ended before. */
  readonly why: 'no-words' | 'not-asked';
}

/** The probability of yes by solution, one problem's after the other's. */
export type OwnVerdicts = (AskingCost & { readonly shares: readonly number[] }) | NotAsked;

/** One by solution, one problem's after the other's. */
export interface OwnReadings {
  /** Minus the mean entropy so far, by token. */
  readonly decided: readonly ArrayLike<number>[];
  /** How much likelier a pleased reader's reply is; null where the model could not be replied to. */
  readonly replies: readonly number[] | null;
}

export interface GaugedVerifier {
  readonly id: string;
  /** By solution, one problem's after the other's; one a token. */
  readonly values: readonly ArrayLike<number>[];
}

/** A solution as it stands in a vote. */
interface Voter {
  readonly answer: string | null;
  readonly isRight: boolean;
  readonly score: number;
}

/**
 * @param textOf what tokens say, without the end of the sequence
 * @param own what the model said of its solutions when it was asked @param readings what it says unasked
 */
export function gaugesOf(
  all: readonly Sampled[],
  verifiers: readonly GaugedVerifier[],
  textOf: (tokens: readonly number[]) => string,
  own?: OwnVerdicts,
  readings?: OwnReadings | null,
): Gauges {
  const tests = all.filter(({ solutions }) => solutions.length > 0);
  const solutions = tests.flatMap((own) => own.solutions);
  const answers = tests.map(({ problem, solutions: own }) => own.map(({ tokens }) => problem.answerOf(textOf(tokens))));
  const votersOf = (values: readonly ArrayLike<number>[]): Voter[][] => {
    let at = 0;
    return tests.map(({ solutions: own }, problem) =>
      own.map(({ correct }, i) => {
        const numbers = values[at++]!;
        return { answer: answers[problem]![i]!, isRight: correct, score: numbers[numbers.length - 1] ?? -Infinity };
      }),
    );
  };
  const confidence = solutions.map(meanLogprobs);
  const sure = votersOf(confidence).map(bestOf);
  const most = votersOf(solutions.map(({ tokens }) => tokens.map(() => 1))).map(votedOf);
  const gauge = (id: string, values: readonly ArrayLike<number>[], isShare: boolean, isWhole = false): Gauge => {
    const voters = votersOf(values);
    const [best, vote] = [voters.map(bestOf), isShare ? voters.map(votedOf) : null];
    return {
      ...{ id, ...(isWhole ? { auc: null, aucWithin: null } : tellingApart(tests, values)) },
      aucWhole: rounded(concordance(voters.map(candidatesOf))),
      ...{ best: bootstrapMean(best), vote: vote && bootstrapMean(vote) },
      bestToConfidence: id === CONFIDENCE ? null : pairedDifference(best, sure, 1),
      voteToMajority: vote && pairedDifference(vote, most, 1),
    };
  };
  const shares = own && 'shares' in own ? own.shares : null;
  const replies = readings?.replies ?? null;
  const weakSources = (): WeakSource[] => {
    const byMedian = (numbers: readonly number[]): WeakSource => ({
      numbers,
      votes: perProblem(tests, numbers).flatMap(votesByMedian),
    });
    const majority = answers.map(votesOfMajority);
    return [
      { numbers: majority.flatMap(({ numbers }) => numbers), votes: majority.flatMap(({ votes }) => votes) },
      byMedian(confidence.map((values) => values.at(-1)!)),
      ...(shares ? [{ numbers: shares, votes: shares.map((p) => (p > 0.5 ? 1 : p < 0.5 ? 0 : null)) }] : []),
      ...(replies ? [byMedian(replies)] : []),
    ];
  };
  return {
    problems: tests.length,
    samples: Math.max(0, ...tests.map((own) => own.solutions.length)),
    single: bootstrapMean(tests.map((own) => own.solutions.filter(isRight).length / own.solutions.length)),
    any: bootstrapMean(tests.map((own) => Number(own.solutions.some(isRight)))),
    majority: bootstrapMean(most),
    ...(own && { asked: 'shares' in own ? { tokens: own.tokens, seconds: own.seconds } : own }),
    lines: [
      ...verifiers.map(({ id, values }) => gauge(id, values, true)),
      ...(shares ? [gauge(SELF, judged(shares), true, true)] : []),
      ...(replies ? [gauge('follow-up', judged(replies), false, true)] : []),
      ...(readings ? [gauge(POLAR, judged(trustOf(weakSources())), true, true)] : []),
      gauge(CONFIDENCE, confidence, false),
      ...(readings ? [gauge('entropy', readings.decided, false)] : []),
      gauge(
        'length',
        solutions.map(({ tokens }) => tokens.map((_, t) => -t - 1)),
        false,
      ),
    ],
  };
}

/** Of the mean log-probability. */
export const CONFIDENCE = 'confidence';
const SELF = 'self-judgement';
/** Of POLAR's risk: 1 − risk. */
export const POLAR = 'polar';
const judged = (shares: readonly number[]): number[][] => shares.map((share) => [share]);
const rounded = (value: number | null): number | null => (value === null ? null : round(value));

/** Solutions that are compared whole: one is not compared with itself, though it may say the same as another. */
const candidatesOf = (voters: readonly Voter[]) =>
  voters.map(({ score, isRight }, at) => ({ text: String(at), score, isRight }));
const isRight = ({ correct }: Solution): boolean => correct;

/** Of one number by solution, those of each problem. */
function perProblem<T>(tests: readonly Sampled[], numbers: readonly T[]): T[][] {
  let at = 0;
  return tests.map(({ solutions }) => numbers.slice(at, (at += solutions.length)));
}

function meanLogprobs({ logprobs }: Solution): number[] {
  let sum = 0;
  return logprobs.map((logprob, t) => (sum += logprob) / (t + 1));
}

function tellingApart(tests: readonly Sampled[], values: readonly ArrayLike<number>[]) {
  let at = 0;
  const scored = tests.flatMap(({ solutions }, problem) =>
    solutions.map(({ tokens, stepEnds, correct, firstError }): ScoredSolution => {
      return { problem, tokens, stepEnds, correct, firstError, values: values[at++]! };
    }),
  );
  return {
    auc: rounded(auc(placesOf(scored).flat())),
    aucWithin: rounded(concordance(byProblem(scored).flatMap(choicesOf))),
  };
}

/** 1 where the solution with the highest score, the first of several, is right. */
const bestOf = (voters: readonly Voter[]): number =>
  Number(voters.reduce((best, other) => (other.score > best.score ? other : best)).isRight);

/** 1 where the answer whose solutions have the largest sum of scores, the first of several, is right. */
function votedOf(voters: readonly Voter[]): number {
  const sums = new Map<string, { sum: number; isRight: boolean }>();
  for (const { answer, isRight, score } of voters) {
    if (answer === null) continue;
    const known = sums.get(answer);
    if (known) known.sum += score;
    else sums.set(answer, { sum: score, isRight });
  }
  const [first, ...others] = sums.values();
  return Number((first && others.reduce((best, other) => (other.sum > best.sum ? other : best), first))?.isRight ?? 0);
}

/**
 * Whether a verifier tells the solutions of a problem apart no better than their length does, whichever way: then it may
 * have learned nothing else. False where nobody can say.
 */
export function isOnlyLength({ lines }: Pick<Gauges, 'lines'>, id: string): boolean {
  const within = (name: string): number | null => lines.find((line) => line.id === name)?.aucWithin ?? null;
  const [own, length] = [within(id), within('length')];
  return own !== null && length !== null && own <= Math.max(length, 1 - length);
}
