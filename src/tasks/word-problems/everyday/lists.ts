/** Lists of what somebody has: `14 cows and 3 times as many sheep`. */
import { minus, plus, shareOf, times, type Later } from './later';
import { narrow } from './letters';
import type { Memory } from './memory';
import { nounKey } from './nouns';
import { ASIDE, count, NOUN, readShare, SHARE, TALL, WHO, type Groups } from './wordings';

/** The clauses of a list: `14 cows and 3 times as many sheep`. Each is of the same owner. */
type Form = readonly [RegExp, (memory: Memory, owner: string, groups: Groups) => boolean];
const FORMS: readonly Form[] = [
  [
    new RegExp(
      String.raw`^(?<n>\d+) (?<i>${NOUN})(?: of (?!them)\p{L}+)? (?:at|for|costing) (?<m>\d+) dollars(?: each| apiece| per \p{L}+)$`,
      'iu',
    ),
    (memory, owner, groups) => {
      memory.say(owner, `${groups['i']} bill`, times(count(groups), count(groups, 'm')));
      return true;
    },
  ],
  [
    new RegExp(
      String.raw`^(?:(?:an?|the|1|one|some)(?: pair of)? )?(?<i>${NOUN}) (?:at|for|costing|that costs) (?<m>\d+) dollars$`,
      'iu',
    ),
    (memory, owner, groups) => {
      memory.say(owner, `${groups['i']} bill`, count(groups, 'm'));
      return true;
    },
  ],
  [
    new RegExp(
      String.raw`^(?<n>\d+) (?<j>${NOUN}) (?:of|with|holding|containing|that (?:are|have|hold|cost)) (?<m>\d+) (?<i>${NOUN}?)${TALL}(?: (?:each|on each|in each|per \p{L}+))?$`,
      'iu',
    ),
    (memory, owner, groups) => {
      memory.say(owner, groups['j']!, count(groups));
      memory.sayEach(
        groups['j']!,
        groups['i']!.replace(/ (?:each|tall|thick|wide|long|high)$/i, ''),
        count(groups, 'm'),
      );
      return true;
    },
  ],
  [
    new RegExp(
      String.raw`^(?<s>${SHARE}) (?:as many|as much|the number of)(?: (?<i>${NOUN}))?(?: as (?<b>${WHO}))?${ASIDE}$`,
      'iu',
    ),
    (memory, owner, groups) => {
      const before = memory.noun;
      const base = groups['b']
        ? fromWhom(memory, owner, groups['b'], groups['i'] ?? before)
        : memory.amount(owner, before);
      const share = readShare(groups['s']!);
      memory.say(
        owner,
        groups['i'] ?? before,
        shareOf(groups['b'] === undefined ? latest(memory, owner) : base, share),
      );
      return true;
    },
  ],
  [
    new RegExp(
      String.raw`^(?<n>\d+) (?<d>more|fewer|less)(?: (?<i>(?!than\b)${NOUN}))?(?: than (?<b>${WHO}))${ASIDE}$`,
      'iu',
    ),
    (memory, owner, groups) => {
      const noun = groups['i'] ?? memory.noun;
      const base = fromWhom(memory, owner, groups['b']!, noun);
      const by = groups['d']!.toLowerCase() === 'more' ? plus : minus;
      memory.say(owner, noun, by(base, count(groups)));
      return true;
    },
  ],
  [
    new RegExp(String.raw`^(?<n>\d+) (?<j>${NOUN}) of (?!them\b|the\b|his\b|her\b|these\b)\p{L}+$`, 'iu'),
    (memory, owner, groups) => {
      memory.say(owner, groups['j']!, count(groups));
      return true;
    },
  ],
  [
    new RegExp(String.raw`^(?<n>\d+) (?<i>${NOUN}) (?<d>more|fewer|less) than (?<b>${WHO})$`, 'iu'),
    (memory, owner, groups) => {
      const isTime = /^(?:yesterday|before|on \p{L}+|in the \p{L}+|the \p{L}+ before|last \p{L}+)$/iu.test(
        groups['b']!,
      );
      const base = isTime ? latest(memory, owner) : fromWhom(memory, owner, groups['b']!, groups['i']!);
      memory.say(owner, groups['i']!, (groups['d'] === 'more' ? plus : minus)(base, count(groups)));
      return true;
    },
  ],
  [
    new RegExp(String.raw`^(?<n>\d+) (?:fewer|less)${ASIDE}$`, 'iu'),
    (memory, owner, groups) => {
      const base = latest(memory, owner);
      memory.say(owner, memory.noun, minus(base, count(groups)));
      return true;
    },
  ],
  [
    new RegExp(String.raw`^(?<n>\d+)(?: (?:more|new|extra|additional))?(?: (?<i>(?!of\b)${NOUN}))?${ASIDE}$`, 'iu'),
    (memory, owner, groups) => {
      memory.say(owner, groups['i'] ?? memory.noun, count(groups));
      return true;
    },
  ],
];

const BOXES = narrow(
  new RegExp(
    String.raw`^(?<n>\d+) (?<j>${NOUN}) (?:of|with|holding|containing) (?<m>\d+) (?<i>${NOUN}?)(?: each| in each)?$`,
    'iu',
  ),
);

const ITEMS = FORMS.map(([pattern, read]) => [narrow(pattern), read] as const);

/** The count that was said last, as it is now: a later one of the same noun does not change it. */
function latest(memory: Memory, owner: string): Later {
  const parts = memory.parts(owner, memory.noun);
  return parts.at(-1) ?? (() => null);
}

/** `B` of a comparison is another person, or another thing of the same one. */
function fromWhom(memory: Memory, owner: string, b: string, noun: string): Later {
  const other = memory.who(b);
  return () => (memory.has(owner, b) ? memory.amount(owner, b)() : memory.amount(other, noun)());
}

const splitList = (list: string): string[] =>
  list
    .split(/,? and |, (?!who\b)/i)
    .map((item) => item.trim())
    .filter(Boolean);

/** Reads what somebody has, item by item; false where one cannot be read. */
export function readItems(memory: Memory, owner: string, list: string): boolean {
  // "3 tanks with 15 fish and 2 tanks with 20 fish" are so many fish and so many.
  const boxes = splitList(list).map((item) => BOXES.exec(item)?.groups);
  if (boxes.length > 1 && boxes.every((box) => box && nounKey(box['j']!) === nounKey(boxes[0]!['j']!))) {
    for (const box of boxes) memory.say(owner, box!['i']!, times(count(box!), count(box!, 'm')));
    return true;
  }
  return splitList(list).every((item) =>
    ITEMS.some(([pattern, read]) => {
      const match = pattern.exec(item);
      return match !== null && read(memory, owner, match.groups ?? {});
    }),
  );
}
