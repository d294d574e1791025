/** The questions of everyday stories, each with what it asks for. */
import { AGE, dividedBy, DOLLAR, exactly, minus, plus, times, type Later, type Memory } from './memory';
import { nounKey, smaller } from './nouns';
import type { Quantity } from './quantities';
import { count, rule, WHO, type Groups } from './wordings';

/** One reading or several, the likeliest first. */
type Asking = (memory: Memory, groups: Groups) => Later | readonly Later[];

const STOP = String.raw`(?!(?:does|do|did|is|are|were|has|have|can|will|remain|in|of|and|cost|costs|pay|fit|such|not)\b)`;
const NOUN = String.raw`${STOP}[\p{L}'-]+(?: ${STOP}[\p{L}'-]+){0,2}`;
const DO = 'does|do|did|can|will|has|have|is|are';
const ALL = String.raw`in all|altogether|in total|together|all together|overall|in the \d+ \p{L}+|in both \p{L}+|on both \p{L}+`;
const END = String.raw`(?: (?:left(?: over)?|now|today|then|in the end|at the end|(?:every|each|an?|per) \p{L}+))?`;

const oneOf =
  (tries: readonly Later[]): Later =>
  () => {
    for (const attempt of tries) {
      const found = attempt();
      if (found) return found;
    }
    return null;
  };

/** What somebody has of something; where nobody in particular has it, what there is. */
function ofSomebody(memory: Memory, who: string | undefined, noun: string): readonly Later[] {
  const owner = who === undefined ? memory.subject : memory.who(who);
  const others = memory.owners().filter((other) => other !== owner);
  return [
    memory.amount(owner, noun),
    memory.amount('there', noun),
    ...(memory.knows(owner) && who !== undefined ? [] : others.map((other) => memory.amount(other, noun))),
    ...(who !== undefined && memory.knows(owner) ? [memory.sumOf(memory.parts(owner, noun))] : []),
    ...(memory.some ? [memory.some] : []),
    // "How many can be used?" after some were taken away.
    ...(memory.hasRest ? [memory.amount(owner, ''), ...memory.owners().map((other) => memory.amount(other, ''))] : []),
  ];
}

/** What is left when what was made of it is taken away: beads of bracelets, eggs of cakes. */
function left(memory: Memory, who: string | undefined, noun: string): readonly Later[] {
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

function ofAll(memory: Memory, who: string | undefined, noun: string): readonly Later[] {
  const names = (who ?? '').split(/ and | or /).filter(Boolean);
  if (names.length > 1) return [memory.sumOf(names.map((name) => memory.amount(memory.who(name), noun)))];
  const owner = who === undefined || /^(?:they|there)$/i.test(who) ? null : memory.who(who);
  const own = owner !== null && memory.knows(owner) ? owner : null;
  return [
    memory.sumOf(memory.parts(own, noun)),
    memory.sumOf(memory.parts(null, noun)),
    // So much on each trip.
    () => {
      const each = memory.each(owner ?? memory.subject);
      const [trips, ...more] = memory.parts(owner ?? memory.subject, '');
      return each && trips && !more.length ? times(each.amount, trips)() : null;
    },
  ];
}

/** So many for each, times how many there are. */
function byRate(memory: Memory, per: string, howMany: Later): Later {
  return () => {
    const each = memory.each(per);
    return each ? times(each.amount, howMany)() : null;
  };
}

/** What one of it has, holds, costs or weighs. */
const ofEach =
  (memory: Memory, one: string): Later =>
  () =>
    memory.each(one)?.amount() ?? null;

const bill = (memory: Memory): Later => memory.sumOf(memory.bills(memory.subject));

const QUESTIONS: readonly (readonly [RegExp, Asking])[] = [
  rule(String.raw`how old will (?<a>${WHO}) be in (?<n>\d+) years`, (memory, groups) =>
    plus(memory.amount(memory.who(groups['a']!), AGE), count(groups)),
  ),
  rule(String.raw`how old was (?<a>${WHO}) (?<n>\d+) years ago`, (memory, groups) =>
    minus(memory.amount(memory.who(groups['a']!), AGE), count(groups)),
  ),
  rule(
    String.raw`how (?:many|much)(?: (?<i>${NOUN}))? (?:do|does|did|are|is|will) (?:(?<n>\d+) )(?<j>${NOUN}?)(?: (?:have|hold|contain|cost|weigh|need|make|get|give|take|last|in all|in total|together|altogether))*`,
    (memory, groups) => byRate(memory, groups['j']!, count(groups)),
  ),
  rule(
    String.raw`how many (?<i>${NOUN}) (?:are|is|were) (?:there )?in (?:all |total )?(?<n>\d+) (?<j>${NOUN})`,
    (memory, groups) => byRate(memory, groups['j']!, count(groups)),
  ),
  rule(
    String.raw`how (?:many|much)(?: ${NOUN})? (?:does|did|will|can) each(?: of (?:them|the ${NOUN}))?(?: (?<j>${NOUN}?))? (?:get|gets|have|receive|pay|cost|weigh|hold)`,
    (memory, { j }) => ofEach(memory, j ?? memory.lastEach),
  ),
  rule(
    String.raw`how many ${NOUN} (?:are|is|were|go) (?:there )?(?:on|in|into) each(?: of the)? (?<j>${NOUN})`,
    (memory, { j }) => ofEach(memory, j!),
  ),
  rule(
    String.raw`how (?:long|heavy|big) (?:is|are|was) (?:each|one|every)(?: of the)? (?<j>${NOUN})`,
    (memory, { j }) => ofEach(memory, j!),
  ),
  rule(String.raw`how much change (?:does|did|will|should) (?<a>${WHO}) (?:get|receive)(?: back)?`, (memory) =>
    memory.paid ? minus(memory.paid, bill(memory)) : [],
  ),
  rule(String.raw`how many (?<i>${NOUN}) can (?<n>\d+) (?<j>${NOUN}) \p{L}+`, (memory, groups) =>
    byRate(memory, groups['j']!, count(groups)),
  ),
  rule(
    String.raw`how much change (?:does|did|will|should) (?<a>${WHO}) (?:get|receive)(?: back)? (?:from|for) (?:an? )?(?<n>\d+) dollars(?: (?:bill|note))?`,
    (memory, groups) => minus(count(groups), bill(memory)),
  ),
  rule(String.raw`(?:what is|how much is) the total(?: (?:cost|price|bill))?`, (memory) => bill(memory)),
  rule(String.raw`what is the total (?:number|amount) of (?<i>${NOUN})`, (memory, { i }) =>
    ofAll(memory, undefined, i!),
  ),
  rule(
    String.raw`how many (?<i>${NOUN}) (?:does|do|must|should|has|have) (?<a>${WHO}) (?:still )?(?:have |has |need |needs )?(?:still )?to \p{L}+`,
    (memory, { i }) => memory.owners().map((owner) => memory.amount(owner, i!)),
  ),
  rule(String.raw`how old was (?<a>${WHO}) when (?<b>${WHO}) was born`, (memory, { a, b }) =>
    minus(memory.amount(memory.who(a!), AGE), memory.amount(memory.who(b!), AGE)),
  ),
  rule(String.raw`how many (?<i>${NOUN}) (?:do|does|did|are|is|can|have) not(?: [\p{L} ]+)?`, (memory, { i }) =>
    memory.some ? minus(oneOf(memory.owners().map((who) => memory.amount(who, i!))), memory.some) : () => null,
  ),
  rule(
    String.raw`how many (?<i>${NOUN}) (?<v>wear|are|have|play|like|can|go|come|own|read|speak|were|walk)(?: [\p{L} ]+)?`,
    (memory) => memory.some ?? (() => null),
  ),
  rule(
    String.raw`how many (?<j>${NOUN}) fit (?:on|in|into) (?:(?<n>\d+) (?:such |of these )?|an? |the |one )(?<k>${NOUN})`,
    (memory, { j, n, k }) =>
      () => {
        const [one, whole] = [memory.each(j!), memory.each(k!)];
        if (!one || !whole || one.noun !== whole.noun) return null;
        return dividedBy(n ? times(exactly(Number(n)), whole.amount) : whole.amount, one.amount)();
      },
  ),
  rule(
    String.raw`how many (?<j>${NOUN}) of (?<n>\d+) (?<u>${NOUN}) can (?:be filled|\p{L}+ fill)(?: from it)?`,
    (memory, groups) => () => {
      const whole = memory.each(memory.subject);
      const factor = whole && smaller(whole.noun, groups['u']!);
      return factor
        ? dividedBy(factor === 1 ? whole.amount : times(whole.amount, exactly(factor)), count(groups))()
        : null;
    },
  ),
  rule(
    String.raw`how (?:many|much) (?<i>${NOUN}) (?:does|do|did) (?:it|${WHO}) (?:use|need|take|make|cost) (?:for|on|in) (?<n>\d+) (?<u>${NOUN})`,
    (memory, groups) => () => {
      const { rate } = memory;
      if (rate?.noun !== nounKey(groups['i']!) || rate.of !== nounKey(groups['u']!)) return null;
      return times(dividedBy(count(groups), exactly(rate.per)), exactly(rate.amount))();
    },
  ),
  rule(
    String.raw`how many (?<i>${NOUN}) and (?<k>${NOUN}) (?:are|is|were) there(?: (?:${ALL}))?`,
    (memory, { i, k }) => {
      const amounts = [i!, k!].map((noun) => oneOf(memory.owners().map((who) => memory.amount(who, noun))));
      return memory.sumOf(amounts);
    },
  ),
  rule(String.raw`how much does each (?<j>${NOUN}) owe`, (memory, { j }) => ofEach(memory, j!)),
  rule(String.raw`how many (?<i>${NOUN}) can be \p{L}+`, (memory, { i }) =>
    memory.hasRest ? ofSomebody(memory, undefined, i!) : () => null,
  ),
  rule(String.raw`how many are (?<i>${NOUN})`, (memory) =>
    memory.hasRest ? memory.amount(memory.owners().at(-1) ?? '', '') : () => null,
  ),
  rule(String.raw`how old (?:is|was) (?<a>${WHO})`, (memory, { a }) => memory.amount(memory.who(a!), AGE)),
  rule(
    String.raw`how many (?<j>${NOUN}) (?:are needed|can be filled|are filled|(?:does|do|did) ${WHO} (?:need|fill|use)) (?:for|with|from|to hold) (?<n>\d+) (?<i>${NOUN})(?: of [\p{L} ]+)?`,
    (memory, groups) => () => {
      const each = memory.each(groups['j']!);
      return each ? dividedBy(count(groups), each.amount)() : null;
    },
  ),
  rule(
    String.raw`how long (?:does|will|did) (?:it|${WHO}) (?:take|need)(?: ${WHO})? (?:for|to (?:\p{L}+)) (?<n>\d+) (?<i>${NOUN})`,
    (memory, groups) => {
      const per = memory.containerOf(nounKey(groups['i']!));
      return per === undefined ? () => null : dividedBy(count(groups), memory.each(per)!.amount);
    },
  ),
  rule(
    String.raw`how (?:far|many|much)(?: (?<i>${NOUN}))? (?:${DO})(?: (?<a>${WHO}))?(?: \p{L}+)? (?:in|after|for|during) (?:an? \p{L}+ of )?(?<n>\d+) (?<u>${NOUN})`,
    (memory, groups) => byRate(memory, groups['u']!, count(groups)),
  ),
  rule(
    String.raw`how many more(?: (?<i>${NOUN}))? (?:${DO}) (?<a>${WHO}) (?:\p{L}+) than (?<b>${WHO})`,
    (memory, { i, a, b }) =>
      minus(memory.amount(memory.who(a!), i ?? memory.noun), memory.amount(memory.who(b!), i ?? memory.noun)),
  ),
  rule(
    String.raw`how many (?:fewer|less)(?: (?<i>${NOUN}))? (?:${DO}) (?<a>${WHO}) (?:\p{L}+) than (?<b>${WHO})`,
    (memory, { i, a, b }) =>
      minus(memory.amount(memory.who(b!), i ?? memory.noun), memory.amount(memory.who(a!), i ?? memory.noun)),
  ),
  rule(
    String.raw`how many more(?: (?<i>${NOUN}))? (?:${DO}) (?<a>${WHO}) \p{L}+ (?:on|in|at) [\p{L} ]+`,
    (memory, { i, a }) => {
      const [first, second, ...more] = memory.parts(memory.who(a!), i ?? memory.noun);
      return first && second && !more.length ? minus(second, first) : () => null;
    },
  ),
  rule(
    String.raw`how (?:many|much) (?<i>${NOUN}) (?:${DO}) (?<a>${WHO})(?: (?:have|has|own|read|collect|make|get|see|score|sell|hold|walk|run|carry|buy|bake|drive|eat))? (?:${ALL})`,
    (memory, { i, a }) => ofAll(memory, a, i!),
  ),
  rule(
    String.raw`how many (?<i>${NOUN}) (?:are|is|were) (?:there|they|needed|used|made|sold)(?: (?:in|on|at) the \p{L}+)? (?:${ALL})`,
    (memory, { i }) => ofAll(memory, undefined, i!),
  ),
  rule(
    String.raw`how (?:far|much|many points) (?:does|did) (?<a>${WHO}) (?:run|walk|travel|drive|ride|swim|score|spend|pay)(?: (?:${ALL}))?`,
    (memory, { a }) => {
      const who = memory.who(a!);
      return [bill(memory), memory.sumOf(memory.parts(who, memory.noun)), memory.amount(who, DOLLAR)];
    },
  ),
  rule(
    String.raw`how much (?:money )?(?:does|do|did|has|have) (?<a>${WHO}) (?:have |has )?(?:left|now|left over)`,
    (memory, { a }) => left(memory, a, DOLLAR),
  ),
  rule(
    String.raw`how much (?:money )?(?:does|do|did) (?<a>${WHO}) (?:get|earn|make|receive|take in)(?: (?:${ALL}))?`,
    (memory, { a }) => ofSomebody(memory, a, DOLLAR),
  ),
  rule(
    String.raw`how many (?<i>${NOUN}) (?:${DO}) (?<a>${WHO}) (?:have |has |keep |own )?(?:left(?: over)?|remaining)`,
    (memory, { i, a }) => left(memory, a, i!),
  ),
  rule(String.raw`how many (?<i>${NOUN}) (?:has|have) (?<a>${WHO}) left`, (memory, { i, a }) => left(memory, a, i!)),
  rule(
    String.raw`how many (?<i>${NOUN}) (?:(?:are|is|were)(?: there)? left(?: over)?|remain)(?: in the \p{L}+)?`,
    (memory, { i }) => left(memory, undefined, i!),
  ),
  rule(
    String.raw`(?:how much (?:does|do|is|are)|what is the price of|what do) (?<l>(?:an? |\d+ )${NOUN}(?: and (?:an? |\d+ )${NOUN})*)(?: cost| pay)?(?: together| in all| altogether)?`,
    (memory, { l }) =>
      memory.sumOf(
        l!.split(/ and /).map((item) => {
          const [, many = '', noun = ''] = /^(an?|\d+) (.+)$/i.exec(item) ?? [];
          const each = memory.each(noun);
          if (!each) return () => null;
          return /^\d/.test(many) ? times(exactly(Number(many)), each.amount) : each.amount;
        }),
      ),
  ),
  rule(String.raw`(?:what is|how much is) the (?:new |final )?price`, (memory) => ofEach(memory, memory.subject)),
  rule(String.raw`how (?:tall|long|heavy|high|wide) is (?<a>${WHO})${END}`, (memory) => () => {
    const [owner, noun] = [memory.owners().find((who) => memory.has(who, memory.noun)), memory.noun];
    const single = owner === undefined ? null : memory.amount(owner, noun)();
    const more = owner === undefined ? null : memory.held(owner, noun);
    return single && more ? memory.sumOf([() => single, () => more])() : single;
  }),
  rule(
    String.raw`how (?:many|much) (?<i>${NOUN}) (?:${DO}) (?<a>${WHO})(?: (?:have|has|own|read|collect|make|get|see|score|sell|hold|walk|run|carry|fill|keep|need|buy|bake|spend|drive|eat|pay))?${END}`,
    (memory, { i, a }) => ofSomebody(memory, a, i!),
  ),
  rule(
    String.raw`how many (?<i>${NOUN}) (?:are|is|were|remain)(?: (?:there|left|needed|used))?(?: (?:left|now|over|(?:in|on|at) (?:the|his|her) [\p{L} ]+))*`,
    (memory, { i }) => ofSomebody(memory, undefined, i!),
  ),
  rule(String.raw`how many (?:${DO}) (?<a>${WHO}) (?:have|has|own)${END}`, (memory, { a }) =>
    ofSomebody(memory, a, memory.noun),
  ),
];

/** What a question may ask for, the likeliest first; nothing where it cannot be read. */
export function readQuestion(memory: Memory, question: string): Quantity[] {
  return QUESTIONS.flatMap(([pattern, ask]) => {
    const match = pattern.exec(question);
    const asked = match ? ask(memory, match.groups ?? {}) : [];
    return [asked].flat().flatMap((later) => later() ?? []);
  });
}
