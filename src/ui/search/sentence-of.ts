/** Which sentence says how to search. */
import { STRATEGY_TRAITS, type OptionValues } from '../../protocol/parameters';
import type { Messages } from '../../words/types';
import type { OFFERED_STRATEGIES } from '../../url/fields';

/** That of the strategy, or of its drawing where an option alone makes it draw. */
export function sentenceOf(
  { sentence, drawnSentence }: Messages['settings'],
  strategy: (typeof OFFERED_STRATEGIES)[number],
  options: OptionValues = {},
): string {
  const { draws } = STRATEGY_TRAITS[strategy];
  const isByOption = draws(options) && !draws({});
  return (isByOption ? drawnSentence[strategy] : undefined) ?? sentence[strategy];
}
