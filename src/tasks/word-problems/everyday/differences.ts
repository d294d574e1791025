/** How much one is more than the other: of two, or of what there was and what there is. */
import { AGE, DOLLAR, minus, type Later } from './later';
import type { Memory } from './memory';
import { worth } from './quantities';
import { kindOfVerb, stem } from './verbs';

/** "How much has it grown?": what it is now less what it was. Null where no such thing is asked. */
export function changeAsked(memory: Memory, question: string): readonly Later[] | null {
  const asked =
    /^(?:how (?:much|many(?: \p{L}+)?)(?: (?<d>more|taller|longer|heavier|higher|older|warmer|shorter|lighter|lower|colder|cooler|fewer|less))?|what is the (?<w>difference)) (?:has|have|did|is|was|does|do|in|between) (?<r>.+)$/iu.exec(
      question,
    )?.groups;
  if (!asked || /\bthan (?!before|yesterday|last|at first|in the|on )/i.test(question)) return null;
  const words = (asked['r'] ?? '').split(' ').map(stem);
  const isUp =
    words.some(
      (word) => kindOfVerb(word) === 'gain' || /^(?:grow|grown|gain|rise|risen|rose|increas|improv)$/.test(word),
    ) || /^(?:taller|longer|heavier|higher|warmer)$/i.test(asked['d'] ?? '');
  const isDown =
    words.some((word) => kindOfVerb(word) === 'loss' || /^(?:shrink|shrunk|drop|fal|decreas|sink|sunk)$/.test(word)) ||
    /^(?:shorter|lighter|lower|colder|cooler)$/i.test(asked['d'] ?? '');
  const { noun } = memory;
  const [was, is, ...more] = memory.counts().filter((one) => one.noun === noun);
  if (isUp === isDown || !was || !is || more.length || was.owner !== is.owner) return null;
  // What was done twice is no change of what there is.
  if (![was, is].every(({ verb }) => verb === '' || kindOfVerb(verb) === 'have' || noun !== memory.noun)) return null;
  return [isUp ? minus(is.amount, was.amount) : minus(was.amount, is.amount)];
}

/** "How many more did Abebe run?" of two who did. Null where no such thing is asked. */
export function comparedAsked(memory: Memory, question: string): readonly Later[] | null {
  const asked =
    /^[Hh]ow (?:many|much) (?<d>more|fewer|less)(?: (?<i>(?!(?:did|does|do|has|have)\b)\p{L}+))? (?:did|does|do|has|have) (?<a>\p{Lu}[\p{L}'-]+|(?:the|his|her|my) \p{Ll}+) (?<v>\p{Ll}+)$/u.exec(
      question,
    )?.groups;
  if (!asked || /^(?:need|want|require|lack)/.test(asked['v']!) || memory.goal) return null;
  const who = memory.who(asked['a']!);
  const noun = asked['i'] ?? memory.noun;
  const owners = memory.owners().filter((owner) => memory.amount(owner, noun)() !== null);
  const [other, ...more] = owners.filter((owner) => owner !== who);
  if (!other || more.length || !owners.includes(who) || !memory.isPersonal(other)) return null;
  const [own, theirs] = [memory.amount(who, noun), memory.amount(other, noun)];
  return [asked['d'] === 'more' ? minus(own, theirs) : minus(theirs, own)];
}

/** The larger less the smaller. */
const between =
  (one: Later, other: Later): Later =>
  () => {
    const [a, b] = [one(), other()];
    return a && b && (worth(a) >= worth(b) ? minus(one, other) : minus(other, one))();
  };

/** "What is the difference between their ages?" of two. Null where no such thing is asked. */
export function differenceAsked(memory: Memory, question: string): readonly Later[] | null {
  const asked =
    /^(?:what is|how (?:much|big|large) is) (?:the|their) (?:(?<a>\p{L}+) )?difference(?: (?:between|in) (?:the |their )?(?:2 )?(?<k>\p{L}+).*)?$/iu.exec(
      question,
    )?.groups;
  if (!asked) return null;
  const of = `${asked['a'] ?? ''} ${asked['k'] ?? ''}`;
  const amounts = /\b(?:prices?|costs?)\b/i.test(of)
    ? memory.prices()
    : memory
        .counts()
        .filter(({ noun }) => noun === (/\bages?\b/i.test(of) ? AGE : memory.noun === '' ? DOLLAR : memory.noun))
        .map(({ amount }) => amount);
  return amounts.length === 2 ? [between(amounts[0]!, amounts[1]!)] : [];
}
