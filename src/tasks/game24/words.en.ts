/** The words of the Game of 24 in English. */
import type { TaskWords } from '../words';
import type { AnswerReason } from './explain';
import type { PuzzleProblem } from './problem';

export type Game24Words = TaskWords<PuzzleProblem['code'], 'unsolvable', 'correct' | AnswerReason>;

export const words: Game24Words = {
  name: 'Game of 24',
  label: 'Four numbers',
  ask: 'Make 24 from',
  another: 'Another puzzle',
  faults: {
    'text-too-long': 'That text is too long for a puzzle: type four numbers, in {limit} characters or fewer.',
    'not-a-number': '"{word}" is not a whole number: type four whole numbers such as 4 5 6 10.',
    'too-few-numbers': 'The Game of 24 takes four numbers and this has {count}: add {missing} more.',
    'too-many-numbers': 'The Game of 24 takes four numbers and this has {count}: take {surplus} away.',
    'not-positive': '{word} is zero or negative: use whole numbers from 1 up.',
    'too-large': '{word} is larger than the model has learned: use numbers up to {limit}.',
  },
  warnings: {
    unsolvable: 'No arithmetic makes 24 from these four numbers. You can still run the search and watch it fail.',
  },
  verdicts: {
    correct: 'Checks: each number once, and worth 24.',
    'other-numbers': 'Does not check: it does not use each number once.',
    'other-worth': 'Does not check: it is not worth 24.',
    unreadable: 'Does not check: it cannot be read as arithmetic.',
  },
};
