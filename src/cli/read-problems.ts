/** How problems are read whose answers are known. */
import type { Task } from '../tasks/task';

/** How a story was read; `sure` by a pattern that nothing speaks against, `guessed` by likeness or in doubt. */
export interface Reading {
  readonly story: string;
  readonly how: 'sure' | 'guessed' | 'offered' | 'refused';
  /** Of what is read or offered: whether its answer is the right one. */
  readonly isRight: boolean;
}

/** A line's story and answer, as JSON with `problem` and `answer` (`training/stories`) or with ` | ` between them. */
function storyIn(line: string): readonly string[] {
  if (!line.startsWith('{')) return line.split(' | ');
  const { problem, answer } = JSON.parse(line) as { readonly problem: string; readonly answer: string };
  return [problem, answer];
}

/** Reads the stories of a file's text. */
export const readStories = (task: Task, text: string): Reading[] =>
  text
    .trim()
    .split('\n')
    .map((line) => {
      const [story = '', answer = ''] = storyIn(line);
      const parsed = task.parse(story);
      const offered = !parsed.ok && parsed.guess !== undefined ? task.parse(parsed.guess) : null;
      const read = parsed.ok ? parsed : offered?.ok ? offered : null;
      const how = parsed.ok ? (parsed.problem.isGuessed ? 'guessed' : 'sure') : read ? 'offered' : 'refused';
      // Money with cents is told in cents.
      const { times = 1 } = read?.problem ?? {};
      const right = read?.problem.rightAnswer() ?? null;
      return { story, how, isRight: right !== null && Number(right) / times === Number(answer) };
    });

/** Of each way how many, and how many of them rightly. */
export function countReadings(readings: readonly Reading[]): Record<Reading['how'], { all: number; right: number }> {
  const count = (how: Reading['how']) => {
    const those = readings.filter((reading) => reading.how === how);
    return { all: those.length, right: those.filter(({ isRight }) => isRight).length };
  };
  return { sure: count('sure'), guessed: count('guessed'), offered: count('offered'), refused: count('refused') };
}
