/** The traits of a verifier that is made when it is asked for, beside those that each says of itself. */
import { NEEDS_NOTHING } from '../model/types';
import type { VerifierTraits } from './types';

export const made = <const Id extends string>(
  id: Id,
  own: Pick<VerifierTraits, 'scale' | 'beside'> & Partial<VerifierTraits>,
): VerifierTraits & { readonly id: Id; readonly trained: false } => ({
  needs: NEEDS_NOTHING,
  slow: false,
  options: [],
  models: () => [],
  nameOf: () => id,
  ...own,
  id,
  trained: false,
});
