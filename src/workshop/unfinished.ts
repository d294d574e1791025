/**
 * What an interrupted training goes on from: what was written and judged, the verifiers that have learned, and the state of
 * the one at work. It is told in a few flat arrays, which are cheap to hand on and to keep. What does not fit the models
 * and the problems that are here is refused.
 */
import { AppError } from '../core/errors';
import { promptTokens } from '../model/prompt';
import type { Tokenizer } from '../model/types';
import type { Checkpoint } from './checkpoints';
import type { LearningMark, LearningPoint } from './learning';
import type { WorkshopRequest } from './request';
import type { WorkshopRule } from './rules';
import type { Sampled, Solution, WorkshopProblem } from './sampling';
import { sizeOf, weightShapes, type LearnedShape, type Weights } from './shape';
import type { TaughtRun } from './test-stage';

/** Of the first problems, in their order, the prompts and solutions one after the other. */
export interface PackedSamples {
  /** By problem: tokens of its prompt, and how many solutions it has. */
  readonly promptTokens: Uint32Array;
  readonly solutions: Uint32Array;
  readonly prompts: Uint16Array;
  /** By solution: its tokens, whether it is right (1 or 0), and the token with its first error, -1 for none. */
  readonly solutionTokens: Uint32Array;
  readonly correct: Uint8Array;
  readonly firstErrors: Int32Array;
  /** By token of a solution; `stepEnds` has 1 where a step ends, else 0. */
  readonly tokens: Uint16Array;
  readonly logprobs: Float64Array;
  readonly stepEnds: Uint8Array;
}

/** Of each point of a curve three numbers: step, loss, loss on held-out problems (NaN for none). */
type PackedPoints = Float64Array;

/** A verifier that has learned. */
export interface PackedRun extends Omit<TaughtRun, 'points'> {
  readonly points: PackedPoints;
}

/** The verifier that learns. */
export interface PackedMark extends Omit<LearningMark, 'points'> {
  readonly rule: WorkshopRule;
  readonly points: PackedPoints;
  /** That it has learned for. */
  readonly seconds: number;
}

export interface UnfinishedLearning {
  readonly taught: readonly PackedRun[];
  /** Null where nothing more is to be learned. */
  readonly atWork: PackedMark | null;
  /** Whether nothing more is to be learned: the last verifier has, or learning was stopped. */
  readonly isOver: boolean;
  /** What was told of the watched problem by then. */
  readonly looks: readonly (Omit<Checkpoint, 'values'> & { readonly values: Float64Array })[];
}

export interface Unfinished {
  readonly samples: PackedSamples;
  /** That it took to write them. */
  readonly seconds: number;
  /** Null where nothing was learned yet. */
  readonly learning: UnfinishedLearning | null;
}

/** Of either, the newest counts. */
export type UnfinishedNews =
  | ({ readonly kind: 'samples' } & Pick<Unfinished, 'samples' | 'seconds'>)
  | ({ readonly kind: 'learning' } & UnfinishedLearning);

const unfit = (): AppError =>
  new AppError(
    'bad-input',
    'What was kept of the interrupted training does not fit the models and problems that are here: train again.',
    { fault: 'unfinished' },
  );

/** Tokens that can be told. */
const MOST_TOKENS = 2 ** 16;

/** Null where the vocabulary is too large to be told. */
export function packSamples(sampled: readonly Sampled[], { vocabularySize }: Tokenizer): PackedSamples | null {
  if (vocabularySize > MOST_TOKENS) return null;
  const solutions = sampled.flatMap((own) => own.solutions);
  const stepEnds = solutions.map(({ tokens, stepEnds }) => {
    const marks = new Uint8Array(tokens.length);
    for (const end of stepEnds) marks[end] = 1;
    return marks;
  });
  return {
    promptTokens: Uint32Array.from(sampled, ({ prompt }) => prompt.length),
    solutions: Uint32Array.from(sampled, (own) => own.solutions.length),
    prompts: Uint16Array.from(sampled.flatMap(({ prompt }) => prompt)),
    solutionTokens: Uint32Array.from(solutions, ({ tokens }) => tokens.length),
    correct: Uint8Array.from(solutions, ({ correct }) => Number(correct)),
    firstErrors: Int32Array.from(solutions, ({ firstError }) => firstError?.token ?? -1),
    tokens: Uint16Array.from(solutions.flatMap(({ tokens }) => tokens)),
    logprobs: Float64Array.from(solutions.flatMap(({ logprobs }) => logprobs)),
    stepEnds: Uint8Array.from(stepEnds.flatMap((marks) => [...marks])),
  };
}

/** @param samples of a problem, at most. @throws AppError `bad-input` for what does not fit */
export function unpackSamples(
  packed: PackedSamples,
  problems: readonly WorkshopProblem[],
  samples: number,
  tokenizer: Tokenizer,
): Sampled[] {
  const { promptTokens: ofPrompts, solutions, prompts, solutionTokens, correct, firstErrors } = packed;
  const { tokens, logprobs, stepEnds } = packed;
  const total = (lengths: Uint32Array): number => lengths.reduce((sum, length) => sum + length, 0);
  const isWhole =
    ofPrompts.length === solutions.length &&
    ofPrompts.length <= problems.length &&
    total(ofPrompts) === prompts.length &&
    [solutionTokens, correct, firstErrors].every(({ length }) => length === total(solutions)) &&
    [tokens, logprobs, stepEnds].every(({ length }) => length === total(solutionTokens)) &&
    solutions.every((count) => count <= samples) &&
    tokens.every((token) => token < tokenizer.vocabularySize) &&
    logprobs.every(Number.isFinite);
  if (!isWhole) throw unfit();
  let [promptFrom, row, from] = [0, 0, 0];
  return Array.from(solutions, (count, at): Sampled => {
    const problem = problems[at]!;
    const prompt = [...prompts.subarray(promptFrom, (promptFrom += ofPrompts[at]!))];
    if (prompt.join() !== promptTokens(tokenizer, problem.prompt).join()) throw unfit();
    const own = Array.from({ length: count }, (): Solution => {
      const [length, error] = [solutionTokens[row]!, firstErrors[row]!];
      const to = from + length;
      const ends = [...stepEnds.subarray(from, to).keys()].filter((token) => stepEnds[from + token] === 1);
      if (length === 0 || ends.at(-1) !== length - 1 || error < -1 || error >= length) throw unfit();
      const solution = {
        tokens: [...tokens.subarray(from, to)],
        logprobs: [...logprobs.subarray(from, to)],
        correct: correct[row] === 1,
        stepEnds: ends,
        firstError: error < 0 ? null : { step: ends.filter((end) => end < error).length, token: error },
      };
      [row, from] = [row + 1, to];
      return solution;
    });
    return { problem, prompt, solutions: own };
  });
}

export const packPoints = (points: readonly LearningPoint[]): PackedPoints =>
  Float64Array.from(points.flatMap(({ step, loss, heldOut }) => [step, loss, heldOut ?? NaN]));

export const unpackPoints = (packed: PackedPoints): LearningPoint[] =>
  Array.from({ length: Math.floor(packed.length / 3) }, (_, at) => {
    const [step, loss, heldOut] = packed.subarray(3 * at, 3 * at + 3) as unknown as [number, number, number];
    return { step, loss, heldOut: Number.isNaN(heldOut) ? null : heldOut };
  });

export const packLooks = (looks: readonly Checkpoint[]): UnfinishedLearning['looks'] =>
  looks.map((look) => ({ ...look, values: Float64Array.from(look.values) }));

export const unpackLooks = ({ looks }: UnfinishedLearning): Checkpoint[] =>
  looks.map((look) => ({ ...look, values: [...look.values] }));

/** What was learned, for layers of this shape. @throws AppError `bad-input` for what does not fit */
export function unpackLearning(
  { taught, atWork, isOver }: UnfinishedLearning,
  shape: LearnedShape,
  { rules, steps }: WorkshopRequest,
): {
  readonly taught: readonly TaughtRun[];
  readonly isOver: boolean;
  readonly atWork: { readonly rule: WorkshopRule; readonly seconds: number; readonly mark: LearningMark } | null;
} {
  const shapes = [...weightShapes(shape)];
  const fits = (weights: Weights): boolean =>
    shapes.every(([name, dims]) => {
      const own = weights.get(name);
      return own?.length === sizeOf(dims) && own.every(Number.isFinite);
    });
  const isFit =
    (!isOver || (taught.length > 0 && atWork === null)) &&
    [...taught, ...(atWork ? [atWork] : [])].every((own) => rules.includes(own.rule) && own.steps <= steps) &&
    taught.every(({ weights }) => fits(weights)) &&
    (!atWork || [...statesOf(atWork)].every(fits));
  if (!isFit) throw unfit();
  return {
    taught: taught.map((run) => ({ ...run, points: unpackPoints(run.points) })),
    isOver,
    atWork: atWork && {
      ...{ rule: atWork.rule, seconds: atWork.seconds },
      mark: { ...atWork, points: unpackPoints(atWork.points) },
    },
  };
}

/** All weights of the verifier at work, and what is remembered beside them. */
export function* statesOf({ state, good, best }: PackedMark): Generator<Weights> {
  yield* [state.weights, state.first, state.second, good];
  if (best) yield best.weights;
}

/** So seldom it is told how far a training is: what is lost with it is not worth more, and to tell it takes a copy. */
const EVERY_MS = 5000;

/** Tells what a training can be gone on from, now and then; nothing where nobody hears of it. */
export class UnfinishedTeller {
  readonly #tell: ((news: UnfinishedNews) => void) | undefined;
  readonly #everyMs: number;
  readonly #looks: Checkpoint[];
  #toldAt = performance.now();

  /** @param before what the training itself was gone on from */
  constructor(
    tell: ((news: UnfinishedNews) => void) | undefined,
    everyMs = EVERY_MS,
    before: UnfinishedLearning | null = null,
  ) {
    this.#tell = tell;
    this.#everyMs = everyMs;
    this.#looks = before ? unpackLooks(before) : [];
  }

  get isDue(): boolean {
    return this.#tell !== undefined && performance.now() - this.#toldAt >= this.#everyMs;
  }

  /** What was said of the watched problem. */
  look({ rule, step, of, values }: Checkpoint): void {
    this.#looks.push({ rule, step, of, values });
  }

  written(sampled: readonly Sampled[], seconds: number, tokenizer: Tokenizer): void {
    const samples = this.#tell ? packSamples(sampled, tokenizer) : null;
    if (samples) this.#say({ kind: 'samples', samples, seconds });
  }

  /** @param atWork the verifier that learns; null where nothing more is to be learned */
  learned(taught: readonly TaughtRun[], atWork: PackedMark | null): void {
    if (!this.#tell) return;
    const runs = taught.map((run) => ({ ...run, points: packPoints(run.points) }));
    const looks = packLooks(this.#looks);
    this.#say({ kind: 'learning', taught: runs, atWork, isOver: atWork === null, looks });
  }

  #say(news: UnfinishedNews): void {
    this.#tell?.(news);
    this.#toldAt = performance.now();
  }
}
