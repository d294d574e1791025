/** One plain sentence for every way in which a typed puzzle can be refused or doubtful. */
import type { PuzzleProblem } from './problem';

export function puzzleMessage(problem: PuzzleProblem): string {
  switch (problem.code) {
    case 'text-too-long':
      return `That text is too long for a puzzle: type four numbers, in ${problem.limit} characters or fewer.`;
    case 'not-a-number':
      return `"${problem.word}" is not a whole number: type four whole numbers such as 4 5 6 10.`;
    case 'too-few-numbers':
      return `The Game of 24 takes four numbers and this has ${problem.count}: add ${4 - problem.count} more.`;
    case 'too-many-numbers':
      return `The Game of 24 takes four numbers and this has ${problem.count}: take ${problem.count - 4} away.`;
    case 'not-positive':
      return `${problem.word} is zero or negative: use whole numbers from 1 up.`;
    case 'too-large':
      return `${problem.word} is larger than the model has learned: use numbers up to ${problem.limit}.`;
  }
}

export const UNSOLVABLE_MESSAGE =
  'No arithmetic makes 24 from these four numbers. You can still run the search and watch it fail.';
