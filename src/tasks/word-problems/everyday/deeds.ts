/** What a verb does to what is counted, and to whose it is. */
import { changed, holderOf } from './changes';
import { itemsOf, type Item } from './items';
import { minus, plus, type Later } from './later';
import type { Memory } from './memory';
import { isPerson, nounKey } from './nouns';
import { canBeVerb, isGiving, kindOfVerb, makes, stem } from './verbs';
import type { Reading } from './wordings';

/** They, of whom each may have some of what is spoken of. */
const isGroup = (said: string): boolean =>
  /^(?:they|we|both|(?:both )?(?:the )?(?:\p{Ll}+ )?(?:children|kids|friends|brothers|sisters|boys|girls|two|three))$/iu.test(
    said,
  );

/** Takes so many of what there is; where nothing of the kind is counted, false. */
export function take(memory: Memory, said: string, noun: string, by: Later): boolean {
  const who = said === '' ? memory.subject : memory.who(said);
  const owners = memory.owners().filter((owner) => memory.has(owner, noun));
  if (isGroup(said) && owners.length > 1) memory.pool(owners, noun);
  // "9 fish were sold" of goldfish and guppies.
  const holder = holderOf(memory, who, noun);
  if (holder === '') return false;
  return changed(memory, holder, noun, by, minus);
}

/** Whom it goes to or comes from, where that is said and more is known of them. */
function partner(memory: Memory, item: Item, word: 'to' | 'from', noun: string): string | null {
  const said = new RegExp(`^,? ?${word} (.+)$`, 'iu').exec(item.aside.trim())?.[1];
  if (said === undefined) return null;
  const who = memory.who(said);
  return memory.has(who, noun) ? who : null;
}

export function lose(memory: Memory, said: string, to: string | null, item: Item): boolean {
  const { noun, amount } = item;
  const who = said === '' ? memory.subject : memory.who(said);
  const known = amount();
  const by: Later = known ? () => known : amount;
  const isOwn = memory.has(who, noun);
  if (!take(memory, said, noun, by)) return false;
  memory.did(who, noun, by, true, item.aside);
  const receiver = to ?? partner(memory, item, 'to', noun);
  // Who gives gets nothing back.
  if (receiver !== null && receiver !== who) {
    if (!isOwn) return false;
    if (!changed(memory, receiver, noun, by, plus)) return false;
    memory.subject = who;
  }
  return true;
}

function gain(memory: Memory, said: string, item: Item): boolean {
  const { noun, amount } = item;
  const who = said === '' ? memory.subject : memory.who(said);
  if (item.box) {
    if (memory.has(who, item.box.noun)) return false;
    if (memory.has(who, noun) && !makes(memory.verb)) return changed(memory, who, noun, amount, plus);
    // What there was is made into these.
    memory.say(who, item.box.noun, item.box.many);
    memory.sayEach(item.box.noun, noun, item.box.each);
    return true;
  }
  const isAdded = item.isMore || memory.verb === stem('add');
  // "We sold 35. We had baked 80": what was sold is no count of what there is.
  if (memory.has(who, noun) && kindOfVerb(memory.verbOf(who, noun) ?? '') === 'loss') {
    if (isAdded) return false;
    memory.say(who, noun, amount);
    return true;
  }
  if (!memory.has(who, noun)) {
    const holder = holderOf(memory, who, noun);
    // "Lina and Tom have 9. Lina gets 3 more": of nothing that is known to be hers.
    if (item.isFurther && (holder === '' || memory.isPersonal(holder)) && holder !== who) return false;
    if (!isAdded || holder === '' || memory.knows(who)) {
      memory.say(who, noun, amount);
      return true;
    }
    return changed(memory, holder, noun, amount, plus);
  }
  const giver = partner(memory, item, 'from', noun);
  if (!changed(memory, who, noun, amount, plus)) return false;
  if (giver === null || giver === who) return true;
  if (!changed(memory, giver, noun, amount, minus)) return false;
  memory.subject = who;
  return true;
}

/** Says what somebody has, with what is in it where it is so many of so many. */
export function state(memory: Memory, who: string, { noun, amount, box, whose }: Item): void {
  if (whose !== undefined) return memory.say(whose, noun, amount);
  // Other boxes of the story hold something else: what is in these is counted singly.
  if (!box || memory.each(box.noun)) return memory.say(who, noun, amount);
  memory.say(who, box.noun, box.many);
  memory.sayEach(box.noun, noun, box.each);
}

/** What an other verb does to what is counted already: some of it is done. */
function act(memory: Memory, said: string, item: Item): boolean {
  const who = said === '' ? memory.subject : memory.who(said);
  if (item.isMore && memory.has(who, item.noun)) {
    return changed(memory, who, item.noun, item.amount, plus);
  }
  const verb = memory.verbOf(who, item.noun);
  if (verb === null || verb === memory.verb || verb === '') {
    if (verb === '') return false;
    state(memory, who, item);
    return true;
  }
  memory.did(who, item.noun, item.amount, false);
  return true;
}

/** What may stand between a verb and a quantity without saying anything of either. */
const PARTICLE = /^(?:away|off|out|up|down|back|in|exactly|about|himself|herself)$/i;

/** The verb among the words before a quantity, who stands before it and to whom what is given. */
function partsOf(words: readonly string[]): { said: string; verb: string; to: string | null } | null {
  const known = words.findIndex((word) => canBeVerb(word) && kindOfVerb(word) !== 'other');
  const at = known >= 0 ? known : words.findLastIndex((word) => !PARTICLE.test(word));
  if (at < 0) return null;
  const verb = words[at]!;
  if (!canBeVerb(verb)) return null;
  const behind = words.slice(at + 1).filter((word) => !PARTICLE.test(word));
  if (behind.length && !(isGiving(verb) || /^b(?:ou|uy)/.test(verb))) return null;
  // To whom: somebody, not what is bought.
  if (
    behind.length &&
    !/^(?:him|her|them|us|me|you|\p{Lu}\p{Ll}+|(?:his|her|the|my|their|our) (?:\p{Ll}+ )?\p{Ll}+)$/u.test(
      behind.join(' '),
    )
  )
    return null;
  return { said: words.slice(0, at).join(' '), verb, to: behind.length ? behind.join(' ') : null };
}

export const readFrame: Reading = (memory, groups) => {
  const words = (groups['w'] ?? '').split(' ').filter(Boolean);
  const parts = partsOf(
    words.at(-1)?.toLowerCase() === 'with' &&
      /^(?:leaves?|left|starts?|started|begins?|began|departs?|departed)$/i.test(words.at(-2) ?? '')
      ? [...words.slice(0, -2), 'has']
      : words,
  );
  if (!parts || words.length > 8) return false;
  const { said, verb } = parts;
  if (
    /\b(?:each|every|and|together|altogether|all|there)\b/i.test(said) ||
    (/^an? /i.test(said) && kindOfVerb(verb) === 'other' && !isPerson('', nounKey(said)))
  )
    return false;
  const who = said === '' ? memory.subject : memory.who(said);
  if (who === '') return false;
  const kind = kindOfVerb(verb);
  const items = itemsOf(memory, who, groups['l']!);
  if (!items) return false;
  memory.verb = stem(verb);
  if (kind === 'need') {
    if (items.length > 1) return false;
    // Time that somebody needs is what it takes.
    if (/^(?:minute|hour)$/.test(items[0]!.noun)) {
      state(memory, who, items[0]!);
      return true;
    }
    memory.goal = { noun: items[0]!.noun, amount: items[0]!.amount };
    memory.noun = items[0]!.noun;
    return true;
  }
  const first = items[0]!;
  const to = parts.to === null ? null : memory.who(parts.to);
  const holder = holderOf(memory, who, first.noun);
  const isSame = memory.verbOf(memory.has(who, first.noun) || holder === '' ? who : holder, first.noun) === memory.verb;
  if (kind === 'loss') {
    // Nothing of the kind was there before: the story begins with what was sold or eaten.
    if (holder === '' || isSame) {
      if (to !== null || (isGiving(verb) && /\bto\b/i.test(first.aside))) return false;
      for (const item of items) state(memory, who, item);
      return true;
    }
    const receiver = to !== null && memory.has(to, first.noun) ? to : null;
    // "Lee gives her 9 more": only who gets them has a count.
    if (receiver !== null && !memory.has(who, first.noun))
      return items.every((item) => changed(memory, receiver, item.noun, item.amount, plus));
    // Somebody gives what is not theirs to whom nothing is known of.
    if (to !== null && receiver === null && !memory.has(who, first.noun)) return false;
    return items.every((item) => lose(memory, said, receiver, item));
  }
  // "Her mum bought her 10 more."
  if (kind === 'gain' && to !== null)
    return items.every((item) => {
      if (memory.has(to, item.noun)) return changed(memory, to, item.noun, item.amount, plus);
      memory.say(to, item.noun, item.amount);
      return true;
    });
  if (to !== null) return false;
  // "Tom takes 4": of what is in the bag.
  if (kind === 'take' && !memory.has(who, first.noun)) {
    const holder = holderOf(memory, 'there', first.noun);
    if (holder !== '' && items.length === 1 && changed(memory, holder, first.noun, first.amount, minus)) {
      memory.subject = who;
      return true;
    }
    return holder === '' && items.every((item) => (state(memory, who, item), true));
  }
  // "He found 24 of the blocks": these are some of those that there are.
  if (first.isPart && kind !== 'have' && kind !== 'take' && memory.amount(holder, first.noun)() !== null) {
    if (items.length > 1) return false;
    memory.saySome(first.amount);
    memory.did(who, first.noun, first.amount, false);
    return true;
  }
  if (kind === 'gain' && !isSame) return items.every((item) => gain(memory, said, item));
  if (kind === 'have') {
    for (const item of items) state(memory, who, item);
    return true;
  }
  return items.every((item) => (isSame ? (state(memory, who, item), true) : act(memory, said, item)));
};
