/**
 * A head of several members: each begins with numbers of its own, learns from the same samples in an order of its own, and
 * holds other problems out to be stopped by; what they say is averaged (deep ensembles, Lakshminarayanan et al.,
 * arXiv:1612.01474, of logits here). A head learns from few problems, a tenth of which say when it is to stop: which ones
 * these are moves it as much as what it is told. The mean of MLPs is one wider MLP, that of linear heads a linear one: the
 * file and the engine know nothing of members.
 */
import type { Learned } from './learning';
import { BIAS, HEAD, HIDDEN_BIAS, HIDDEN_WEIGHT, isHeadShape, type LearnedShape, type Weights } from './shape';

/** What one of `members` is. Layers have no members. */
export const memberShape = (shape: LearnedShape, members: number): LearnedShape =>
  isHeadShape(shape) ? { ...shape, hidden: shape.hidden / members } : shape;

/**
 * The weights that say the mean of what the members do; `features.mean` and `features.scale` are the same in all of them.
 * @param members at least one; more than one of heads only. Where there are fewer than the shape has room for, since
 *   learning was stopped, the rest of its hidden units say nothing.
 * @param shape of the whole
 */
export function meanOf(members: readonly Weights[], shape: LearnedShape): Weights {
  const first = members[0]!;
  if (!isHeadShape(shape)) return first;
  const { head, width, hidden } = shape;
  const mean = (name: string): Float32Array =>
    first.get(name)!.map((_, i) => members.reduce((sum, own) => sum + own.get(name)![i]!, 0) / members.length);
  const both = new Map(first).set(BIAS, mean(BIAS));
  if (head === 'linear') return both.set(HEAD, mean(HEAD));
  const own = first.get(HIDDEN_BIAS)!.length;
  const matrix = new Float32Array(width * hidden);
  const bias = new Float32Array(hidden);
  const out = new Float32Array(hidden);
  members.forEach((member, m) => {
    const part = member.get(HIDDEN_WEIGHT)!;
    for (let row = 0; row < width; row++) matrix.set(part.subarray(row * own, (row + 1) * own), row * hidden + m * own);
    bias.set(member.get(HIDDEN_BIAS)!, m * own);
    out.set(
      member.get(HEAD)!.map((weight) => weight / members.length),
      m * own,
    );
  });
  return both.set(HIDDEN_WEIGHT, matrix).set(HIDDEN_BIAS, bias).set(HEAD, out);
}

/** What is told of all members as of one: steps and tokens of all, the curves one after the other. */
export function learnedTogether(members: readonly Learned[], shape: LearnedShape): Learned {
  return {
    weights: meanOf(
      members.map(({ weights }) => weights),
      shape,
    ),
    points: members.flatMap(({ points }) => points),
    steps: members.reduce((sum, { steps }) => sum + steps, 0),
    tokens: members.reduce((sum, { tokens }) => sum + tokens, 0),
    exploded: members.some(({ exploded }) => exploded),
  };
}
