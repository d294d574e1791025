/**
 * Verifiers that are models of a pack, each trained on labels of its own (docs/training.md). Of a name that is not in
 * this table, which a pack's manifest or a trained head brings, the model itself says the scale when it is loaded.
 */
import type { Scale } from '../core/scale';
import { NEEDS_NOTHING } from '../model/types';
import type { VerifierTraits } from './types';

export const trained = <const Id extends string>(
  id: Id,
  scale: Scale = 'probability',
): VerifierTraits & { readonly id: Id } => ({
  id,
  scale,
  needs: NEEDS_NOTHING,
  trained: true,
  beside: [],
  slow: false,
  options: [],
  models: () => [id],
  nameOf: () => id,
});

export const TRAINED = [
  trained('tvm'),
  trained('ovm'),
  trained('prm-soft'),
  trained('prm-hard'),
  trained('prm-valid'),
] as const;
