/**
 * Statements by their parts: who, a verb, and what stands behind it. What the verb does to a count is known of its kind
 * (`verbs.ts`), so that a verb of a kind does not need a pattern of its own.
 */
import { changed, holderOf } from './changes';
import { itemsOf, type Item } from './items';
import { dividedBy, DOLLAR, minus, plus, times, type Later } from './later';
import type { Memory } from './memory';
import { nounKey } from './nouns';
import { canBeVerb, isGiving, kindOfVerb, makes, stem } from './verbs';
import { ASIDE, count, NOUN, rule, TAIL, WHO, type Reading } from './wordings';

/** They, of whom each may have some of what is spoken of. */
const isGroup = (said: string): boolean =>
  /^(?:they|we|both|(?:both )?(?:the )?(?:\p{Ll}+ )?(?:children|kids|friends|brothers|sisters|boys|girls|two|three))$/iu.test(
    said,
  );

const QUANTITY = String.raw`(?:\d|half|twice|double|(?:a|one) (?:third|quarter|fifth|half)\b|another \d)`;

/** Takes so many of what there is; where nothing of the kind is counted, false. */
function take(memory: Memory, said: string, noun: string, by: Later): boolean {
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

function lose(memory: Memory, said: string, to: string | null, item: Item): boolean {
  const { noun, amount } = item;
  const who = said === '' ? memory.subject : memory.who(said);
  const known = amount();
  const by: Later = known ? () => known : amount;
  const isOwn = memory.has(who, noun);
  if (!take(memory, said, noun, by)) return false;
  memory.did(who, noun, by, true);
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
  if (!memory.has(who, noun)) {
    const holder = holderOf(memory, who, noun);
    if (!item.isMore || holder === '' || memory.knows(who)) {
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
function state(memory: Memory, who: string, { noun, amount, box, whose }: Item): void {
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

/** The verb among the words before a quantity, who stands before it and to whom what is given. */
function partsOf(words: readonly string[]): { said: string; verb: string; to: string | null } | null {
  const known = words.findIndex((word) => canBeVerb(word) && kindOfVerb(word) !== 'other');
  const at = known >= 0 ? known : words.length - 1;
  const verb = words[at]!;
  if (!canBeVerb(verb)) return null;
  const behind = words
    .slice(at + 1)
    .filter((word) => !/^(?:away|off|out|up|down|back|in|exactly|about|himself|herself)$/i.test(word));
  if (behind.length && !(isGiving(verb) || /^b(?:ou|uy)/.test(verb))) return null;
  return { said: words.slice(0, at).join(' '), verb, to: behind.length ? behind.join(' ') : null };
}

const readFrame: Reading = (memory, groups) => {
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
    (/^an? /i.test(said) && kindOfVerb(verb) === 'other')
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
    memory.goal = { noun: items[0]!.noun, amount: items[0]!.amount };
    return true;
  }
  const first = items[0]!;
  const to = parts.to === null ? null : memory.who(parts.to);
  const isSame = memory.verbOf(who, first.noun) === memory.verb;
  if (kind === 'loss') {
    // Nothing of the kind was there before: the story begins with what was sold or eaten.
    if (holderOf(memory, who, first.noun) === '' || isSame) {
      if (to !== null || (isGiving(verb) && /\bto\b/i.test(first.aside))) return false;
      for (const item of items) state(memory, who, item);
      return true;
    }
    const receiver = to !== null && memory.has(to, first.noun) ? to : null;
    // "Lee gives her 9 more": only who gets them has a count.
    if (receiver !== null && !memory.has(who, first.noun))
      return items.every((item) => changed(memory, receiver, item.noun, item.amount, plus));
    return items.every((item) => lose(memory, said, receiver, item));
  }
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
  if (kind === 'gain' && !isSame) return items.every((item) => gain(memory, said, item));
  if (kind === 'have') {
    for (const item of items) state(memory, who, item);
    return true;
  }
  return items.every((item) => (isSame ? (state(memory, who, item), true) : act(memory, said, item)));
};

/** What each of some has or does; in each day, where that is said, as many times as there are of them. */
export function sayEachOf(
  memory: Memory,
  container: string,
  noun: string,
  each: Later,
  time: string | undefined,
): void {
  memory.sayEach(container, noun, each);
  if (time === undefined) return;
  const holder = memory.owners().find((who) => memory.has(who, container));
  memory.sayEach(time, noun, holder === undefined ? each : times(memory.amount(holder, container), each));
  memory.lastEach = container;
}

/** What happens to things that are counted: `9 fish were sold`. */
const GONE = String.raw`sold|eaten|used|broken|lost|stolen|borrowed|taken|removed|given away|given|thrown away|thrown out|burnt|burned|damaged|cut down|spent|picked|rented|booked|crushed|spilled|spilt|drunk|popped|dropped|destroyed|missing`;

export const FRAMES: readonly (readonly [RegExp, Reading])[] = [
  rule(
    String.raw`(?<n>\d+)(?: of (?:them|these|those|(?:the|his|her|its|their) (?<k>${NOUN})))?(?: (?!of\b|are\b|were\b|is\b|was\b|get\b|got\b)(?<i>${NOUN}?))? (?:are|is|were|was|get|got|have been) (?:being )?(?<v>${GONE})${TAIL}`,
    (memory, groups) => {
      const noun = groups['i'] ?? groups['k'] ?? memory.noun;
      memory.verb = stem(groups['v']!.split(' ')[0]!);
      const by = count(groups);
      if (take(memory, 'there', noun, by)) {
        memory.did('there', noun, by, true);
        return true;
      }
      // "9 fish" of goldfish and guppies, which one owner has.
      const owners = memory.owners();
      if (groups['i'] === undefined || owners.length !== 1) return false;
      const all = memory.sumOf(memory.parts(owners[0]!, noun))();
      if (!all || memory.each(noun)) return false;
      memory.say(
        owners[0]!,
        noun,
        minus(() => all, by),
      );
      memory.did('there', noun, by, true);
      return true;
    },
  ),
  // "Her 3 friends eat 2 pieces each."
  rule(
    String.raw`(?:(?:the|his|her|its|their|my|all) )?(?<n>\d+) (?<j>${NOUN}?)(?<k> each)? (?<v>\p{Ll}+) (?<m>\d+)(?: (?<i>${NOUN}?))?(?<e> each| apiece)?`,
    (memory, groups) => {
      if (!canBeVerb(groups['v']!)) return false;
      if ((groups['e'] ?? groups['k']) === undefined) return false;
      const noun = groups['i'] ?? memory.noun;
      memory.verb = stem(groups['v']!);
      const all = times(count(groups), count(groups, 'm'));
      if (kindOfVerb(groups['v']!) === 'loss' && holderOf(memory, 'there', noun) !== '')
        return lose(memory, 'there', null, { noun: nounKey(noun), amount: all, isMore: false, aside: '' });
      memory.say(memory.who(groups['j']!), groups['j']!, count(groups));
      memory.sayEach(groups['j']!, noun, count(groups, 'm'));
      return true;
    },
  ),
  // "Each dog eats 2 cans of food a day."
  rule(
    String.raw`(?:each|every|one|an?(?=.* (?:an?|per|each|every) (?:minute|hour|day|week|month|year)\b)) (?<j>${NOUN}?) (?<v>\p{Ll}+) (?<m>\d+) (?<i>${NOUN}?)(?: of \p{L}+)?(?: (?:an?|per|each|every|in an?) (?<t>minute|hour|day|week|month|year))?${ASIDE}`,
    (memory, groups) => {
      if (!canBeVerb(groups['v']!)) return false;
      sayEachOf(memory, groups['j']!, groups['i']!, count(groups, 'm'), groups['t']);
      return true;
    },
  ),
  // "Each of the 7 dwarfs has 3 hats."
  rule(
    String.raw`(?:each|every one) of (?:the |his |her |their |these )?(?<n>\d+) (?<j>${NOUN}?) (?<v>\p{Ll}+) (?<m>\d+) (?<i>${NOUN})`,
    (memory, groups) => {
      if (!canBeVerb(groups['v']!)) return false;
      memory.say(memory.who(groups['j']!), groups['j']!, count(groups));
      memory.sayEach(groups['j']!, groups['i']!, count(groups, 'm'));
      return true;
    },
  ),
  rule(
    String.raw`there (?:are|is|were|was) (?<n>\d+) (?<i>${NOUN}) in (?<m>\d+) equal (?<j>${NOUN})`,
    (memory, groups) => {
      memory.say('there', groups['i']!, count(groups));
      memory.say('there', groups['j']!, count(groups, 'm'));
      memory.sayEach(groups['j']!, groups['i']!, dividedBy(count(groups), count(groups, 'm')));
      return true;
    },
  ),
  rule(String.raw`there (?:are|is|were|was) (?<l>\d.*)`, (memory, groups) => {
    const items = itemsOf(memory, 'there', groups['l']!);
    for (const item of items ?? []) state(memory, 'there', item);
    return items !== null;
  }),
  rule(String.raw`(?:${WHO}) sells? (?<j>${NOUN}) (?:for|at) (?<m>\d+) dollars(?: each| apiece)?`, (memory, groups) => {
    memory.sayEach(groups['j']!, DOLLAR, count(groups, 'm'));
    return true;
  }),
  // "24 children are in a gym."
  rule(
    String.raw`(?<n>\d+) (?<i>${NOUN}?) (?:are|were|live|lived|sit|sat|stand|stood|play|played|visit|visited|came|come|attend|attended|wait|waited|swim|swam|fly|flew) (?<z>[\p{L}' ]+)`,
    (memory, groups) => {
      const noun = groups['i']!;
      if (
        memory.owners().some((who) => memory.has(who, noun)) ||
        memory.owners().length > 0 ||
        !new RegExp(`^${TAIL}$`, 'iu').test(` ${groups['z']!}`)
      )
        return false;
      memory.say('there', noun, count(groups));
      return true;
    },
  ),
  // "The rest are dark": which are asked for.
  rule(
    String.raw`(?:all )?(?:the )?(?:rest|others|remaining \p{L}+)(?: of (?:them|the \p{L}+))? (?:are|is|were|was) (?<p>[\p{L} ]+)`,
    (memory, groups) => {
      memory.restWords = groups['p']!.toLowerCase();
      return memory.some !== null || memory.hasRest;
    },
  ),
  rule(
    String.raw`(?:(?<a>${WHO}) )?(?:keeps?|kept|eats?|ate|sells?|sold|saves?|saved|stores?|stored|gives?|gave|puts?)(?: away)? (?:all )?(?:the )?(?:rest|others|remaining \p{L}+)(?: (?!equally|evenly|between|among|in\b|into\b)[\p{L} ]+)?`,
    (memory) => memory.hasRest,
  ),
  rule(String.raw`(?<w>(?:[\p{L}'.-]+ ){1,8}?)(?<l>${QUANTITY}.*)`, readFrame),
];
