/** The verifier, or the several whose mean, that a teacher's name stands for. */
import { makeVerifier } from '../src/verifiers/make';
import { verifiersTeaching } from '../src/protocol/train';
import type { Verifier } from '../src/model/types';

/** @param teacher none of the workshop's own @throws AppError as `makeVerifier` */
export function makeTeaching(teacher: string, given: Parameters<typeof makeVerifier>[1]): Verifier {
  const names = verifiersTeaching(teacher);
  // Their plain mean: nothing is taken off where they disagree.
  if (names.length > 1) return makeVerifier('ensemble', given, { members: names, lambda: 0 });
  return makeVerifier(teacher, given);
}
