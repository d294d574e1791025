/** Why an answer of the Game of 24 does not check: what it is worth, and whether it uses the puzzle's numbers. */
import { evaluate, numbersOf, tokenize } from './expression';
import type { Puzzle } from './problem';
import type { AnswerNote } from '../task';
import { format } from './rational';

export type AnswerReason = 'other-numbers' | 'other-worth' | 'unreadable';

/** Of any answer, right or wrong. Its worth is exact. */
export function explainAnswer(puzzle: Puzzle, answer: string): AnswerNote & { readonly reason: AnswerReason } {
  const tokens = tokenize(answer);
  const value = tokens && evaluate(tokens);
  if (!tokens || !value) return { worth: null, reason: 'unreadable' };
  const isOfPuzzle = numbersOf(tokens).join(' ') === puzzle.join(' ');
  return { worth: format(value), reason: isOfPuzzle ? 'other-worth' : 'other-numbers' };
}
