/**
 * The rule `goal` (arXiv:2407.13887): layers that learn by contrast. States of the last layer early in a right solution
 * (*sources*) are drawn to states late in it (*goals*) and away from states late in a wrong one of the same problem; a
 * reward at the last token is to prefer the right one. Afterwards the value of a token is how much its state is like the
 * mean goal state of right solutions, by the cosine. `goal-loss.ts` has the loss.
 *
 * The cosine of two states does not depend on their lengths, and the last norm brings every state to one length; so with
 * that norm's own weights at 1 and the mean goal state as the head's weights, the head says the cosine: file and engine
 * are those of every other verifier.
 *
 * Deviations. (1) The layers that a verifier has of its own learn, not the whole model. (2) Sources are tokens of the
 * first half of a solution, goals of the second, 16 of each at even distances (with repeats in short ones): the same in
 * every step, so that a training repeats itself; of pairs that are drawn, most would be shorter than a step here. (3) A
 * preference is each right solution beside a wrong one of its problem in the batch. (4) The mean goal state is that of
 * some of the solutions that are learned from, and of states brought to one length. (5) The paper's value is the cosine;
 * here it is made a probability by a scale and an offset, fitted by logistic regression to the outcomes of the same
 * solutions. They keep the order of values. (6) The reward's own head is not kept: its place in the file is taken.
 */
import { logistic } from '../core/scale';
import { selections, type BatchSize, type Lesson, type Selection } from './batches';
import { goalsOf, verdict } from './contrast';
import { GOAL } from './rules';
import { BIAS, HEAD, NORM, type LayersShape, type Weights } from './shape';

/** Batches of solutions whose states make the mean goal state: few enough that a stop is prompt. */
const BATCHES = 3;

/**
 * The verifier of layers that learned by contrast: their weights, with the mean goal state in the place of the head.
 * @param states what the layers say of a batch's tokens, [B, S, C] at a root mean square of 1
 * @param pass awaited between passes @throws to give up
 */
export async function goalVerifier(
  weights: Weights,
  states: (selection: Selection) => Promise<Float32Array>,
  lessons: readonly Lesson[],
  { width }: LayersShape,
  size: BatchSize,
  pass: () => Promise<void>,
): Promise<Weights> {
  const goal = new Float64Array(width);
  const seen: { readonly states: Float32Array; readonly label: number; readonly weight: number }[] = [];
  let batches = 0;
  for (const selection of selections(lessons, size)) {
    if (batches++ === BATCHES) break;
    await pass();
    const all = await states(selection);
    for (const [row, { features, labels, weight }] of selection.flatMap(({ rows }) => rows).entries()) {
      const tokens = Math.min(features.tokens, size.solutionTokens);
      const from = row * size.solutionTokens * width;
      const own = all.subarray(from, from + tokens * width);
      const label = labels.get(GOAL)!.at(-1)!;
      seen.push({ states: own, label, weight });
      if (verdict(labels.get(GOAL)!) !== 'right') continue;
      for (const token of goalsOf(tokens)) for (let i = 0; i < width; i++) goal[i]! += weight * own[token * width + i]!;
    }
  }
  const length = Math.sqrt(goal.reduce((sum, value) => sum + value * value, 0));
  // Of states with a root mean square of 1, the product with this is the cosine.
  const direction = goal.map((value) => (length ? value / length : 0) / Math.sqrt(width));
  const places = seen.flatMap(({ states: own, label, weight }) =>
    Array.from({ length: own.length / width }, (_, t) => {
      let cosine = 0;
      for (let i = 0; i < width; i++) cosine += own[t * width + i]! * direction[i]!;
      return { cosine, label, weight };
    }),
  );
  const { scale, offset } = fitted(places);
  return new Map([
    ...weights,
    [NORM, new Float32Array(width).fill(1)],
    [HEAD, Float32Array.from(direction, (value) => scale * value)],
    [BIAS, Float32Array.of(offset)],
  ]);
}

interface Place {
  readonly cosine: number;
  /** In [0, 1]. */
  readonly label: number;
  readonly weight: number;
}

/** Of the scale, so that it stays a number where the outcomes are parted by the cosine: as much as one place says. */
const RIDGE = 1e-4;
const ROUNDS = 50;

/**
 * The scale, 0 at least, and the offset of a logit that is linear in the cosine: logistic regression by Newton's method.
 * Of no places, of a half.
 */
export function fitted(places: readonly Place[]): { readonly scale: number; readonly offset: number } {
  const total = places.reduce((sum, { weight }) => sum + weight, 0);
  if (!total) return { scale: 0, offset: 0 };
  const mean = places.reduce((sum, { cosine, weight }) => sum + weight * cosine, 0) / total;
  let [scale, offset] = [0, 0];
  for (let round = 0; round < ROUNDS; round++) {
    // Around the mean cosine the two hardly depend on each other.
    let [ga, gb, haa, hab, hbb] = [RIDGE * scale, RIDGE * offset, RIDGE, 0, RIDGE];
    for (const { cosine, label, weight } of places) {
      const x = cosine - mean;
      const p = logistic(scale * x + offset);
      const [share, slope] = [weight / total, p * (1 - p)];
      ga += share * (p - label) * x;
      gb += share * (p - label);
      haa += share * slope * x * x;
      hab += share * slope * x;
      hbb += share * slope;
    }
    const determinant = haa * hbb - hab * hab;
    const [da, db] = [(hbb * ga - hab * gb) / determinant, (haa * gb - hab * ga) / determinant];
    // A step that is too long can leave the region in which Newton's method comes nearer.
    const part = Math.min(1, 20 / Math.max(Math.abs(da), Math.abs(db), 1e-12));
    scale = Math.max(0, scale - part * da);
    offset -= part * db;
    if (Math.abs(part * da) + Math.abs(part * db) < 1e-9) break;
  }
  return { scale, offset: offset - scale * mean };
}
