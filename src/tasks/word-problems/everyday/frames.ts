/**
 * Statements by their parts: who, a verb, and what stands behind it. What the verb does to a count is known of its kind
 * (`verbs.ts`), so that a verb of a kind does not need a pattern of its own.
 */
import { changed, holderOf } from './changes';
import { lose, readFrame, state, take } from './deeds';
import { itemsOf } from './items';
import { dividedBy, DOLLAR, minus, plus, times, type Later } from './later';
import { narrow } from './letters';
import type { Memory } from './memory';
import { isPerson, nounKey } from './nouns';
import { canBeVerb, kindOfVerb, stem } from './verbs';
import { ASIDE, count, NOUN, rule, TAIL, WHO, type Reading } from './wordings';

const QUANTITY = String.raw`(?:\d|half|twice|double|(?:a|one) (?:third|quarter|fifth|half)\b|another \d)`;

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
  memory.spans = { ...memory.spans, [nounKey(container)]: nounKey(time) };
  memory.sayEach(time, noun, () => {
    const holder = memory.owners().find((who) => memory.has(who, container));
    return holder === undefined ? each() : times(memory.amount(holder, container), each)();
  });
  memory.lastEach = container;
}

/** What happens to things that are counted: `9 fish were sold`. */
const GONE = String.raw`sold|eaten|used|broken|lost|stolen|borrowed|taken|removed|given away|given|thrown away|thrown out|burnt|burned|damaged|cut down|spent|picked|rented|booked|crushed|spilled|spilt|drunk|popped|dropped|destroyed|missing`;

/** What those do of whom it is only said how many they are: nothing that counts, and they do not go away. */
const DOES_SOMETHING = narrow(
  new RegExp(
    String.raw`^(?!(?:each|every|costs?|weighs?|has|have|had|is|was|leaves?|left|died?|broke|broken|share|split|divide)\b)(?:are |were )?(?:not )?\p{Ll}+(?! (?:away|off|out|home|back|down)\b)${TAIL}$`,
    'iu',
  ),
);

/** Only seats were counted so far: people are no more of them. */
const isOfSeats = (memory: Memory): boolean =>
  memory.counts().every(({ noun }) => /\b(?:seat|chair|place|room|bench|bed|table|row|space)$/.test(noun));

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
  // "25 litres are used every day."
  rule(
    String.raw`(?<n>\d+) (?<i>${NOUN}?) (?:are|is|were|was) (?:${GONE}) (?:each|every|per|an?) (?<t>minute|hour|day|week|month|year)`,
    (memory, groups) => {
      memory.sayEach(groups['t']!, groups['i']!, count(groups));
      memory.falls = [...memory.falls, groups['t']!];
      const holder = memory.owners().find((who) => memory.has(who, groups['i']!));
      if (holder !== undefined) memory.paces = { ...memory.paces, [groups['t']!]: holder };
      return true;
    },
  ),
  // "Her 3 friends eat 2 pieces each."
  rule(
    String.raw`(?:(?:the|his|her|its|their|my|all) )?(?<n>\d+) (?<j>${NOUN}?)(?<k> each)? (?<v>\p{Ll}+) (?<m>\d+)(?: (?<i>${NOUN}?))?(?<e> each| apiece)?${ASIDE}`,
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
  // "Mia and Max each have 14 crayons."
  rule(
    String.raw`(?:(?:the|his|her|my|our|their) (?:\p{Ll}+ )?)?(?<l>[\p{L}'-]+(?:, [\p{L}'-]+)*,? and [\p{L}'-]+) (?:(?<e>each|both) )?(?<v>\p{Ll}+) (?<n>\d+) (?<i>${NOUN}?)(?<f> each| apiece)?${ASIDE}`,
    (memory, groups) => {
      if ((groups['e'] ?? groups['f']) === undefined || !canBeVerb(groups['v']!)) return false;
      memory.verb = stem(groups['v']!);
      for (const name of groups['l']!.split(/,? and |, /)) memory.say(memory.who(name), groups['i']!, count(groups));
      return true;
    },
  ),
  // "Each of my 2 cousins gave me 8 marbles."
  rule(
    String.raw`(?:each|every one) of (?:the |his |her |their |my |our )?(?<n>\d+) (?<j>${NOUN}?) (?:gives?|gave|brings?|brought|sends?|sent|hands?|handed|buys?|bought) (?<b>\p{L}+) (?<m>\d+) (?<i>${NOUN}?)`,
    (memory, groups) => {
      const who = memory.who(groups['b']!);
      const all = times(count(groups), count(groups, 'm'));
      if (memory.has(who, groups['i']!)) return changed(memory, who, groups['i']!, all, plus);
      memory.say(who, groups['i']!, all);
      return true;
    },
  ),
  // "Each of the 7 dwarfs has 3 hats."
  rule(
    String.raw`(?:each|every one) of (?:the |his |her |their |these )?(?<n>\d+) (?<j>${NOUN}?)(?: (?:in|on|at|from) (?:\p{L}+ )?\p{L}+)? (?<v>\p{Ll}+) (?<m>\d+) (?<i>${NOUN}?)${ASIDE}`,
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
  rule(
    String.raw`(?:${WHO}) sells? (?<j>${NOUN}?) (?:for|at) (?<m>\d+) dollars(?: each| apiece| (?:per|an?|each|every) (?<k>${NOUN}))?`,
    (memory, groups) => {
      memory.sayEach(groups['k'] ?? groups['j']!, DOLLAR, count(groups, 'm'));
      return true;
    },
  ),
  // "A bus goes from the station with 36 persons", "Isla reads a book of 144 pages".
  rule(
    String.raw`(?<a>(?:an?|the|his|her) ${NOUN}?) (?:goes|drives|drove|went|leaves|left|sails|sailed|travels|travelled)${TAIL} with (?<n>\d+) (?<i>${NOUN})|(?:${WHO}) \p{Ll}+ (?:an?|the|his|her|their) (?<j>${NOUN}?) (?:of|with|out of|from|that has) (?<m>\d+) (?<k>(?!dollars|centimetres|metres|kilometres|kilograms|grams|litres|millilitres|minutes|hours|days)${NOUN})`,
    (memory, groups) => {
      const owner = memory.who(groups['a'] ?? groups['j']!);
      const noun = groups['i'] ?? groups['k']!;
      if (memory.owners().some((who) => memory.has(who, noun))) return false;
      const { subject } = memory;
      memory.say(owner, noun, count(groups, groups['n'] === undefined ? 'm' : 'n'));
      if (groups['a'] === undefined) memory.subject = subject;
      return true;
    },
  ),
  // "24 children are in a gym."
  rule(
    String.raw`(?<n>\d+) (?<i>(?:\p{L}+ ){0,2}?(?:\p{L}+s|children|people|men|women|fish|sheep|geese|mice)) (?<v>\p{Ll}+)(?<z> [\p{L}' ]+)?`,
    (memory, groups) => {
      const noun = groups['i']!;
      memory.verb = stem(groups['v']!);
      // "51 people visited it today": as those did yesterday.
      const isAgain = memory.verbOf('there', noun) === memory.verb && !/^(?:are|were)$/.test(groups['v']!);
      if (
        (memory.owners().some((who) => memory.has(who, noun)) && !isAgain) ||
        (!isAgain &&
          memory.owners().length > 0 &&
          !memory.each(noun) &&
          !(isPerson('', nounKey(noun)) && isOfSeats(memory))) ||
        !DOES_SOMETHING.test(`${groups['v']!}${groups['z'] ?? ''}`)
      )
        return false;
      memory.say('there', noun, count(groups));
      return true;
    },
  ),
  // "6 tulips did not grow."
  rule(
    String.raw`(?<n>\d+)(?: of (?:them|these|the ${NOUN}))?(?: (?<i>${NOUN}?))? (?:do|does|did|have|has|are|were|is|was|can|could) not (?<v>\p{Ll}+)${TAIL}`,
    (memory, groups) => {
      memory.verb = '';
      memory.done = { verb: stem(groups['v']!), amount: count(groups), isNot: true };
      return changed(memory, 'there', groups['i'] ?? memory.noun, count(groups), minus);
    },
  ),
  // "24 came up" of those that were planted.
  rule(
    String.raw`(?<n>\d+)(?: of (?:them|these|the ${NOUN}))?(?: (?<i>${NOUN}?))? (?:have )?(?<v>came|come|sprouted|survived|bloomed|grew|hatched)(?: up| out)?`,
    (memory, groups) => {
      const noun = groups['i'] ?? memory.noun;
      if (holderOf(memory, 'there', noun) === '') return false;
      memory.saySome(count(groups));
      memory.done = { verb: stem(groups['v']!), amount: count(groups), isNot: false };
      return true;
    },
  ),
  // "24 pupils and 3 teachers go to the theatre."
  rule(String.raw`(?<n>\d+) (?<i>\p{L}+) and (?<m>\d+) (?<j>\p{L}+) (?<z>[\p{L}' ]+)`, (memory, groups) => {
    const people = [groups['i']!, groups['j']!];
    if (
      memory.owners().length ||
      !people.every((one) => isPerson('', nounKey(one))) ||
      !DOES_SOMETHING.test(groups['z']!)
    )
      return false;
    memory.say('there', people[0]!, count(groups));
    memory.say('there', people[1]!, count(groups, 'm'));
    return true;
  }),
  // "The rest are dark": which are asked for.
  rule(
    String.raw`(?:all )?(?:the )?(?:rest|others|remaining \p{L}+)(?: of (?:them|the \p{L}+))? (?!(?:keeps?|kept|eats?|ate|sells?|sold)\b)(?:(?:are|is|were|was) )?(?<p>[\p{L} ]+)`,
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
