/** What a command tells of a problem that was read in other words. */
import type { TaskProblem } from '../tasks/task';

/** Lines for the standard error; none of a problem that was read as it stands. */
export function readingNote({ text, isReworded, isGuessed, times = 1, standIns = [] }: TaskProblem): string {
  if (!isReworded) return '';
  const how = isGuessed ? 'Guessed from stories like it, so check it' : 'Read as';
  const larger =
    times === 1
      ? ''
      : `Amounts are told ${times} times as large, so that they are whole: divide the answer by ${times}.\n`;
  const words = standIns.map(({ word, own }) => `${own} → ${word}`).join(', ');
  return `${how}: ${text}\n${words && `Its words for yours: ${words}.\n`}${larger}`;
}
