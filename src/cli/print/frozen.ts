/** The check `frozen` as it is read in a terminal. */
import type { FrozenResult } from '../../checks/frozen';
import { table } from './text';

export function printFrozen({ verifiers }: FrozenResult): string[] {
  const rows = verifiers.map(({ verifier, decisions, differing, better, worse, choice, valueTokens }) => [
    verifier,
    `${differing} of ${decisions}`,
    `${better}`,
    `${worse}`,
    choice ? `${choice.answer ?? 'none'} (${choice.correct ? 'correct' : 'wrong'})` : 'none',
    `${valueTokens}`,
  ]);
  const head = ['verifier', 'other choices', 'better', 'worse', 'its answer', 'value tokens'];
  return table([head, ...rows]);
}
