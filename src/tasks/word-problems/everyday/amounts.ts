/** What may be meant by how many of something somebody has, has left, or has in all. */
import { DOLLAR, minus, times, type Later } from './later';
import type { Memory } from './memory';
import { isSingle, nounKey } from './nouns';

export const oneOf =
  (tries: readonly Later[]): Later =>
  () => {
    for (const attempt of tries) {
      const found = attempt();
      if (found) return found;
    }
    return null;
  };

/** Somebody in particular of whom nothing is told, while several others have some. */
const isOther = (memory: Memory, who: string, noun: string): boolean =>
  isSingle(who) && memory.owners().filter((owner) => memory.has(owner, noun)).length > 1;

/** What somebody has of something; where nobody in particular has it, what there is. */
export function ofSomebody(memory: Memory, who: string | undefined, noun: string): readonly Later[] {
  const owner = who === undefined ? memory.subject : memory.who(who);
  const others = memory.owners().filter((other) => other !== owner);
  return [
    memory.amount(owner, noun),
    memory.amount('there', noun),
    ...(who !== undefined && (memory.knows(owner) || memory.isStranger(owner) || isOther(memory, who, noun))
      ? []
      : others.map((other) => memory.amount(other, noun))),
    ...(who !== undefined && memory.knows(owner) ? [memory.sumOf(memory.parts(owner, noun))] : []),
    ...(memory.some ? [memory.some] : []),
    // "How many can be used?" after some were taken away.
    ...(memory.hasRest ? [memory.amount(owner, ''), ...memory.owners().map((other) => memory.amount(other, ''))] : []),
  ];
}

/** What is left when what was made of it is taken away: beads of bracelets, eggs of cakes. */
export function left(memory: Memory, who: string | undefined, noun: string): readonly Later[] {
  const owner = who === undefined ? memory.subject : memory.who(who);
  return ofSomebody(memory, who, noun).map((whole) => () => {
    const holder = memory.owners().find((other) => memory.has(other, noun)) ?? owner;
    const isApart = memory.has(holder, noun) && !memory.loose.has(nounKey(noun));
    const used = isApart ? memory.held(holder, noun) : null;
    const bills = nounKey(noun) === DOLLAR ? memory.sumOf(memory.bills(owner))() : null;
    const gone = used ?? bills;
    return gone ? minus(whole, () => gone)() : whole();
  });
}

export function ofAll(memory: Memory, who: string | undefined, noun: string): readonly Later[] {
  const names = (who ?? '').split(/ and | or /).filter(Boolean);
  if (names.length > 1) return [memory.sumOf(names.map((name) => memory.amount(memory.who(name), noun)))];
  const owner = who === undefined || /^(?:they|there)$/i.test(who) ? null : memory.who(who);
  const own = owner !== null && memory.knows(owner) ? owner : null;
  return [
    memory.sumOf(memory.parts(own, noun)),
    memory.sumOf(memory.parts(null, noun)),
    // What is in boxes, and what is not.
    memory.sumOf([...memory.parts(null, noun), ...memory.inContainers(noun)]),
    // So much on each trip.
    () => {
      const each = memory.each(owner ?? memory.subject);
      const [trips, ...more] = memory.parts(owner ?? memory.subject, '');
      return each && trips && !more.length ? times(each.amount, trips)() : null;
    },
  ];
}
