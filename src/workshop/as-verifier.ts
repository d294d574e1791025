/** What layers that learn are as a verifier, while they learn and afterwards: what they are, but for those of a contrast. */
import { batchOf, type BatchSize, type Lesson } from './batches';
import type { Look } from './checkpoints';
import { goalVerifier } from './goal';
import type { Learner } from './learner';
import { GOAL, type WorkshopRule } from './rules';
import { isHeadShape, type LearnedShape, type Weights } from './shape';

export interface AsVerifier {
  /** Leaves the learner with any weights. */
  of(rule: WorkshopRule, weights: Weights): Promise<Weights>;
  /** Looks at what the layers at work are as a verifier; the learner's state stays as it is. */
  look(look: Look): Look;
}

interface Inputs {
  /** That are learned from. */
  readonly lessons: readonly Lesson[];
  readonly size: BatchSize;
  readonly shape: LearnedShape;
  /** Awaited between passes. @throws to give up */
  readonly pass: () => Promise<void>;
}

export function asVerifier(learner: Learner, { lessons, size, shape, pass }: Inputs): AsVerifier {
  const of = async (rule: WorkshopRule, weights: Weights): Promise<Weights> => {
    if (rule !== GOAL || isHeadShape(shape)) return weights;
    learner.reset(weights);
    const states: Parameters<typeof goalVerifier>[1] = (part) => learner.states(batchOf(part, shape, size, null));
    return goalVerifier(weights, states, lessons, shape, size, pass);
  };
  return {
    of,
    look:
      (look) =>
      async (own, rule, ...at) => {
        if (rule !== GOAL) return look(own, rule, ...at);
        const state = await own.state();
        own.reset(await of(rule, state.weights));
        await look(own, rule, ...at);
        own.restore(state);
      },
  };
}

/**
 * Runs every program that looks at layers which learn by these rules, so that it is made: between two steps that would
 * hold up a stop.
 */
export async function prepareLooks(
  learner: Learner,
  rules: readonly WorkshopRule[],
  batch: (rule: WorkshopRule | null) => Parameters<Learner['look']>[0],
): Promise<void> {
  const byLabels = rules.find((rule) => rule !== GOAL);
  if (byLabels) await learner.look(batch(byLabels));
  if (!rules.includes(GOAL)) return;
  await learner.look(batch(GOAL));
  await learner.states(batch(null));
}
