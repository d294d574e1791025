/** Statements of how much goes with how many: `2 for 3 dollars`, `240 kilometres in 3 hours`, `in boxes of 6`. */
import { changed, holderOf } from './changes';
import { dividedBy, DOLLAR, exactly, minus, plus, times } from './later';
import type { Memory } from './memory';
import { isPerson, nounKey, smaller } from './nouns';
import { PEOPLE_CLAUSES, sharers } from './people';
import { canBeVerb, kindOfVerb, stem } from './verbs';
import { ASIDE, count, NOUN, rule, WHO, type Reading } from './wordings';

const SPAN = 'seconds|minutes|hours|days|nights|weeks|months|years|trips|laps|lessons|games|matches|rounds|boxes|bags';

/** What is done with a load, as of `stem`: as much again on each trip. */
const CARRIES = /^(?:car+y|transport|deliver|bring|tak|mov|hold|ship|fer+y)$/;

/** So much for so many, of which any other number is asked. */
function sayRate(memory: Memory, many: string, noun: string, per: string, of: string): void {
  memory.rate = { amount: Number(many), noun: nounKey(noun), per: Number(per), of: nounKey(of) };
}

export const RATE_CLAUSES: readonly (readonly [RegExp, Reading])[] = [
  ...PEOPLE_CLAUSES,
  // "Pens are 2 for 3 dollars", "3 pens cost 6 dollars", "He sells the pens at 3 for 2 dollars."
  rule(
    String.raw`(?:${WHO} sells? )?(?:the )?(?<i>${NOUN}?) (?:(?:are|cost|come|sell) )?(?:at )?(?<n>\d+) for (?<m>\d+) dollars|(?:the )?(?<k>\d+) (?<j>${NOUN}?)(?: of \p{L}+)? (?:(?:together )?cost|are) (?<l>\d+) dollars(?: (?:together|altogether|in total))?`,
    (memory, groups) => {
      const thing = groups['i'] ?? groups['j']!;
      if (memory.rate || memory.each(thing)) return false;
      sayRate(memory, groups['m'] ?? groups['l']!, DOLLAR, groups['n'] ?? groups['k']!, thing);
      memory.subject = nounKey(thing);
      return true;
    },
  ),
  // "It takes 4 cups of flour to bake one loaf", "You need 3 eggs for a cake."
  rule(
    String.raw`(?:it takes|you need|we need|one needs|(?<a>${WHO}) needs?) (?<n>\d+) (?<i>${NOUN}?)(?: of \p{L}+)? (?:to \p{Ll}+|for|per|in) (?:an?|one|each|every|1) (?<j>${NOUN}?)(?: of \p{L}+)?`,
    (memory, groups) => {
      if (/^(?:minute|hour|day|week|month|year)$/i.test(groups['j']!)) return false;
      memory.sayEach(groups['j']!, groups['i']!, count(groups));
      if (groups['a'] !== undefined) memory.subject = memory.who(groups['a']);
      return true;
    },
  ),
  // "Dad drove 240 kilometres in 3 hours."
  rule(
    String.raw`(?<a>${WHO}) (?:(?:wants|has|needs|plans|hopes|would like) to |must )?(?<v>\p{Ll}+) (?:an? \p{L}+ (?:of|with) )?(?<n>\d+) (?<i>${NOUN}?)(?: of \p{L}+)? (?:in|within) (?:only |just )?(?<m>\d+) (?<t>${SPAN})|in (?<k>\d+) (?<u>${SPAN}),? (?<b>${WHO}) (?<w>\p{Ll}+) (?<l>\d+) (?<j>${NOUN}?)`,
    (memory, groups) => {
      const verb = groups['v'] ?? groups['w']!;
      if (!canBeVerb(verb) || /^(?:has|have|had|puts?|packs?|packed)$/i.test(verb) || memory.rate) return false;
      memory.subject = memory.who(groups['a'] ?? groups['b']!);
      const [many, noun] = [groups['n'] ?? groups['l']!, groups['i'] ?? groups['j']!];
      sayRate(memory, many, noun, groups['m'] ?? groups['k']!, groups['t'] ?? groups['u']!);
      memory.noun = nounKey(noun);
      return true;
    },
  ),
  // "They come in packs of 10."
  rule(
    String.raw`(?:they|it|(?:the )?(?<i>${NOUN}?)) (?:comes?|(?:are|is) (?:sold|packed|bought|made|delivered|packaged)|are) in (?<j>${NOUN}?) (?:of|with) (?<m>\d+)`,
    (memory, groups) => {
      const noun = groups['i'] ?? memory.noun;
      if (noun === '' || memory.owners().some((who) => memory.has(who, noun))) return false;
      memory.sayEach(groups['j']!, noun, count(groups, 'm'));
      return true;
    },
  ),
  // "She buys the teddy", which has a price.
  rule(
    String.raw`(?<a>${WHO}) (?:buys?|bought|orders?|ordered|gets?|got) (?:the|an?|one|this|that) (?<j>${NOUN}?)${ASIDE}`,
    (memory, groups) => {
      const price = memory.each(groups['j']!);
      if (price?.noun !== DOLLAR) return false;
      memory.say(memory.who(groups['a']!), `${groups['j']!} bill`, price.amount);
      return true;
    },
  ),
  // "He sells them in boxes of 6": so many in each, however many there are.
  rule(
    String.raw`(?:(?<a>${WHO}) )?(?<v>\p{Ll}+) (?:them|it|these|(?:all )?(?:the|his|her|their) ${NOUN}?)(?: up| equally| evenly)* (?:in|into) (?<j>${NOUN}?) (?:of|with) (?<m>\d+)(?: (?<i>${NOUN}?))?(?: each)?`,
    (memory, groups) => {
      const noun = groups['i'] ?? memory.noun;
      const who = groups['a'] === undefined ? memory.subject : memory.who(groups['a']);
      // Where it is known how many there are, it is known how many of these there are.
      if (!canBeVerb(groups['v']!) || memory.amount(who, noun)() !== null || smaller(memory.noun, noun) !== 1)
        return false;
      memory.sayEach(groups['j']!, noun, count(groups, 'm'));
      return true;
    },
  ),
  // "He saves it for 6 weeks", where it is known how much it is in each.
  rule(
    String.raw`(?<a>${WHO}) (?<v>\p{Ll}+)(?: (?:it|this|that|them|so|all|his|her|their|the|\p{Ll}+ing|money))* (?:for|on) (?<n>\d+) (?<t>${NOUN}?)${ASIDE}`,
    (memory, groups) => {
      const each = memory.each(groups['t']!);
      if (!each || (each.noun === DOLLAR && !/s$/i.test(groups['t']!)) || !canBeVerb(groups['v']!)) return false;
      const who = memory.who(groups['a']!);
      const all = times(each.amount, count(groups));
      if (kindOfVerb(groups['v']!) === 'loss') {
        const holder = holderOf(memory, who, each.noun);
        return holder !== '' && changed(memory, holder, each.noun, all, minus);
      }
      if (memory.has(who, each.noun)) return false;
      memory.say(who, each.noun, all);
      return true;
    },
  ),
  // "It crosses 7 times", "it makes 6 trips", of which each takes so many.
  rule(
    String.raw`(?<a>${WHO}) (?<v>\p{Ll}+)(?: (?:the|a|this) \p{Ll}+)? (?:(?<n>\d+) times|(?<m>\d+) (?<t>trips|rides|journeys|crossings|flights|loads|tours|turns|runs|rounds|visits|shows))${ASIDE}`,
    (memory, groups) => {
      const who = memory.who(groups['a']!);
      const verb = stem(groups['v']!);
      const per = ['time', 'trip', 'ride', 'journey', 'crossing', 'go', 'turn', 'load', 'flight', verb].find((one) =>
        memory.each(one === verb ? `${verb}ing` : one),
      );
      const own = CARRIES.test(memory.verbOf(who, memory.noun) ?? '');
      const each =
        per === undefined
          ? own && memory.counts().length === 1 && groups['m'] !== undefined
            ? memory.counts()[0]!
            : memory.counts().length
              ? undefined
              : memory.each(who)
          : memory.each(per === verb ? `${verb}ing` : per);
      if (!each || each.noun === DOLLAR || (per !== undefined && own)) return false;
      const { noun, amount } = each;
      const once = amount();
      if (!once) return false;
      const all = times(count(groups, groups['n'] === undefined ? 'm' : 'n'), () => once);
      if (own) memory.change(who, noun, all);
      else memory.say(who, noun, all);
      return true;
    },
  ),
  // "Conor ran 3 times around the track."
  rule(
    String.raw`(?<a>${WHO}) \p{Ll}+(?: (?<i>the ${NOUN}?|an? ${NOUN}?))? (?<n>\d+) times(?: (?:around|round|across|along|up|down|through|over) (?:the|an?|his|her|their) (?<j>${NOUN}?))?${ASIDE}`,
    (memory, groups) => {
      const thing = groups['j'] ?? groups['i'];
      if (thing === undefined || (groups['j'] && groups['i'])) return false;
      memory.say(memory.who(groups['a']!), thing, count(groups));
      return true;
    },
  ),
  // "A pack of 6 yoghurts costs 3 dollars."
  rule(
    String.raw`(?:an?|each|every|one) (?<j>${NOUN}?) (?:of|with) (?<n>\d+) (?<i>${NOUN}?) costs? (?<m>\d+) dollars`,
    (memory, groups) => {
      sayRate(memory, groups['m']!, DOLLAR, groups['n']!, groups['i']!);
      memory.sayEach(groups['j']!, DOLLAR, count(groups, 'm'));
      memory.subject = nounKey(groups['j']!);
      return true;
    },
  ),
  // "Mum cut 2 melons into 8 slices each", "Dad cuts a cake into 12 slices."
  rule(
    String.raw`(?<a>${WHO}) (?:cuts?|divides?|divided|splits?|slices?|sliced|breaks?|broke|tears?|tore) (?:(?<n>\d+)|(?<e>an?|the|each|every)(?: of the)?(?: (?<k>\d+))?) (?<j>${NOUN}?)(?: each)? (?:in|into) (?<m>\d+) (?:equal )?(?<i>${NOUN}?)(?<z> each| apiece)?`,
    (memory, groups) => {
      const many = groups['n'] ?? groups['k'];
      if (groups['n'] !== undefined && groups['z'] === undefined) return false;
      if (many !== undefined) memory.say('there', groups['j']!, exactly(Number(many)));
      // "Cuts a rope of 12 metres in 3 pieces" says how long each is.
      if (many === undefined && memory.noun !== '' && memory.has(memory.who(groups['j']!), memory.noun)) return false;
      memory.sayEach(groups['j']!, groups['i']!, count(groups, 'm'));
      if (/^(?:an?|the)$/i.test(groups['e'] ?? '')) memory.say('there', groups['i']!, count(groups, 'm'));
      return true;
    },
  ),
  // "I want to put 7 roses in each vase."
  rule(
    String.raw`(?<a>${WHO}) (?:wants?|wanted|needs?|needed|has|have|had|would like|plans?) to \p{Ll}+ (?<n>\d+) (?<i>${NOUN}?) (?:in|on|into|onto|to|for|at) (?:each|every)(?: of the)? (?<j>${NOUN}?)`,
    (memory, groups) => {
      memory.sayEach(groups['j']!, groups['i']!, count(groups));
      memory.subject = memory.who(groups['a']!);
      return true;
    },
  ),
  // "The tents stand in 8 equal rows."
  rule(String.raw`(?:they|the ${NOUN}?) \p{Ll}+(?: \p{Ll}+)? in (?<n>\d+) equal (?<j>${NOUN}?)`, (memory, groups) => {
    const { noun } = memory;
    const holder = holderOf(memory, 'there', noun);
    if (holder === '') return false;
    memory.sayEach(groups['j']!, noun, dividedBy(memory.amount(holder, noun), count(groups)));
    return true;
  }),
  // "Mother makes 4 jars of jam from 2 kilograms of plums."
  rule(
    String.raw`(?<a>${WHO}) \p{Ll}+ (?<n>\d+) (?<i>${NOUN}?)(?: of \p{L}+)? (?:from|out of|with) (?<m>\d+) (?<u>kilograms|grams|litres|millilitres|metres|cups|sheets)(?: of \p{L}+)?`,
    (memory, groups) => {
      if (memory.rate) return false;
      memory.subject = memory.who(groups['a']!);
      sayRate(memory, groups['n']!, groups['i']!, groups['m']!, groups['u']!);
      memory.noun = nounKey(groups['i']!);
      return true;
    },
  ),
  // "A parrot costs 35 dollars. That is 20 dollars more than a budgie."
  rule(
    String.raw`(?:that|it|this) (?:is|was|costs?) (?<n>\d+) dollars (?<d>more|less)(?: expensive)? than (?:an?|the|one) (?<j>${NOUN}?)`,
    (memory, groups) => {
      const price = memory.each(memory.subject);
      if (price?.noun !== DOLLAR || memory.each(groups['j']!)) return false;
      memory.sayEach(groups['j']!, DOLLAR, (groups['d'] === 'more' ? minus : plus)(price.amount, count(groups)));
      return true;
    },
  ),
  // "Mohammed has 45 marbles, which is 9 more than Yusuf": whose are not told otherwise.
  rule(
    String.raw`(?:it|that|this) (?:is|was) (?<n>\d+) (?<d>more|fewer|less) than (?<b>\p{L}[\p{L}'-]*)`,
    (memory, groups) => {
      const { noun, subject } = memory;
      const who = memory.who(groups['b']!);
      const own = memory.has(subject, noun) ? memory.amount(subject, noun)() : null;
      if (!own || !memory.isPersonal(who) || memory.knows(who) || who === subject) return false;
      memory.say(
        who,
        noun,
        (groups['d'] === 'more' ? minus : plus)(() => own, count(groups)),
      );
      return true;
    },
  ),
  // "He loaded them equally onto 4 wagons."
  rule(
    String.raw`(?:${WHO} )?\p{Ll}+ (?:them|it|these|(?:all )?(?:of )?(?:the|his|her|their) ${NOUN}?) (?:equally|evenly) (?:in|into|on|onto|among|between|to|over) (?:the |his |her )?(?<n>\d+) (?<j>${NOUN}?)`,
    (memory, groups) => {
      const { noun } = memory;
      const holder = holderOf(memory, memory.subject, noun);
      if (holder === '' || nounKey(groups['j']!) === noun) return false;
      memory.sayEach(groups['j']!, noun, dividedBy(memory.amount(holder, noun), count(groups)));
      return true;
    },
  ),
  // "She gives each of her 3 children the same number of sweets."
  rule(
    String.raw`(?<a>${WHO}) (?:gives?|gave|hands?|handed) (?:each|every one) of (?:the |his |her |their |my )?(?<n>\d+) (?<j>${NOUN}?) (?:the same(?: number| amount)?|as many|equally many|an equal number)(?: of (?<i>${NOUN}?)| ${NOUN})?`,
    (memory, groups) => {
      const noun = groups['i'] ?? memory.noun;
      const holder = holderOf(memory, memory.who(groups['a']!), noun);
      if (holder === '') return false;
      memory.sayEach(groups['j']!, noun, dividedBy(memory.amount(holder, noun), count(groups)));
      return true;
    },
  ),
  // "3 bags of rice weigh 12 kilograms."
  rule(
    String.raw`(?:the )?(?<n>\d+) (?<j>${NOUN}?)(?: of \p{L}+)? (?:together )?(?:weigh|weighed|hold|contain) (?<m>\d+) (?<u>${NOUN}?)(?: (?:together|altogether|in all|in total))?`,
    (memory, groups) => {
      if (memory.rate || memory.each(groups['j']!)) return false;
      sayRate(memory, groups['m']!, groups['u']!, groups['n']!, groups['j']!);
      memory.noun = nounKey(groups['u']!);
      return true;
    },
  ),
  // "Mason put 7 marbles in each of 6 bags."
  rule(
    String.raw`(?<a>${WHO}) \p{Ll}+ (?<n>\d+) (?<i>${NOUN}?) (?:in|into|on|onto) each of (?:the |his |her |their )?(?<m>\d+) (?<j>${NOUN}?)`,
    (memory, groups) => {
      const who = memory.who(groups['a']!);
      if (memory.has(who, groups['i']!) || memory.has(who, groups['j']!)) return false;
      memory.say(who, groups['j']!, count(groups, 'm'));
      memory.sayEach(groups['j']!, groups['i']!, count(groups));
      return true;
    },
  ),
  // "She paid with 2 20 dollars bills."
  rule(
    String.raw`(?:${WHO} )?(?:pays?|paid) with (?<n>\d+) (?<m>\d+)[ -]dollars? (?:notes?|bills?|coins?)`,
    (memory, groups) => {
      memory.paid = times(count(groups), count(groups, 'm'));
      return true;
    },
  ),
  // "That is 5 more than they scored last year."
  rule(
    String.raw`(?:that|this|it) (?:is|was) (?<n>\d+)(?: ${NOUN}?)? (?<d>more|fewer|less) than [\p{L} ]*?(?<t>last \p{L}+|yesterday|before|the (?:day|week|month|year) before)`,
    (memory, groups) => {
      const now = memory.lastOf(memory.subject, memory.noun)?.();
      if (!now) return false;
      memory.formerly = {
        when: groups['t']!.toLowerCase(),
        amount: (groups['d'] === 'more' ? minus : plus)(() => now, count(groups)),
      };
      return true;
    },
  ),
  // "They share them fairly."
  rule(
    String.raw`(?:they|(?:all )?the ${NOUN}|(?<n>\d+) (?<j>${NOUN}?)) (?:all )?(?:share|shared|split|divide|divided) (?:them|it|these|the ${NOUN}|all (?:the|their|of the) ${NOUN}|the ${NOUN})(?: (?:out|up|equally|evenly|fairly|between them|among themselves|among them))*`,
    (memory, groups) => {
      const { noun } = memory;
      const people = groups['j'] === undefined ? sharers(memory) : null;
      const many = groups['n'] === undefined ? people?.amount : exactly(Number(groups['n']));
      const by = groups['j'] ?? people?.noun;
      const holder = holderOf(memory, 'there', noun);
      if (!many || by === undefined || holder === '' || nounKey(by) === noun) return false;
      memory.sayEach(by, noun, dividedBy(memory.amount(holder, noun), many));
      return true;
    },
  ),
  // "4 people pick 52 apples together."
  rule(
    String.raw`(?:the |all )?(?<n>\d+) (?<j>${NOUN}?) (?<v>\p{Ll}+) (?<m>\d+) (?<i>${NOUN}?)(?: (?:together|altogether|in all|in total))?(?: (?:by )?\p{L}+ing(?: \p{L}+){0,3})?${ASIDE}`,
    (memory, groups) => {
      if (!canBeVerb(groups['v']!) || !isPerson('', nounKey(groups['j']!)) || memory.owners().length) return false;
      memory.say('there', groups['j']!, count(groups));
      memory.say('there', groups['i']!, count(groups, 'm'));
      return true;
    },
  ),
];
