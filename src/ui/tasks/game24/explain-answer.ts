/** Why an answer of the Game of 24 does not check: what it is worth, and whether it uses the puzzle's numbers. */
import { evaluate, numbersOf, tokenize } from '../../../tasks/game24/expression';
import { format } from '../../../tasks/game24/rational';

export interface AnswerCheck {
  /** Its exact worth, such as `24` or `8/3`; null where it has none. */
  readonly worth: string | null;
  /** What is wrong with a wrong answer. */
  readonly reason: 'other-numbers' | 'other-worth' | 'unreadable';
}

/** `puzzle` is written as in a prompt: its numbers in ascending order, with single spaces. */
export function explainAnswer(answer: string, puzzle: string): AnswerCheck {
  const tokens = tokenize(answer);
  const value = tokens && evaluate(tokens);
  if (!tokens || !value) return { worth: null, reason: 'unreadable' };
  return { worth: format(value), reason: numbersOf(tokens).join(' ') === puzzle ? 'other-worth' : 'other-numbers' };
}
