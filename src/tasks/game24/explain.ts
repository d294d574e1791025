/** Why an answer does not check: what it is worth, and whether it uses the game's numbers. */
import { evaluate, numbersOf, tokenize } from './expression';
import type { AnswerNote } from '../task';
import { format } from './rational';

export type AnswerReason = 'other-numbers' | 'other-worth' | 'unreadable';

/** Of any answer, right or wrong; the numbers ascend. Its worth is exact. */
export function explainAnswer(
  numbers: readonly number[],
  answer: string,
): AnswerNote & { readonly reason: AnswerReason } {
  const tokens = tokenize(answer);
  const value = tokens && evaluate(tokens);
  if (!tokens || !value) return { worth: null, reason: 'unreadable' };
  const isOfGame = numbersOf(tokens).join(' ') === numbers.join(' ');
  return { worth: format(value), reason: isOfGame ? 'other-worth' : 'other-numbers' };
}
