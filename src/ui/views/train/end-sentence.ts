import type { Messages } from '../../../words';

export type TrainingEnd = 'well' | 'called-off' | 'failed';

/** What is said of a training that has ended. @param hasLearned whether it had come so far */
export function endSentence(ended: TrainingEnd, hasLearned: boolean, messages: Messages['train']): string {
  if (ended === 'called-off') return hasLearned ? messages.thrown : messages.calledOff;
  return ended === 'failed' ? messages.failed : messages.done;
}
