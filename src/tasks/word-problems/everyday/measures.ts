/** What something costs, weighs or measures, and how much more or less than another: `A doll costs 9 dollars more.` */
import { changed } from './changes';
import { AGE, DOLLAR, minus, plus, shareOf, type Later } from './later';
import type { Memory } from './memory';
import { isPerson, nounKey } from './nouns';
import { canBeVerb, direction, DIRECTIONS } from './verbs';
import { ASIDE, count, NOUN, readShare, rule, SHARE, WHO, type Reading } from './wordings';

const UNIT = String.raw`dollars|cents|metres|centimetres|millimetres|kilometres|miles|kilograms|grams|pounds|tonnes|tons|litres|millilitres|seconds|minutes|hours|days|weeks|months|years|pages|points|inches|feet|degrees`;
const IS = String.raw`is|was|are|were|weighs?|weighed|costs?|measures?|measured|lasts?|lasted|takes?|took`;
const HIGH =
  'taller|longer|heavier|higher|deeper|bigger|wider|thicker|older|farther|further|warmer|hotter|dearer|more|more expensive';
const LOW = 'shorter|lighter|lower|smaller|narrower|thinner|younger|colder|cooler|cheaper|less|fewer';
const ADJECTIVE = 'tall|long|high|deep|wide|thick|heavy|old|far|big|expensive|much';
const DESCRIBED = String.raw`(?: (?:tall|long|high|deep|wide|thick|heavy))?`;

const isPrice = (unit: string): boolean => nounKey(unit) === DOLLAR;

/** What a thing is spoken of as: `a doll`, `each ticket`, `Anna's doll`. */
const thing = (said: string): string => said.replace(/^(?:an?|each|every|one|the|this|that) /i, '');

/** The last thing that has a price, or that was measured, or the one that is named. */
function base(memory: Memory, said: string | undefined, unit: string): Later | null {
  if (isPrice(unit)) return memory.each(said === undefined ? memory.subject : thing(said))?.amount ?? null;
  const noun = nounKey(unit);
  const who = said === undefined ? memory.subject || 'there' : memory.who(thing(said));
  return memory.has(who, noun) || said !== undefined ? memory.amount(who, noun) : null;
}

function say(memory: Memory, said: string, unit: string, amount: Later): void {
  if (isPrice(unit)) {
    memory.sayEach(thing(said), DOLLAR, amount);
    memory.subject = nounKey(thing(said));
  } else memory.say(memory.who(thing(said)), unit, amount);
}

const compare: Reading = (memory, groups) => {
  const unit = groups['u']!;
  if (/^years?$/i.test(unit)) return false;
  const [who, other] = [
    memory.who(thing(groups['a']!)),
    groups['b'] === undefined ? '' : memory.who(thing(groups['b'])),
  ];
  const isLess = new RegExp(`^(?:${LOW})$`, 'i').test(groups['d']!);
  // "Dino weighs 54, which is 9 more than Rex": Rex is asked for.
  if (
    !isPrice(unit) &&
    other !== '' &&
    memory.has(who, unit) &&
    !memory.knows(other) &&
    isPerson(groups['b']!, other)
  ) {
    const own = memory.amount(who, unit)();
    memory.say(
      other,
      unit,
      (isLess ? plus : minus)(() => own, count(groups)),
    );
    return own !== null;
  }
  const now =
    groups['b'] === undefined && who === (memory.subject || 'there') ? base(memory, undefined, unit)?.() : undefined;
  // It is compared with what it was.
  const from = now ? () => now : base(memory, groups['b'], unit);
  if (!from) return false;
  // A later count of the same may change what this is compared with.
  const amount = (isLess ? minus : plus)(from, count(groups));
  say(memory, groups['a']!, unit, amount);
  return true;
};

export const MEASURES: readonly (readonly [RegExp, Reading])[] = [
  // "It rose by 9 degrees."
  rule(
    String.raw`(?<a>${WHO}) (?<v>\p{Ll}+)(?: (?<p>${DIRECTIONS}))? (?:by )?(?:another )?(?<n>\d+) (?<u>${UNIT})(?: (?<q>${DIRECTIONS}))?${ASIDE}`,
    (memory, groups) => {
      const who = memory.who(thing(groups['a']!));
      const way = direction(groups['v']!, groups['p'] ?? groups['q']);
      return (
        way !== null &&
        memory.has(who, groups['u']!) &&
        changed(memory, who, groups['u']!, count(groups), way === 'up' ? plus : minus)
      );
    },
  ),
  rule(String.raw`(?<a>${WHO}) (?:${IS}) (?<n>\d+) (?<u>${UNIT}) (?<d>${HIGH}|${LOW})(?: than (?<b>${WHO}))?`, compare),
  rule(
    String.raw`(?<a>${WHO}) (?:${IS}) (?<s>${SHARE}) as (?<w>${ADJECTIVE})(?: as (?<b>${WHO}))?`,
    (memory, groups) => {
      if (groups['w'] === 'old') return false;
      const isMoney =
        groups['b'] === undefined
          ? memory.each(memory.subject)?.noun === DOLLAR
          : memory.each(thing(groups['b']))?.noun === DOLLAR;
      const unit = isMoney ? DOLLAR : memory.noun;
      const from = base(memory, groups['b'], unit);
      if (!from || unit === '') return false;
      say(memory, groups['a']!, unit, shareOf(from, readShare(groups['s']!)));
      return true;
    },
  ),
  rule(
    String.raw`(?<a>${WHO}) is (?<s>half|(?:a|one) (?:third|quarter|fifth)|\d+ times|twice) (?:of )?(?<b>his|her|${WHO}'s?) age`,
    (memory, groups) => {
      const of = /^(?:his|her)$/i.test(groups['b']!) ? memory.subject : memory.who(groups['b']!);
      if (!memory.has(of, AGE)) return false;
      memory.say(memory.who(groups['a']!), AGE, shareOf(memory.amount(of, AGE), readShare(groups['s']!)));
      return true;
    },
  ),
  rule(
    String.raw`(?<a>(?:an?|each|every|one|the|this) ${NOUN}(?: (?:of|to|for) [\p{L} ]+?)?|(?!there\b)(?:\p{L}+ (?=\p{Ll}+s ))?\p{L}+) (?:is|are|costs?|was|were) (?<n>\d+) dollars(?: each| apiece)?`,
    (memory, groups) => {
      if (/^(?:it|he|she|they)$/i.test(groups['a']!)) return false;
      memory.sayEach(thing(groups['a']!).replace(/ (?:of|to|for) .*/i, ''), DOLLAR, count(groups));
      memory.subject = nounKey(thing(groups['a']!).replace(/ (?:of|to|for) .*/i, ''));
      return true;
    },
  ),
  rule(
    String.raw`(?<a>(?!an? |each |every |one |1 |there )${WHO}) (?:is|was|weighs?|weighed|measures?|measured) (?<n>\d+) (?<u>(?!years|dollars)(?:${UNIT}))${DESCRIBED}${ASIDE}`,
    (memory, groups) => {
      memory.say(memory.who(thing(groups['a']!)), groups['u']!, count(groups));
      return true;
    },
  ),
  // "Ingrid has a rope of 3 metres."
  rule(
    String.raw`(?<a>${WHO}) \p{Ll}+ (?:an?|the|this|his|her|one) (?<j>${NOUN}?) of (?<n>\d+) (?<u>metres|centimetres|kilometres|kilograms|grams|litres|millilitres)${DESCRIBED}${ASIDE}`,
    (memory, groups) => {
      memory.say(memory.who(groups['j']!), groups['u']!, count(groups));
      return true;
    },
  ),
  // "A kangaroo jumps 9 metres."
  rule(
    String.raw`an? (?<a>${NOUN}?) (?<v>\p{Ll}+) (?<n>\d+) (?<u>metres|centimetres|kilometres|miles|minutes|hours)(?! (?:in|per|an?|each|every)\b)${ASIDE}`,
    (memory, groups) => {
      if (!canBeVerb(groups['v']!)) return false;
      memory.sayEach(groups['a']!, groups['u']!, count(groups));
      memory.say(memory.who(groups['a']!), groups['u']!, count(groups));
      return true;
    },
  ),
  rule(
    String.raw`(?:an?|each|every|one|1) (?<a>${NOUN})(?: of [\p{L} ]+)? (?:is|was|weighs?|measures?) (?<n>\d+) (?<u>(?!years|dollars)(?:${UNIT}))${DESCRIBED}`,
    (memory, groups) => {
      memory.sayEach(groups['a']!, groups['u']!, count(groups));
      memory.say(memory.who(groups['a']!), groups['u']!, count(groups));
      return true;
    },
  ),
];
