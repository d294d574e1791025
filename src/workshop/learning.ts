/** The third stage: one verifier from labelled features, with its loss on what it learns from and on what is held out. */
import { AppError } from '../core/errors';
import { logistic } from '../core/scale';
import { batchOf, endlessSelections, selections, type BatchSize, type Lesson } from './batches';
import type { Features } from './features';
import type { Learner, LearnerState } from './learner';
import type { WorkshopRule } from './rules';
import { withDropout } from './head';
import { isHeadShape, type LearnedShape, type Weights } from './shape';

export interface LearningOptions {
  readonly rule: WorkshopRule;
  readonly steps: number;
  readonly rate: number;
  readonly seed: number;
  /** As for `endlessSelections`. */
  readonly together: number;
  readonly size: BatchSize;
  readonly shape: LearnedShape;
}

export interface LearningPoint {
  readonly step: number;
  /** Weighted mean cross-entropy: on the batch before it was learned from, and on the held-out problems now and then. */
  readonly loss: number;
  readonly heldOut: number | null;
}

export interface LearningControl {
  /** Awaited between steps. @throws to give up */
  readonly pass: () => Promise<void>;
  /** Asked between passes: once true, learning ends with what it has, and computes no more than the step at work. */
  readonly shouldStop: () => boolean;
  readonly onPoint: (point: LearningPoint) => void;
  /**
   * Awaited after every step that is followed by another one; it leaves the learner's state as it is.
   * @param mark what learning can go on from
   */
  readonly afterStep?: (step: number, mark: () => Promise<LearningMark>) => Promise<void>;
}

/** How far one verifier has learned: learning that goes on from it gives what it would have given without a break. */
export interface LearningMark extends Pick<Learned, 'points' | 'steps' | 'tokens'> {
  readonly state: LearnerState;
  /** The last state whose loss was a number. */
  readonly good: Weights;
  /** Of a head: the state that said most of the held-out problems; null before one was looked at. */
  readonly best: { readonly heldOut: number; readonly weights: Weights } | null;
}

export interface Learned {
  readonly weights: Weights;
  readonly points: readonly LearningPoint[];
  readonly steps: number;
  /** Tokens that were learned from, each as often as it was. */
  readonly tokens: number;
  /** Whether the loss ceased to be a number, so that an earlier state was kept. */
  readonly exploded: boolean;
}

/** The rate rises over this share of the steps, and falls to nothing over the rest. */
const RISE = 0.1;
/** Looks at the held-out problems, and good states that are kept, over all steps. */
const LOOKS = 6;
/** Of a head, which learns its problems by heart within a few passes over them: the best state of all looks is taken. */
const HEAD_LOOKS = 16;

export const rateAt = (step: number, steps: number, rate: number): number => {
  const rise = Math.max(1, Math.round(RISE * steps));
  return step < rise ? (rate * (step + 1)) / rise : rate * (1 - (step - rise) / Math.max(1, steps - rise));
};

/**
 * Learns from the lessons. The same learner state, options and lessons give the same weights on one device.
 * @param from where learning with the same options was interrupted, which is gone on from; null to begin
 */
export async function learn(
  learner: Learner,
  lessons: readonly Lesson[],
  heldOut: readonly Lesson[],
  options: LearningOptions,
  { pass, shouldStop, onPoint, afterStep }: LearningControl,
  from: LearningMark | null = null,
): Promise<Learned> {
  const { rule, steps, rate, seed, together, size, shape } = options;
  if (!lessons.some(({ rows }) => rows.length))
    throw new AppError('bad-input', 'No sample is left to learn from: take more problems or samples.', {
      fault: 'nothing',
    });
  const batches = endlessSelections(lessons, size, seed, together);
  const points: LearningPoint[] = [...(from?.points ?? [])];
  let [step, tokens] = [from?.steps ?? 0, from?.tokens ?? 0];
  // Every step has taken a batch.
  for (let taken = 0; taken < step; taken++) batches.next();
  if (from) learner.restore(from.state);
  let good = from?.good ?? (await learner.weights());
  const isHead = isHeadShape(shape);
  const every = Math.max(1, Math.ceil(steps / (isHead ? HEAD_LOOKS : LOOKS)));
  let best = from?.best ?? null;
  // A stop that was said meanwhile is heard while a pass is awaited.
  const isOver = async (): Promise<boolean> => {
    await pass();
    return shouldStop();
  };
  while (step < steps && !(await isOver())) {
    const batch = batchOf(batches.next().value, shape, size, rule);
    const counted = batch['weights']!.data.reduce((sum, weight) => sum + Number(weight > 0), 0);
    // Under some rules a solution may have no label at all.
    if (counted === 0) {
      step++;
      continue;
    }
    const loss = await learner.step(isHead ? withDropout(batch, seed, step) : batch, rateAt(step, steps, rate));
    if (!Number.isFinite(loss)) {
      learner.reset(good);
      return { weights: good, points, steps: step, tokens, exploded: true };
    }
    step++;
    tokens += counted;
    const isLook = step % every === 0 || step === steps;
    const point = { step, loss, heldOut: isLook ? await lossOn(learner, heldOut, options, isOver) : null };
    if (isLook) good = await learner.weights();
    if (isHead && point.heldOut !== null && point.heldOut < (best?.heldOut ?? Infinity))
      best = { heldOut: point.heldOut, weights: good };
    points.push(point);
    onPoint(point);
    if (afterStep && step < steps && !(await isOver()))
      await afterStep(step, async () => ({ points, steps: step, tokens, state: await learner.state(), good, best }));
  }
  const weights = best?.weights ?? (await learner.weights());
  const isFinite = [...weights.values()].every((data) => data.every(Number.isFinite));
  return { weights: isFinite ? weights : good, points, steps: step, tokens, exploded: !isFinite };
}

/** The weighted mean loss on problems that are not learned from; null of none, and where learning is over before. */
async function lossOn(
  learner: Learner,
  lessons: readonly Lesson[],
  { rule, size, shape }: LearningOptions,
  isOver: () => Promise<boolean>,
): Promise<number | null> {
  let [sum, total] = [0, 0];
  for (const selection of selections(lessons, size)) {
    if (await isOver()) return null;
    const batch = batchOf(selection, shape, size, rule);
    const weight = batch['weights']!.data.reduce((all, each) => all + each, 0);
    if (weight === 0) continue;
    sum += weight * (await learner.look(batch)).loss;
    total += weight;
  }
  return total ? sum / total : null;
}

/** The values of every token of the rows, after the sigmoid, in the order of the lessons. */
export async function valuesOf(
  learner: Learner,
  lessons: readonly Lesson[],
  size: BatchSize,
  shape: LearnedShape,
  pass: () => Promise<void>,
): Promise<Float32Array[]> {
  const values = new Map<Features, Float32Array>();
  // Rows with the same features are one solution that was sampled more than once.
  const distinct = lessons.map(({ prompt, rows }): Lesson => {
    return { prompt, rows: [...new Map(rows.map((row) => [row.features, row])).values()] };
  });
  for (const selection of selections(distinct, size)) {
    await pass();
    const { logits } = await learner.look(batchOf(selection, shape, size, null));
    selection
      .flatMap(({ rows }) => rows)
      .forEach(({ features }, row) => {
        const from = row * size.solutionTokens;
        const own = logits.subarray(from, from + Math.min(features.tokens, size.solutionTokens));
        const said = own.map(logistic);
        values.set(features, said);
      });
  }
  return lessons.flatMap(({ rows }) => rows.map(({ features }) => values.get(features)!));
}
