/** What a run needs of a task: the prompt, the answer in a text, the verdict and the exact oracle. */
import type { TaskId, VerifierId } from '../src/core/ids';
import { AppError } from '../src/core/errors';
import { confidenceVerifier } from '../src/model/confidence';
import { ensembleVerifier } from '../src/model/ensemble';
import { rolloutVerifier } from '../src/model/rollout-verifier';
import { textVerifier } from '../src/model/text-verifier';
import type { Policy, Verifier } from '../src/model/types';
import { checkVerifierOptions, type VerifierOptions } from '../src/model/verifier-options';
import { DEFAULT_PARAMETERS, TASKS } from '../src/tasks/registry';
import type { TaskProblem } from '../src/tasks/task';

/** What a verifier that is no model of its own may be made of. */
export interface Makings {
  readonly policy: Policy;
  readonly verifiers: ReadonlyMap<VerifierId, Verifier>;
}

export interface Problem extends TaskProblem {
  /**
   * A verifier that is no model of its own, or null when there is none of this name.
   * @throws AppError `bad-input` for options out of range, `not-loaded` where it lacks what it is made of.
   */
  modelFreeVerifier(id: VerifierId, makings: Makings, options?: Partial<VerifierOptions>): Verifier | null;
}

const ANSWER_NEEDED =
  'Rollouts are judged by the right answer, and it is not known here: write it behind the question, as in #### 18, or take another verifier.';

function loaded(id: VerifierId, verifiers: Makings['verifiers']): Verifier {
  const verifier = verifiers.get(id);
  if (!verifier) throw new AppError('not-loaded', `The verifier ${id} is not loaded.`, { verifier: id });
  return verifier;
}

/** @throws AppError `bad-input` with the sentence for the reader. */
export function readProblem(task: TaskId, text: string): Problem {
  const parsed = TASKS[task].parse(text);
  if (!parsed.ok) throw new AppError('bad-input', parsed.message, { reason: parsed.code });
  const { problem } = parsed;
  return {
    ...problem,
    modelFreeVerifier: (id, { policy, verifiers }, given) => {
      const options = checkVerifierOptions(given);
      switch (id) {
        case 'confidence':
          return confidenceVerifier();
        case 'oracle':
          return textVerifier(id, policy.tokenizer, (solution, isComplete) => problem.oracle(solution, isComplete));
        case 'rollouts': {
          if (!problem.hasAnswer) throw new AppError('bad-input', ANSWER_NEEDED);
          const { maxSteps, maxStepTokens } = DEFAULT_PARAMETERS[task];
          const sampling = { rollouts: options.rollouts, temperature: 1, seed: 1, maxSteps, maxStepTokens };
          return rolloutVerifier(policy, (solution) => problem.judge(solution).correct, sampling);
        }
        case 'ensemble':
          return ensembleVerifier(
            options.members.map((member) => loaded(member, verifiers)),
            options.lambda,
          );
        default:
          return null;
      }
    },
  };
}
