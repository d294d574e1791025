/** A trained verifier, which somebody else loaded. */
import { AppError } from '../core/errors';
import type { Verifier } from '../model/types';

/** @throws AppError `not-loaded` */
export function loadedModel(loaded: ReadonlyMap<string, Verifier>, id: string): Verifier {
  const verifier = loaded.get(id);
  if (!verifier) throw new AppError('not-loaded', `The verifier ${id} is not loaded.`, { verifier: id });
  return verifier;
}
