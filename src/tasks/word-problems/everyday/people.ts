/** Statements of people in groups: how many groups they make, and what each of them does. */
import { changed, holderOf } from './changes';
import { dividedBy, exactly, minus, plus, times } from './later';
import type { Memory } from './memory';
import { headOf, isPerson, nounKey } from './nouns';
import { canBeVerb, kindOfVerb } from './verbs';
import { ASIDE, count, NOUN, rule, type Reading } from './wordings';

/** Of whom each gets as much: the last people that were counted. */
export const sharers = (memory: Memory) => memory.counts().findLast(({ noun }) => isPerson('', noun));

export const PEOPLE_CLAUSES: readonly (readonly [RegExp, Reading])[] = [
  // "28 pupils make 4 equal groups", "30 pupils make teams of 5"
  rule(
    String.raw`(?:they|everyone|everybody|(?:the |all |all the )?(?<n>\d+) (?<j>${NOUN}?)|the (?<q>${NOUN}?)) (?:makes?|made|forms?|formed|builds?|built|(?:gets?|got|divides?|divided|splits?|split|goes|go|went|(?:are|were|is|was) (?:put|divided|split|sorted))(?: up)? in(?:to)?) (?:(?<m>\d+) (?:equal(?:ly big)? )?(?<k>${NOUN}?)(?: of the same size)?|(?:equal )?(?<l>${NOUN}?) of (?<e>\d+))`,
    (memory, groups) => {
      const noun = groups['j'] ?? groups['q'] ?? memory.noun;
      const holder = groups['n'] === undefined ? holderOf(memory, 'there', noun) : '';
      if (!isPerson('', nounKey(noun)) || (groups['n'] === undefined && holder === '')) return false;
      if (groups['n'] !== undefined) memory.say('there', noun, count(groups));
      const whole = groups['n'] === undefined ? memory.amount(holder, noun) : count(groups);
      if (groups['e'] !== undefined) memory.say('there', groups['l']!, dividedBy(whole, count(groups, 'e')));
      else memory.sayEach(groups['k']!, noun, dividedBy(whole, count(groups, 'm')));
      return true;
    },
  ),
  // "2 children join each group.": so many more in each.
  rule(
    String.raw`(?<n>\d+)(?: more| new)? (?<i>${NOUN}?)(?: from [\p{L} ]+?)? (?:(?<d>joins?|joined|are added to|come to|came to|go to|went to|get into|enter)|(?:leaves?|left|are taken from|are taken out of|go out of)) (?:each|every) (?:of the )?(?<j>${NOUN})`,
    (memory, groups) => {
      const before = memory.each(groups['j']!)?.amount();
      const { noun } = memory.each(groups['j']!) ?? { noun: '' };
      if (!before || (headOf(noun) !== headOf(nounKey(groups['i']!)) && !isPerson('', nounKey(groups['i']!))))
        return false;
      memory.sayEach(
        groups['j']!,
        noun,
        (groups['d'] === undefined ? minus : plus)(() => before, count(groups)),
      );
      return true;
    },
  ),
  // "Each of us ate 6", where it is known how many we are.
  rule(
    String.raw`(?:everyone|everybody|each|each one|each person|each child) (?<v>\p{Ll}+) (?<m>\d+)(?: (?<i>${NOUN}?))?${ASIDE}|(?:each|every one) of (?:us|them) (?<w>\p{Ll}+) (?<l>\d+)(?: (?<k>${NOUN}?))?${ASIDE}`,
    (memory, groups) => {
      const verb = groups['v'] ?? groups['w'];
      const people = sharers(memory);
      const noun =
        nounKey(groups['i'] ?? groups['k'] ?? '') || (memory.counts().find((one) => one !== people)?.noun ?? '');
      if (verb === undefined || !canBeVerb(verb) || !people || noun === '' || headOf(noun) === headOf(people.noun))
        return false;
      if (kindOfVerb(verb) !== 'loss') return false;
      const holder = holderOf(memory, 'there', noun);
      const all = times(people.amount, exactly(Number(groups['m'] ?? groups['l'])));
      return holder !== '' && memory.has(holder, noun) && changed(memory, holder, noun, all, minus);
    },
  ),
];
