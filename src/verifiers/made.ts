/** The traits of a verifier that is made when it is asked for, beside those that each says of itself. */
import { NEEDS_NOTHING, type Verifier } from '../model/types';
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

/** What such a verifier says of itself where it has no parameters and no choice: its traits, and no more. */
export const aboutOf = ({
  id,
  scale,
  needs,
}: Pick<VerifierTraits, 'id' | 'scale' | 'needs'>): Pick<Verifier, 'id' | 'info' | 'scale' | 'needs'> => ({
  ...{ id, scale, needs },
  info: { id, parameters: 0 },
});
