/**
 * Verifiers that are models of a pack, each trained on labels of its own (docs/training.md). Of a name that is not in
 * this table, which a pack's manifest or a trained head brings, the model itself says the scale when it is loaded.
 */
import type { Asks } from '../core/ids';
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

const asking = <const Id extends string>(id: Id, asks: Asks): VerifierTraits & { readonly id: Id } => ({
  ...trained(id),
  asks,
});

/** The same label, from the policy's own weights, beside verifiers that have read more. */
const atEqualReading = <const Id extends string>(
  id: Id,
  asks: Asks = 'end',
): VerifierTraits & { readonly trained: true; readonly id: `${Id}-equal` } => ({
  ...asking(`${id}-equal`, asks),
  trained: true,
  variant: { of: id, reading: 'equal' },
});

export const TRAINED = [
  trained('tvm'),
  trained('ovm'),
  trained('prm-soft'),
  asking('prm-hard', 'some-end'),
  asking('prm-valid', 'steps'),
  atEqualReading('tvm'),
  atEqualReading('ovm'),
  atEqualReading('prm-soft'),
  atEqualReading('prm-hard', 'some-end'),
  atEqualReading('prm-valid', 'steps'),
] as const;
