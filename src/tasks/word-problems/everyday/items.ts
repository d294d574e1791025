/** What stands behind a verb: `5 apples, twice as many pears and 3 boxes of 4 eggs each`. */
import { exactly, minus, plus, shareOf, times, type Later, type Share } from './later';
import { narrow } from './letters';
import type { Memory } from './memory';
import { isPerson, nounKey } from './nouns';
import { ASIDE, count, NOUN, readShare, SHARE, WHO, type Groups } from './wordings';

export interface Item {
  readonly noun: string;
  readonly amount: Later;
  /** More of what there was: `another 5`, `5 more`. */
  readonly isMore: boolean;
  /** More than there were before, whatever they are: not `5 new ones`. */
  readonly isFurther?: boolean;
  /** When, where, to whom. */
  readonly aside: string;
  /** Whose it is, where that is not who the sentence is about. */
  readonly whose?: string;
  /** Some of those that were spoken of: `24 of the blocks`. */
  readonly isPart?: boolean;
  /** What they are in: so many, and so much in each. */
  readonly box?: { readonly noun: string; readonly many: Later; readonly each: Later };
}

interface Context {
  readonly memory: Memory;
  readonly owner: string;
  readonly before: Item | null;
}

type Form = readonly [RegExp, (context: Context, groups: Groups) => Omit<Item, 'aside'> | null];

const END = String.raw`(?<z>${ASIDE})`;
const form = (pattern: string, read: Form[1]): Form => [narrow(new RegExp(`^${pattern}${END}$`, 'iu')), read];

/** What was said last, which "twice as many" is of. */
const last = ({ memory, owner, before }: Context, noun: string | undefined): Later =>
  (noun === undefined ? undefined : memory.lastOf(owner, noun)) ??
  before?.amount ??
  memory.lastOf(owner, memory.noun) ??
  (() => null);

const nounOf = ({ memory, before }: Context, said: string | undefined): string =>
  said === undefined || /^(?:of|them)$/.test(said) ? (before?.noun ?? memory.noun) : said;

const whole = ({ memory, owner }: Context): Later => {
  const { noun } = memory;
  const holder = [owner, ...memory.owners()].find((who) => memory.amount(who, noun)() !== null);
  // As it is now: what follows changes it.
  const now = holder === undefined ? null : memory.total(holder, noun)();
  return () => now;
};

const FORMS: readonly Form[] = [
  // Three boxes of four eggs each.
  form(
    String.raw`(?<n>\d+) (?<j>${NOUN}?)(?: of (?<k>${NOUN}?))?,? (?:of|with|holding|containing|that (?:have|hold)) (?<m>\d+)(?: (?<i>${NOUN}?))? (?:each|apiece|(?:in|on|per|into) (?:each|every|an?)(?: \p{L}+)?)`,
    (_, groups) => {
      const noun = groups['i'] ?? groups['k'];
      if (noun === undefined) return null;
      const each = count(groups, 'm');
      const box = { noun: groups['j']!, many: count(groups), each };
      return { noun, amount: times(box.many, each), isMore: false, box };
    },
  ),
  form(String.raw`(?<n>\d+) (?<j>${NOUN}) of (?<m>\d+) (?<i>${NOUN}?)`, (_, groups) => {
    const box = { noun: groups['j']!, many: count(groups), each: count(groups, 'm') };
    return { noun: groups['i']!, amount: times(box.many, box.each), isMore: false, box };
  }),
  form(
    String.raw`(?<n>\d+)(?: (?<u>${NOUN}?))? (?<d>more|fewer|less)(?: (?<i>(?!than\b)${NOUN}?))? than (?<b>${WHO})`,
    (context, groups) => {
      const noun = nounOf(context, groups['i'] ?? groups['u']);
      const isMore = groups['d']!.toLowerCase() === 'more';
      const inverse = ofUnknown(context, groups['b']!, noun);
      // "Max has 50. He has 14 more than Leo": Leo's are asked for.
      if (inverse)
        return { noun, amount: (isMore ? minus : plus)(inverse.own, count(groups)), isMore: false, whose: inverse.who };
      const base = other(context, groups['b']!, noun);
      note(context, groups['b']!, noun, { operation: isMore ? '+' : '-', by: Number(groups['n']) });
      return { noun, amount: (isMore ? plus : minus)(base, count(groups)), isMore: false };
    },
  ),
  form(
    String.raw`(?<n>\d+) times (?:fewer|less)(?: (?<i>(?!than\b)${NOUN}?))?(?: than (?<b>${WHO}))?`,
    (context, groups) => {
      const noun = nounOf(context, groups['i']);
      const base = groups['b'] === undefined ? last(context, groups['i']) : other(context, groups['b'], noun);
      return { noun, amount: shareOf(base, { operation: '/', by: Number(groups['n']) }), isMore: false };
    },
  ),
  form(
    String.raw`(?<n>\d+)(?: (?<i>${NOUN}?))? (?:fewer|less)|(?<m>\d+) (?:fewer|less) (?<k>${NOUN})`,
    (context, groups) => ({
      noun: nounOf(context, groups['i'] ?? groups['k']),
      amount: minus(last(context, groups['k'] ?? groups['i']), exactly(Number(groups['n'] ?? groups['m']))),
      isMore: false,
    }),
  ),
  form(
    String.raw`(?<s>${SHARE}) (?:as many|as much|as far|as long|the number of|the amount of)(?: (?<i>(?!as\b)${NOUN}?))?(?: as (?<b>${WHO}))?`,
    (context, groups) => {
      const noun = nounOf(context, groups['i']);
      const base = groups['b'] === undefined ? last(context, groups['i']) : other(context, groups['b'], noun);
      const share = readShare(groups['s']!);
      const inverse =
        groups['b'] !== undefined && share.operation === '*' ? ofUnknown(context, groups['b'], noun) : null;
      if (inverse)
        return {
          noun,
          amount: shareOf(inverse.own, { operation: '/', by: share.by }),
          isMore: false,
          whose: inverse.who,
        };
      if (groups['b'] !== undefined) note(context, groups['b'], noun, share);
      return { noun, amount: shareOf(base, share), isMore: false };
    },
  ),
  form(
    String.raw`(?<s>half|(?:a|one) (?:third|quarter|fifth|half)|\d+ percent)(?:(?: of)? (?:them|it|these|those|(?:the|his|her|its|their|what|these) [\p{L} ]+?))?`,
    (context, groups) => {
      // What an item before it leaves is not known yet.
      if (context.before) return null;
      const all = whole(context);
      return { noun: context.memory.noun, amount: shareOf(all, readShare(groups['s']!)), isMore: false };
    },
  ),
  form(
    String.raw`(?:(?<d>another|a further) )?(?<n>\d+)(?: (?<e>more|new|extra|additional))?(?<p> of (?:them|these|those|(?:the|his|her|its|their|my|our)(?: (?<k>${NOUN}))?|what [\p{L} ]+))?(?: (?!of\b|each\b)(?<i>${NOUN}?))?(?: of (?:what [\p{L} ]+|(?:the|his|her|its|their|my) \p{L}+|(?!them\b|the\b|his\b|her\b|these\b|what\b)[\p{L}-]+))?`,
    (context, groups) => ({
      noun: nounOf(context, groups['i'] ?? groups['k']),
      amount: count(groups),
      isPart: groups['p'] !== undefined,
      isFurther: groups['d'] !== undefined || /^(?:more|extra|additional)$/i.test(groups['e'] ?? ''),
      isMore: groups['d'] !== undefined || /^(?:more|new|extra|additional)$/i.test(groups['e'] ?? ''),
    }),
  ),
];

/** When it was, not whom it is compared with. */
const isTime = (said: string): boolean =>
  /^(?:that|this|yesterday|before|(?:the|on|in|at|last) .+|\p{Lu}\p{Ll}+day)$/u.test(said);

/** Whom somebody is compared with: another person, another thing of the same one, or what was said before. */
function other(context: Context, said: string, noun: string): Later {
  const { memory, owner } = context;
  if (isTime(said) && !memory.knows(memory.who(said))) return last(context, undefined);
  const who = memory.who(said);
  return () => {
    if (memory.has(owner, said)) return memory.amount(owner, said)();
    // "There were 4 times as many birds as monkeys", of which somebody saw some.
    const holders = memory.owners().filter((one) => memory.has(one, said));
    return memory.amount(who, noun)() ?? (holders.length === 1 ? memory.amount(holders[0]!, said)() : null);
  };
}

/** Notes a comparison with somebody of whom nothing is known yet: either may be told later. */
function note({ memory, owner }: Context, said: string, noun: string, share: Share): void {
  const who = memory.who(said);
  if (!isTime(said) && !memory.knows(who) && who !== owner)
    memory.pairs = [...memory.pairs, { who: owner, other: who, noun: nounKey(noun), share }];
}

/** What the owner has, where it is the other of a comparison of whom nothing is known. */
function ofUnknown({ memory, owner, before }: Context, said: string, noun: string): { own: Later; who: string } | null {
  const who = memory.who(said);
  if (before || !/^\p{L}/u.test(said) || memory.knows(who) || !memory.has(owner, noun) || memory.has(owner, said))
    return null;
  const own = memory.amount(owner, noun)();
  return own && isPerson(said, who) ? { own: () => own, who } : null;
}

const splitList = (text: string): string[] =>
  text
    .split(/,? and |, /i)
    .map((item) => item.trim())
    .filter(Boolean);

const withoutBox = ({ noun, amount, isMore, aside }: Item): Item => ({ noun, amount, isMore, aside });

/** The items of a list in their order; null where one cannot be read. */
export function itemsOf(memory: Memory, owner: string, text: string): Item[] | null {
  const items: Item[] = [];
  for (const said of splitList(text)) {
    const context = { memory, owner, before: items.at(-1) ?? null };
    let item: Item | null = null;
    for (const [pattern, read] of FORMS) {
      const groups = pattern.exec(said)?.groups;
      const found = groups && read(context, groups);
      if (!found) continue;
      item = { ...found, noun: nounKey(found.noun) || memory.noun, aside: groups['z'] ?? '' };
      break;
    }
    if (!item || item.noun === '') return null;
    items.push(item);
  }
  // "6 tables with 4 chairs each and 3 tables with 2 chairs each": what is in them is counted singly.
  const isTwice = ({ box }: Item): boolean =>
    items.filter((item) => item.box && box && nounKey(item.box.noun) === nounKey(box.noun)).length > 1;
  return items.length ? items.map((item) => (isTwice(item) ? withoutBox(item) : item)) : null;
}
