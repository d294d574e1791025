/** The ceiling of a training that verifiers taught: the same training, judged by the checker. */
import { OWN_TEACHERS } from '../../../protocol/train';
import type { Finished } from './finished';
import { isSameChoice, type Choice } from './presets';

/** Whether a verifier, or several, took the checker's place. */
export const isTaught = ({ teacher }: Choice): boolean => !OWN_TEACHERS.some((own) => own === teacher);

/** What its ceiling is asked. */
export const ceilingChoice = (choice: Choice): Choice => ({ ...choice, teacher: 'checker' });

/** Those among these whose ceiling it is: the newest first. */
export const taughtBelow = (training: Finished, all: readonly Finished[]): readonly Finished[] =>
  all.filter((one) => isTaught(one.choice) && ceilingOf(one, all) === training);

/** Among these the one that was asked the same but for its teacher, and has the same start; null where there is none. */
export const ceilingOf = (training: Finished, all: readonly Finished[]): Finished | null =>
  all.find(
    ({ task, choice, start }) =>
      task === training.task && start === training.start && isSameChoice(choice, ceilingChoice(training.choice)),
  ) ?? null;
