/** One plain sentence for every way in which a typed puzzle can be refused or doubtful, in English. */
import { fill } from '../../core/fill';
import type { FaultData } from '../task';
import type { PuzzleProblem } from './problem';

/** With slots for what `puzzleData` gives. Another language has the same codes and slots. */
export const PUZZLE_SENTENCES: Readonly<Record<PuzzleProblem['code'], string>> = {
  'text-too-long': 'That text is too long for a puzzle: type four numbers, in {limit} characters or fewer.',
  'not-a-number': '"{word}" is not a whole number: type four whole numbers such as 4 5 6 10.',
  'too-few-numbers': 'The Game of 24 takes four numbers and this has {count}: add {missing} more.',
  'too-many-numbers': 'The Game of 24 takes four numbers and this has {count}: take {surplus} away.',
  'not-positive': '{word} is zero or negative: use whole numbers from 1 up.',
  'too-large': '{word} is larger than the model has learned: use numbers up to {limit}.',
};

export function puzzleData({ code: _, ...data }: PuzzleProblem): FaultData {
  return 'count' in data ? { ...data, missing: 4 - data.count, surplus: data.count - 4 } : data;
}

export const puzzleMessage = (problem: PuzzleProblem): string =>
  fill(PUZZLE_SENTENCES[problem.code], puzzleData(problem));

export const UNSOLVABLE_MESSAGE =
  'No arithmetic makes 24 from these four numbers. You can still run the search and watch it fail.';
