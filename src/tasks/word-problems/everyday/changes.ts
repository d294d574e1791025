/** Counts that change: whose they are, and what they are afterwards. */
import { minus, type Later, type plus } from './later';
import type { Memory } from './memory';
import { nounKey } from './nouns';

/** The single thing or sum that a change is of: what its owner has, else what is there. */
export const holderOf = (memory: Memory, owner: string, noun: string): string =>
  memory.has(owner, noun)
    ? owner
    : memory.holds(owner, noun)
      ? owner
      : (memory.owners().find((who) => memory.has(who, noun)) ??
        memory.owners().find((who) => memory.amount(who, noun)() !== null) ??
        '');

/** A count goes up or down; false where nobody has any. */
export function changed(memory: Memory, who: string, noun: string, by: Later, operation: typeof plus): boolean {
  const holder = holderOf(memory, who, noun);
  if (holder === '') return false;
  // What one gets is no more of what another has.
  if (operation !== minus && holder !== who && memory.isPersonal(holder) && memory.isPersonal(who)) return false;
  // From here on they are counted singly, whatever they were in.
  if (!memory.has(holder, noun)) memory.loose.add(nounKey(noun));
  memory.pool([holder], noun);
  const before = memory.amount(holder, noun)();
  memory.change(holder, noun, before ? operation(() => before, by) : () => null);
  memory.hasRest ||= operation === minus;
  return true;
}
