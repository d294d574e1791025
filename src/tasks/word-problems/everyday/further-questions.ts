/** Questions by what they say beside the noun: what is left, all of it, after so long, of each, of a kind. */
import { dividedBy, DOLLAR, exactly, minus, type Later } from './later';
import { narrow } from './letters';
import type { Memory } from './memory';
import { left, oneOf } from './amounts';
import { headOf, isKindWord, isPerson, isSingle, nounKey } from './nouns';
import { kindOfVerb, stem } from './verbs';
import { UNITS } from './over-time';
import { NOUN, rule, WHO, type Groups } from './wordings';

type Asking = (memory: Memory, groups: Groups) => readonly Later[];

const DO = 'does|do|did|can|will|would|has|have|is|are|was|were|must|should';
const ALL =
  /\b(?:in all|altogether|all together|in total|total|together|overall|in (?:these|the|all|both) (?:\d+ )?\p{L}+|(?:on|over|during|for) (?:these|the|all|both)(?: the| of the)? (?:\d+) \p{L}+|on both \p{L}+|both)\b/iu;
const LEFT =
  /\b(?:left|over|stay|stays|stayed|remain|remains|remaining|still|blank|available|now|not|unused|unsold|keep|present|free|empty|then|after|ahead)\b/i;
const TAKEN =
  /\b(?:left|over|stays?|stayed|remain|remains|remaining|still|not|unused|unsold|keep|free|empty|after|ahead)\b/i;

const isMoney = (question: string, noun: string | undefined): boolean =>
  /^(?:what|how much)\b/i.test(question) && (noun === undefined || /^(?:money|change|profit)$/i.test(noun));

/** What things cost, as they were bought; else all that has a price. */
const costs = (memory: Memory, owner: string | null): Later[] => {
  const bills = [...memory.bills(owner ?? memory.subject), ...memory.priced(owner)];
  return bills.length ? bills : memory.priced(null);
};

/** All that was done with what there was, and not yet taken of it. */
const done = (memory: Memory, noun: string, who: string): Later[] => {
  const own = memory.deeds.filter((deed) => !deed.isTaken && headOf(deed.noun) === headOf(noun));
  // Where the one who is asked about did some of it, that alone.
  const theirs = own.filter(({ owner }) => owner === who);
  return (theirs.length ? theirs : own).map(({ amount }) => amount);
};

/** "How far did they run together?": all of it, of everybody. Null where no such thing is asked, or it is of money. */
export function togetherAsked(memory: Memory, question: string): readonly Later[] | null {
  const asked = narrow(
    new RegExp(
      String.raw`^how (?<h>many|far|long|heavy|much)(?: (?<i>${NOUN}?))? (?:${DO}) (?:they|we|both)\b(?<r>.*)$`,
      'iu',
    ),
  ).exec(question)?.groups;
  if (!asked || !ALL.test(asked['r']!) || (asked['h'] === 'much' && !/\bweigh\b/i.test(asked['r']!))) return null;
  const parts = memory.parts(null, asked['i'] ?? memory.noun);
  return parts.length > 1 ? [memory.sumOf(parts)] : null;
}

/** "How many does each pupil get?" is asked of one. Null where no such thing is asked, or it is of each day. */
export function eachAsked(memory: Memory, question: string): readonly Later[] | null {
  const asked =
    /\b(?:each|every)\b(?: of (?:the|his|her|their|these)?)? ?(?<j>\p{L}+)?|\bin (?:one|1) (?<k>\p{L}+)/iu.exec(
      question,
    )?.groups;
  const one = nounKey(asked?.['j'] ?? asked?.['k'] ?? '');
  if (asked?.['k'] !== undefined && !memory.each(one)) return null;
  if (
    !asked ||
    UNITS.split('|').includes(one) ||
    /^(?:morning|evening|night|afternoon|time|trip|lesson|game|match)$/.test(one)
  )
    return null;
  const each = memory.each(one) ?? (memory.lastEach === '' ? undefined : memory.each(memory.lastEach));
  return each ? [each.amount] : [];
}

/** Whether what is asked to cost something has a price; null where no such thing is asked. */
export function costAsked(memory: Memory, question: string): boolean | null {
  const said = /^(?:how much|what) (?:do|does|did|is|are|will|would) (.+?) cost\b/iu.exec(question)?.[1];
  if (said === undefined || /^(?:it|they|this|that|these|those|all|everything|both)\b/i.test(said)) return null;
  return said.split(/,? and |, /).every((one) => {
    const thing = one.replace(/^(?:an?|the|one|each|both|all|\d+) (?:the )?/i, '').replace(/^\d+ /, '');
    // "Both toys": what has a price, under another name.
    return (
      memory.each(thing)?.noun === DOLLAR ||
      memory.rate?.of === nounKey(thing) ||
      (isKindWord(nounKey(thing)) && memory.prices().length > 1)
    );
  });
}

/** Whom a question is of: what stands behind its first verb. */
const whoIsAsked = (rest: string): string | undefined =>
  narrow(
    /^(?<a>(?:(?:the|an?|his|her|their|our|my|its|this|that|all|both) )?(?:[\p{L}-]+'s? \p{L}+(?= ?$)|[\p{L}'-]+(?: and [\p{L}'-]+)?))(?: (?:\p{L}+)|$)/iu,
  ).exec(rest)?.groups?.['a'];

const isDoer = (memory: Memory, owner: string): boolean =>
  memory.isPersonal(owner) || isPerson('', owner) || /^(?:i|we|they|he|she)$/.test(owner);

const FURTHER: readonly (readonly [RegExp, Asking])[] = [
  // "How many are dark?", "how many bring a packed lunch?" of the rest.
  rule(String.raw`how many (?<p>[\p{L}' ]+)`, (memory, groups) => {
    const words = (text: string): string[] =>
      text
        .split(' ')
        .filter((word) => word.length > 2 && !/^(?:are|were|was|the|have|has|had|there|did|does|his|her)$/i.test(word))
        .map(nounKey);
    const rest = words(memory.restWords);
    const asked = words(groups['p']!).filter((word) => word !== memory.noun);
    if (!rest.length || !asked.length || !asked.every((word) => rest.includes(word))) return [];
    const whole = memory.owners().map((who) => memory.total(who, memory.noun));
    return memory.some ? whole.map((all) => minus(all, memory.some!)) : whole;
  }),
  // "How many days does she need?"
  rule(
    String.raw`(?:how many|after how many|in how many) (?<u>\p{L}+) (?:${DO}) .*(?:need|take|last|finish|reach|be|save|wait|practise|work|read|buy|afford|get|pay)\b.*`,
    (memory, { u }) => {
      const each = memory.each(u!);
      // What costs so much has to be saved.
      const prices = memory.prices();
      const goal =
        memory.goal ?? (each?.noun === DOLLAR && prices.length === 2 ? { noun: DOLLAR, amount: prices[0]! } : null);
      if (!each || (each.noun === DOLLAR && !(goal && UNITS.split('|').includes(nounKey(u!))))) return [];
      const there = memory.others([], each.noun);
      const wholes =
        goal && headOf(goal.noun) === headOf(each.noun)
          ? [there.length ? minus(goal.amount, memory.sumOf(there)) : goal.amount]
          : there;
      return wholes.length === 1 ? [dividedBy(wholes[0]!, each.amount)] : [];
    },
  ),
  // "How many times must it go up to bring up 56 people?"
  rule(
    String.raw`how (?:many times|many trips|often) (?:must|does|do|will|did|has|have|should) (?:${WHO}) .*?\b(?<n>\d+) (?<i>${NOUN}?)(?: (?:up|down|across|over|home|there|to the \p{L}+))?`,
    (memory, groups) => {
      const per = memory.containerOf(nounKey(groups['i']!));
      return per === undefined ? [] : [dividedBy(exactly(Number(groups['n'])), memory.each(per)!.amount)];
    },
  ),
  // "How many vans are needed?"
  rule(
    String.raw`how many (?<j>${NOUN}?) (?:(?:are|is|were|will be) (?:needed|there|filled)|(?:do|does|did|will|must|can) .+? (?:need|fill|use|get|make|have))(?: .*)?`,
    (memory, { j }) => {
      const each = memory.each(j!);
      if (!each || each.noun === DOLLAR || memory.owners().some((who) => memory.has(who, j!))) return [];
      const all = memory.others([], each.noun);
      return all.length ? [dividedBy(memory.sumOf(all), each.amount)] : [];
    },
  ),
  // "What was the temperature at noon?"
  rule(String.raw`what (?:is|was|will be) (?<a>the [\p{L}]+)(?: .*)?`, (memory, { a }) => {
    const who = memory.who(a!);
    const measured = memory.owners().filter((one) => memory.has(one, memory.noun));
    const isMeasure = /^the (?:temperature|height|weight|length|score)$/i.test(a!);
    const owner = memory.knows(who) ? who : isMeasure && measured.length === 1 ? measured[0]! : null;
    return owner !== null && memory.has(owner, memory.noun) ? [memory.amount(owner, memory.noun)] : [];
  }),
  // "How many seats are free?"
  rule(
    String.raw`how many(?: more)? ${NOUN} (?:are|is|can|fit|have)(?: there)? .*(?:free|empty|available|unoccupied|fit|get on|get in|join|room)\b.*`,
    (memory) => {
      // "50 seats", and 36 people.
      const seats = memory.counts().filter(({ noun }) => /\b(?:seat|chair|place|space)$/.test(noun));
      const people = memory.counts().filter(({ noun }) => isPerson('', noun));
      const held = seats.length
        ? seats[0]!.amount
        : oneOf(['seat', 'chair', 'place'].map((noun) => memory.amount('there', noun)));
      if (people.length === 1 && seats.length < 2 && held()) return [minus(held, people[0]!.amount)];
      const [room, ...more] = ['hold', 'seat', 'carry'].flatMap((verb) => memory.saidWith(stem(verb)));
      if (!room || more.length) return [];
      const there = memory.others([room.owner], room.noun);
      return there.length === 1 ? [minus(room.amount, there[0]!)] : [];
    },
  ),
  // "How much more does the jacket cost than the shirt?", "how much more was the rug?" of two things.
  rule(
    String.raw`how (?:much|many dollars) (?<d>more|less)(?: expensive)? (?:does|do|is|did|was) (?<a>${WHO})(?: cost)?(?: than (?<b>${WHO}))?`,
    (memory, groups) => {
      const prices = [
        ...memory.priceList(),
        ...memory
          .counts()
          .flatMap(({ noun, amount }) =>
            headOf(noun) === 'bill' ? [{ noun: noun.replace(/ bill$/, ''), amount }] : [],
          ),
      ];
      const of = (said: string): readonly Later[] =>
        prices.filter(({ noun }) => noun === nounKey(said)).map(({ amount }) => amount);
      const [a] = of(groups['a']!);
      const [b] =
        groups['b'] !== undefined
          ? of(groups['b'])
          : prices.length === 2
            ? prices.filter(({ noun }) => noun !== nounKey(groups['a']!)).map(({ amount }) => amount)
            : [];
      if (!a || !b) return [];
      return [groups['d'] === 'more' ? minus(a, b) : minus(b, a)];
    },
  ),
  // Money: what is paid, and what is left of what there was.
  rule(String.raw`(?<q>(?:how much|how many dollars|what) .+)`, (memory, groups) => {
    const question = groups['q']!;
    const who = narrow(new RegExp(String.raw` (?:${DO}) (?<a>${WHO}) (?:\p{L}+)`, 'iu')).exec(question)?.groups?.['a'];
    const owner = who === undefined ? null : memory.who(who);
    const paid = costs(memory, owner !== null && memory.knows(owner) ? owner : null);
    const spent = memory.sumOf(paid);
    if (/\b(?:left|change|remain|remaining|back)\b/i.test(question)) {
      if (memory.paid && /\b(?:change|back)\b/i.test(question)) return [minus(memory.paid, spent)];
      const has = [owner ?? memory.subject, ...memory.owners()].filter((one) => memory.has(one, DOLLAR));
      const all = /\bboth\b|\bthem\b/i.test(question) ? memory.sumOf(memory.prices()) : null;
      return has.flatMap((one) => [
        minus(memory.amount(one, DOLLAR), spent),
        ...(all ? [minus(memory.amount(one, DOLLAR), all)] : []),
      ]);
    }
    if (
      /\b(?:spend|pay|cost|costs|spent|paid|bill|price|earn|get|make|take in|owe|receive)\b/i.test(question) &&
      !/\beach\b|\bmore\b|\bless\b/i.test(question)
    )
      return [
        ...(paid.length ? [spent] : memory.prices().length === 1 ? memory.prices() : []),
        // "The delivery costs 3", of which there is one.
        ...(paid.length && memory.uncounted().length ? [memory.sumOf([...paid, ...memory.uncounted()])] : []),
        ...(ALL.test(question) && /\bcost/i.test(question) ? [memory.sumOf(memory.prices())] : []),
      ];
    return [];
  }),
  // "How many tulips grew?" of which 6 did not.
  rule(
    String.raw`how many(?: (?<i>${NOUN}?))? (?:(?:do|did|does|are|is|were|have|can) )?(?<v>\p{Ll}+)(?: .+)?`,
    (memory, { i, v }) => {
      if (memory.done?.verb !== stem(v!)) return [];
      if (!memory.done.isNot) return [memory.done.amount];
      return memory.owners().map((who) => memory.amount(who, i ?? memory.noun));
    },
  ),
  // A part of a whole is done: "A movie is 95 minutes long. We have watched 40 minutes."
  rule(
    String.raw`how (?:many|much) (?<i>${NOUN}?) (?:${DO}|remain) .*(?:left|still|remain|more)\b.*|how many (?<j>${NOUN}?) (?:are|is) left.*`,
    (memory, { i, j }) => {
      const of = memory.counts().filter(({ noun }) => headOf(noun) === headOf(nounKey(i ?? j!)));
      const [whole, ...parts] = of;
      const isDone =
        parts.length > 0 &&
        parts.every(
          ({ verb, owner }) =>
            kindOfVerb(verb) === 'other' &&
            verb !== '' &&
            verb === parts[0]!.verb &&
            owner === parts[0]!.owner &&
            isDoer(memory, owner) !== isDoer(memory, whole!.owner),
        );
      return isDone ? [minus(whole!.amount, memory.sumOf(parts.map(({ amount }) => amount)))] : [];
    },
  ),
  // Anything else of which there are several, or of which some is gone.
  rule(
    String.raw`how (?<h>many|much|far|long|tall|heavy)(?: (?<i>(?!(?:${DO})\b)${NOUN}?))? (?<d>${DO}|came|come|visit|visited|went|go|remain|remains|remained|stay|stayed|travel|travelled|attend|attended|live|work|play|fit)(?: (?<r>.+))?`,
    (memory, groups) => {
      const question = `${groups['d']} ${groups['r'] ?? ''}`;
      if (/\b(?:than|each|every|per|more)\b/i.test(question) || /^(?:more|fewer|less)\b/i.test(groups['i'] ?? ''))
        return [];
      const money =
        isMoney(`how ${groups['h']}`, groups['i']) && memory.owners().some((who) => memory.has(who, DOLLAR));
      const noun = money
        ? DOLLAR
        : groups['h'] === 'many' && groups['i'] !== undefined
          ? nounKey(groups['i'])
          : memory.noun;
      const said = whoIsAsked(groups['r'] ?? '');
      const who = said === undefined ? memory.subject : memory.who(said);
      if (memory.isStranger(who)) return [memory.amount(who, noun)];
      const isGroup =
        /^(?:they|we|you|people|(?:all |both )?the (?:\d+ )?\p{L}+)$/iu.test(said ?? '') && !memory.knows(who);
      // Somebody's own, of whom nothing is known: not everybody's.
      const isOne = said !== undefined && isSingle(said);
      if (isOne && !memory.knows(who) && memory.owners().filter((one) => memory.has(one, noun)).length > 1) return [];
      const owner = !isGroup && memory.knows(who) && memory.has(who, noun) ? who : null;
      const all = ALL.test(question);
      const direct = said === undefined || all ? [] : [memory.amount(who, noun)];
      const whole = memory.sumOf(
        memory.parts(all && !/^(?:he|she|it)\b/i.test(groups['r'] ?? '') ? null : owner, noun),
      );
      if (LEFT.test(question)) {
        // What is there now or then may be more than there was.
        const apart = TAKEN.test(question) ? left(memory, owner ?? undefined, noun) : [];
        const rest = done(memory, noun, who);
        const wholes =
          owner === null
            ? memory
                .owners()
                .filter((one) => memory.has(one, noun))
                .map((one) => memory.total(one, noun))
            : [memory.total(owner, noun)];
        // "How many balls are left in the box?" of the red and the blue ones.
        const holders = memory.owners().filter((one) => memory.parts(one, noun).length > 1);
        if (owner === null && holders.length === 1 && !rest.length)
          return [...apart, ...wholes, memory.sumOf(memory.parts(holders[0]!, noun))];
        return rest.length ? wholes.map((some) => minus(some, memory.sumOf(rest))) : [...apart, ...wholes];
      }
      // "On the 2 nights": what was said of either.
      const times = /\b(?:the|all|these) (\d+) \p{L}+$/iu.exec(question)?.[1];
      const counts = memory.counts().filter((one) => one.noun === noun);
      if (all && counts.length > 1 && counts.length === Number(times))
        return [memory.sumOf(counts.map(({ amount }) => amount))];
      if (all && counts.length > 1) return [...direct, whole];
      return all || owner === null
        ? [...direct, whole, memory.amount('there', noun)]
        : [memory.total(owner, noun), whole];
    },
  ),
];

/** What a question may ask for beyond the usual patterns; the likeliest first. */
export const furtherAsked = (memory: Memory, question: string): readonly Later[] =>
  FURTHER.flatMap(([pattern, ask]) => {
    const match = pattern.exec(question);
    return match ? ask(memory, match.groups ?? {}) : [];
  });
