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

/** The same label, from the policy's own weights, beside verifiers that have read more. */
const atEqualReading = <const Id extends string>(
  id: Id,
): VerifierTraits & { readonly trained: true; readonly id: `${Id}-equal` } => ({
  ...trained(`${id}-equal`),
  trained: true,
  variant: { of: id, reading: 'equal' },
});

export const TRAINED = [
  trained('tvm'),
  trained('ovm'),
  trained('prm-soft'),
  trained('prm-hard'),
  trained('prm-valid'),
  atEqualReading('tvm'),
  atEqualReading('ovm'),
  atEqualReading('prm-soft'),
  atEqualReading('prm-hard'),
  atEqualReading('prm-valid'),
] as const;
