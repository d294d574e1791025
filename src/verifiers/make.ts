/** Makes the verifier of a name, of whatever kind. */
import { AppError } from '../core/errors';
import type { Verifier } from '../model/types';
import { checkOptions, traitsOf } from './find';
import { loadedModel } from './loaded';
import { MAKERS } from './registry';
import type { MakeVerifier, VerifierInputs, VerifierOptions } from './types';

/**
 * A loaded model, or one that is made of the inputs.
 * @throws AppError `not-loaded` where it lacks a model; `bad-input` for options out of range, or where it lacks the
 * right answer.
 */
export function makeVerifier(id: string, inputs: VerifierInputs, given: VerifierOptions = {}): Verifier {
  const traits = traitsOf(id);
  const options = checkOptions(traits, given);
  if (traits.trained) return loadedModel(inputs.loaded, id);
  if (traits.needs.answer && !inputs.problem.hasAnswer)
    throw new AppError(
      'bad-input',
      `The verifier ${id} needs the right answer, and it is not known here: write it behind the question, as in #### 18, or take another verifier.`,
    );
  const makers: Readonly<Record<string, MakeVerifier>> = MAKERS;
  return makers[id]!(inputs, options);
}
