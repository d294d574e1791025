/** The questions of everyday stories, each with what it asks for. */
import { left, ofAll, oneOf, ofSomebody } from './amounts';
import { AGE, dividedBy, DOLLAR, exactly, minus, plus, times, type Later } from './later';
import type { Memory } from './memory';
import { costAsked, eachAsked, furtherAsked, togetherAsked } from './further-questions';
import { gone, missing, notAsked } from './goals';
import { overTime } from './over-time';
import { kindAsked, partAsked, spentOn } from './parts';
import { leftAsked, ratedAsked } from './rates';
import { changeAsked, comparedAsked, differenceAsked } from './differences';
import { headOf, isAlike, nounKey, smaller } from './nouns';
import type { Quantity } from './quantities';
import { count, rule, WHO, type Groups } from './wordings';

/** One reading or several, the likeliest first. */
type Asking = (memory: Memory, groups: Groups) => Later | readonly Later[];

const STOP = String.raw`(?!(?:does|do|did|is|are|were|has|have|can|will|remain|in|of|and|cost|costs|pay|fit|such|not)\b)`;
const NOUN = String.raw`${STOP}[\p{L}'-]+(?: ${STOP}[\p{L}'-]+){0,2}`;
const DO = 'does|do|did|can|will|has|have|is|are';
const ALL = String.raw`in all|altogether|in total|together|all together|overall|(?:in|on|over|during) (?:the|these|all) \d+ \p{L}+|in both \p{L}+|on both \p{L}+`;
const END = String.raw`(?: (?:left(?: over)?|now|today|then|in the end|at the end|(?:every|each|an?|per) \p{L}+))?`;

/** So many for each, times how many there are. */
function byRate(memory: Memory, per: string, howMany: Later, noun?: string): Later {
  return () => {
    const each = memory.each(per);
    // Lessons a week are no minutes a week.
    const isOther = noun !== undefined && each !== undefined && !isAlike(headOf(nounKey(noun)), headOf(each.noun));
    return each && !isOther ? times(each.amount, howMany)() : null;
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
    (memory, groups) => byRate(memory, groups['j']!, count(groups), groups['i']),
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
    String.raw`how many ${NOUN} (?:are|is|were|go) (?:there )?(?:on|in|into) (?:each|every|an?|one)(?: of the)? (?<j>${NOUN})`,
    (memory, { j }) => ofEach(memory, j!),
  ),
  rule(
    String.raw`how (?:long|heavy|big) (?:is|are|was) (?:each|one|every)(?: of the)? (?<j>${NOUN})`,
    (memory, { j }) => ofEach(memory, j!),
  ),
  rule(String.raw`how much change (?:does|did|will|should) (?<a>${WHO}) (?:get|receive)(?: back)?`, (memory) =>
    memory.paid ? minus(memory.paid, bill(memory)) : [],
  ),
  rule(String.raw`how many (?<i>${NOUN}) (?:can|could) (?<n>\d+) (?<j>${NOUN}) \p{L}+`, (memory, groups) =>
    byRate(memory, groups['j']!, count(groups)),
  ),
  rule(
    String.raw`how much change (?:does|did|will|should) (?<a>${WHO}) (?:get|receive)(?: back)? (?:from|for) (?:an? )?(?<n>\d+) dollars(?: (?:bill|note))?`,
    (memory, groups) => minus(count(groups), bill(memory)),
  ),
  rule(String.raw`(?:what is|how much is) the total(?: (?:cost|price|bill))?`, (memory) => bill(memory)),
  rule(
    String.raw`what (?:is|was) (?<a>his|her|their|our|my|${WHO}'s) total(?: \p{L}+)?(?: altogether)?`,
    (memory, { a }) =>
      ofAll(memory, /^(?:his|her)$/i.test(a!) ? 'she' : /^(?:their|our)$/i.test(a!) ? undefined : a, memory.noun),
  ),
  rule(String.raw`what (?:is|was) (?<a>${WHO})'s (?:score|height|weight|result|number)`, (memory, { a }) =>
    memory.amount(memory.who(a!), memory.noun),
  ),
  // "How many more beans than tomatoes did he grow?"
  rule(
    String.raw`how many (?<d>more|fewer|less) (?<i>${NOUN}?) than (?<k>${NOUN}?)(?: (?:are|is|were|do|does|did|have|has) .+)?`,
    (memory, { d, i, k }) => {
      const of = (noun: string): Later =>
        oneOf(
          memory
            .owners()
            .filter((who) => memory.has(who, noun))
            .map((who) => memory.amount(who, noun)),
        );
      return d === 'more' ? minus(of(i!), of(k!)) : minus(of(k!), of(i!));
    },
  ),
  // "How many more came today than yesterday?", "how many fewer are there in 3A?"
  rule(
    String.raw`how (?:many|much|far) (?:more|fewer|less|further)(?: (?<i>(?!(?:${DO}|did|came|were|was)\b)${NOUN}?))? (?:[^\d]+ than (?:on |in |at )?(?:the )?(?:yesterday|today|\p{L}+day|before|last \p{L}+|this \p{L}+|morning|afternoon|first \p{L}+|other \p{L}+|class \p{L}+|year\p{L}+|class\p{L}+|[\p{L}]+ \p{L}+)|(?:are|is|were|was) (?:there )?(?:in|on|at) [^\d]+)`,
    (memory, { i }) => {
      const counts = memory.counts().filter(({ noun }) => i === undefined || isAlike(noun, nounKey(i)));
      const [a, b] = counts;
      return counts.length === 2 ? [minus(a!.amount, b!.amount), minus(b!.amount, a!.amount)] : [];
    },
  ),
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
      const each = memory.each(groups['u']!);
      if (each && each.noun === nounKey(groups['i']!)) return times(each.amount, count(groups))();
      const { rate } = memory;
      if (rate?.noun !== nounKey(groups['i']!) || rate.of !== nounKey(groups['u']!)) return null;
      return times(dividedBy(count(groups), exactly(rate.per)), exactly(rate.amount))();
    },
  ),
  rule(
    String.raw`how many (?<i>${NOUN}) and (?<k>${NOUN}) (?:(?:are|is|were) there|(?:do|does|did|have|has) ${WHO} \p{L}+)(?: (?:${ALL}))?`,
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
  rule(
    String.raw`how (?:much|many years) (?<d>older|younger) is (?<a>${WHO}) than (?<b>${WHO})`,
    (memory, { a, b, d }) => {
      const [one, other] = [a!, b!].map((who) => memory.amount(memory.who(who), AGE)) as [Later, Later];
      return d === 'older' ? minus(one, other) : minus(other, one);
    },
  ),
  rule(
    String.raw`how (?:much|many \p{L}+) (?<d>taller|longer|heavier|higher|deeper|older|shorter|lighter|lower|younger|smaller|bigger|further) (?:is|was|are) (?<a>${WHO})`,
    (memory, { a, d }) => {
      const noun = /^(?:older|younger)$/i.test(d!) ? AGE : memory.noun;
      const who = memory.who(a!);
      const measured = memory.owners().filter((owner) => memory.has(owner, noun));
      const [other, ...more] = measured.filter((owner) => owner !== who);
      if (!other || more.length || !measured.includes(who)) return () => null;
      const [own, theirs] = [memory.amount(who, noun), memory.amount(other, noun)];
      return /^(?:shorter|lighter|lower|younger|smaller)$/i.test(d!) ? minus(theirs, own) : minus(own, theirs);
    },
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
    (memory, groups) => byRate(memory, groups['u']!, count(groups), groups['i']),
  ),
  rule(
    String.raw`how (?:many|much) more(?: (?<i>${NOUN}))? (?:${DO}) (?<a>${WHO}) (?:\p{L}+) than (?<b>${WHO})`,
    (memory, { i, a, b }) => {
      const noun = i === undefined || /^money$/i.test(i) ? memory.noun : i;
      return minus(memory.amount(memory.who(a!), noun), memory.amount(memory.who(b!), noun));
    },
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
    String.raw`(?:how much (?:does|do|is|are)|what is the price of|what do) (?<l>(?:an? |the |one |\d+ )${NOUN}(?: and (?:an? |the |one |\d+ )${NOUN})*)(?: cost| pay)?(?: together| in all| altogether)?`,
    (memory, { l }) =>
      memory.sumOf(
        l!.split(/ and /).map((item) => {
          const [, many = '', noun = ''] = /^(an?|the|one|\d+) (.+)$/i.exec(item) ?? [];
          const each = memory.each(noun);
          if (!each) return () => null;
          return /^\d/.test(many) ? times(exactly(Number(many)), each.amount) : each.amount;
        }),
      ),
  ),
  rule(String.raw`(?:what is|how much is) the (?:new |final )?price`, (memory) => ofEach(memory, memory.subject)),
  rule(String.raw`how (?:tall|long|heavy|high|wide) (?:is|was|are) (?<a>${WHO})${END}`, (memory, { a }) => () => {
    const { noun } = memory;
    const asked = memory.who(a!);
    const measured = memory.owners().filter((who) => memory.has(who, noun));
    const owner = measured.includes(asked) ? asked : measured.length === 1 ? measured[0] : undefined;
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

/** "Tom has read 60 pages and Ann 80. How many has Ann still to read?" of a book that nobody owns: not what both leave. */
function isOfOneDoer(memory: Memory, question: string): boolean {
  const doers = [...new Set(memory.deeds.filter(({ isTaken }) => isTaken).map(({ owner }) => owner))].filter((owner) =>
    memory.isPersonal(owner),
  );
  if (doers.length < 2 || doers.some((owner) => memory.has(owner, memory.noun))) return false;
  return (question.match(/\p{Lu}[\p{L}'-]+/gu) ?? []).some((name) => doers.includes(memory.who(name)));
}

export interface Asked {
  /** What the question may ask for, the likeliest first. */
  readonly likely: readonly Quantity[];
  /** What it may ask for beyond that, which is believed only where all of it comes to the same. */
  readonly further: readonly Quantity[];
}

/** What a question may ask for; nothing where it cannot be read. */
export function readQuestion(memory: Memory, question: string): Asked {
  const known = (tries: readonly Later[]): Quantity[] => tries.flatMap((later) => later() ?? []);
  if (isOfOneDoer(memory, question)) return { likely: [], further: [] };
  const { formerly } = memory;
  if (formerly && question.toLowerCase().endsWith(formerly.when))
    return { likely: known([formerly.amount]), further: [] };
  const spent = spentOn(memory, question);
  if (spent) return { likely: known(spent), further: [] };
  if (costAsked(memory, question) === false) return { likely: [], further: [] };
  // What is asked for is not what is there: no other reading counts.
  const sure =
    kindAsked(memory, question) ??
    notAsked(memory, question) ??
    partAsked(memory, question) ??
    changeAsked(memory, question) ??
    differenceAsked(memory, question) ??
    comparedAsked(memory, question) ??
    eachAsked(memory, question) ??
    togetherAsked(memory, question) ??
    gone(memory, question) ??
    missing(memory, question) ??
    overTime(memory, question);
  if (sure) return { likely: known(sure), further: known(ratedAsked(memory, question)) };
  const asked = QUESTIONS.flatMap(([pattern, ask]) => {
    const match = pattern.exec(question);
    return match ? [ask(memory, match.groups ?? {})].flat() : [];
  });
  return {
    likely: known(asked),
    further: known([
      ...furtherAsked(memory, question),
      ...ratedAsked(memory, question),
      ...leftAsked(memory, question),
    ]),
  };
}
