/** Where a training learns: on the back end that was asked for, if it is there and computes what it should; else on WASM. */
import { createRng } from '../core/rng';
import type { BatchData } from './batch-data';
import { batchOf, selections, sizeFor, type Lesson } from './batches';
import { createLearner, type LearnerDevice } from './learner';
import { normal } from './normal';
import { sizeOf, weightShapes, type LayersShape, type Weights } from './shape';

export interface DeviceChoice {
  readonly device: LearnerDevice;
  /** Why not where it was asked for; null where it is. */
  readonly refused: 'absent' | 'wrong-numbers' | null;
}

/** Layers and texts as small as can be, drawn from a seed, and the losses of their first steps. */
const SHAPE: LayersShape = {
  ...{ width: 8, heads: 2, hidden: 12, told: 3, layers: [0, 1] },
  ...{ epsilon: 1e-5, ropeTheta: 100 },
};
const SEED = 0xdef1;
const RATE = 0.02;
/** Computed on WASM (`test/unit/workshop/learner-device.test.ts`). */
export const KNOWN_LOSSES: readonly number[] = [0.7910441, 0.7412818];
/** A back end sums in an order of its own. */
const NEAR = 1e-4;

/** The losses of some steps from the same weights and the same batch. */
export async function firstLosses(device: LearnerDevice): Promise<number[]> {
  const rng = createRng(SEED);
  const draw = (count: number): Float32Array => Float32Array.from({ length: count }, () => 0.5 * normal(rng));
  const features = (tokens: number) => ({ tokens, seen: draw(tokens * SHAPE.width), told: draw(tokens * SHAPE.told) });
  const lessons = [5, 3].map((tokens): Lesson => ({
    prompt: features(tokens),
    rows: [4, 7].map((length, right) => {
      return {
        features: features(length),
        weight: 1,
        labels: new Map([['tvm', new Float64Array(length).fill(right)]]),
      };
    }),
  }));
  const size = sizeFor(lessons, 2, 4, 1);
  const [selection] = selections(lessons, size);
  const batch = (): BatchData => batchOf(selection!, SHAPE, size, 'tvm');
  const start: Weights = new Map([...weightShapes(SHAPE)].map(([name, dims]) => [name, draw(sizeOf(dims))]));
  const learner = await createLearner({ shape: SHAPE, start, device, weightDecay: 0, clip: 1 });
  try {
    const losses: number[] = [];
    for (let step = 0; step < KNOWN_LOSSES.length; step++) losses.push(await learner.step(batch(), RATE));
    return losses;
  } finally {
    learner.dispose();
  }
}

/** @param losses for tests; of the device by default */
export async function chooseDevice(wanted: LearnerDevice, losses = firstLosses): Promise<DeviceChoice> {
  if (wanted === 'wasm') return { device: 'wasm', refused: null };
  try {
    const found = await losses(wanted);
    const isRight = KNOWN_LOSSES.every((known, step) => Math.abs(found[step]! - known) < NEAR);
    return isRight ? { device: wanted, refused: null } : { device: 'wasm', refused: 'wrong-numbers' };
  } catch {
    // Whatever it says of itself: who only asked where to learn is helped by WASM.
    return { device: 'wasm', refused: 'absent' };
  }
}
