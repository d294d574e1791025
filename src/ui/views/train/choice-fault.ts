/** Why a training cannot be asked as it is set. */
import { WORKSHOP_LIMITS } from '../../../protocol/train';
import { fill, type Messages } from '../../../words';
import { fits, type UnfitNumber } from '../../kit/unfit.svelte';
import type { Choice } from './presets';

/** One of them, with the most that can be asked now. */
type MostOf = (limit: (typeof WORKSHOP_LIMITS)[number]) => number;

/** In a sentence; null where it can. @param unfit a number that is typed and was not taken */
export function choiceFault(
  choice: Choice,
  mostOf: MostOf,
  unfit: UnfitNumber | null,
  messages: Messages,
): string | null {
  const found =
    unfit ??
    WORKSHOP_LIMITS.map((limit) => ({ ...limit, max: mostOf(limit), integer: limit.whole })).find(
      (limit) => !fits(choice[limit.name], limit),
    );
  if (!found) return null;
  const { name, min, max, integer } = found;
  const { wholeRange, range } = messages.settings;
  const label = messages.train.labels[name as keyof typeof messages.train.labels];
  return fill(integer ? wholeRange : range, { label, min, max }, messages.language);
}
