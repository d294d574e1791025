/** The loss of the rule `goal`, in jax-js: that of a reward model, and the contrast of arXiv:2407.13887 beside it. */
import { nn, numpy as np, type Array as Arr } from '@jax-js/jax';
import { headOf, scaled, type Arrays, type BatchArrays } from './network';
import type { LayersShape } from './shape';

/** By how much the contrast counts beside the preference. */
const BETA = 0.5;

/** A batch that holds what `withContrast` adds. */
export const isContrast = (batch: BatchArrays): boolean => 'pairs' in batch;

/** Of x, [..] in any range. */
const softplus = (x: Arr): Arr => np.maximum(x.ref, 0).add(np.log1p(np.exp(np.abs(x).neg())));

/**
 * The mean over pairs of −log σ(r⁺ − r⁻) + β (−log mean σ(s⁺) − log(1 − mean σ(s⁻))): r is the logit at the last token, s
 * the cosines of all K sources of the preferred solution with its own K goals (s⁺) and with those of the dispreferred
 * one (s⁻). Keeps the weights; takes the states [B, S, C] of the last layer, and of the batch what is of the contrast.
 */
export function contrastLoss(shape: LayersShape, weights: Arrays, states: Arr, batch: BatchArrays): Arr {
  const [b, s, c] = states.shape as [number, number, number];
  const q = batch['pairs']!.shape[0]!;
  const rewards = headOf(shape, weights, states.ref).mul(batch['last']!).sum(-1).reshape([b, 1]);
  const [preferred, dispreferred] = [batch['preferred']!, batch['dispreferred']!];
  const margin = np.matmul(preferred.ref, rewards.ref).sub(np.matmul(dispreferred.ref, rewards)).reshape([q]);
  const unit = scaled(states, shape.epsilon)
    .mul(c ** -0.5)
    .reshape([b, s * c]);
  const rowOf = (pick: Arr): Arr => np.matmul(pick, unit.ref).reshape([q, s, c]);
  const right = rowOf(preferred);
  const wrong = rowOf(dispreferred);
  unit.dispose();
  const sources = np.matmul(batch['sources']!, right.ref);
  const goals = np.matmul(batch['goals']!, right).transpose([0, 2, 1]);
  const others = np.matmul(batch['others']!, wrong).transpose([0, 2, 1]);
  const share = (from: Arr, to: Arr): Arr => nn.sigmoid(np.matmul(from, to)).mean([1, 2]);
  const near = share(sources.ref, goals);
  const far = share(sources, others);
  const contrast = np.log(near).add(np.log1p(far.neg())).neg();
  const each = softplus(margin.neg()).add(contrast.mul(BETA));
  const pairs = batch['pairs']!;
  const total = pairs.ref.sum();
  return each.mul(pairs).sum().div(total);
}
