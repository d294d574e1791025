/** What goes up or down by so many percent: `it is 10 percent cheaper now`. */
import { DOLLAR, minus, percentOf, plus, type Later } from './later';
import type { Memory } from './memory';
import { direction } from './verbs';
import { count, rule, WHO, type Reading } from './wordings';

const DOWN = String.raw`cheaper|off|less|lower|smaller|shorter|lighter`;
const UP = String.raw`dearer|more expensive|more|higher|bigger|larger|taller|heavier`;

/** What the change is of: the price of what is spoken of, else the only one there is, or a count of somebody's. */
function change(memory: Memory, said: string | undefined, by: (whole: Later) => Later): boolean {
  if (/\b(?:all|everything|both|they|each)\b/i.test(said ?? '')) return false;
  const thing = said?.replace(/^the (?:price|cost) of /i, '').replace(/^(?:the|an?|this|that) /i, '') ?? '';
  const of = /^(?:it|price|)$/i.test(thing) ? memory.subject : memory.each(thing) ? thing : memory.who(thing);
  const prices = memory.prices();
  const price = memory.each(of);
  const before = price?.noun === DOLLAR && (said !== undefined || prices.length === 1) ? price.amount() : null;
  if (before) {
    memory.sayEach(
      of,
      DOLLAR,
      by(() => before),
    );
    return true;
  }
  // What was bought at a price is not what is cheaper now.
  if (prices.length) {
    const [only, ...more] = prices;
    const known = only!();
    if (more.length || !known || memory.priced(null).length || memory.bills(memory.subject).length) return false;
    memory.sayEach(
      memory.lastEach,
      DOLLAR,
      by(() => known),
    );
    return true;
  }
  if (said === undefined || memory.noun === '' || !memory.has(of, memory.noun)) return false;
  const count = memory.amount(of, memory.noun)();
  if (count)
    memory.change(
      of,
      memory.noun,
      by(() => count),
    );
  return count !== null;
}

export const PERCENT: readonly (readonly [RegExp, Reading])[] = [
  rule(
    String.raw`(?:(?<a>${WHO}) )?(?:(?:is|are|was|were|gets?|got|becomes?|became|has|have|had|been|being|goes|went|gone|comes?|came) ){0,2}(?:(?<v>\p{Ll}+)(?: (?<p>up|down))? by (?<n>\d+) percent|(?<m>\d+) percent (?:(?<e>${DOWN})|(?:${UP}))(?: (?:on|in) (?:sale|the sale|\p{L}+day))?)`,
    (memory, groups) => {
      const percent = count(groups, groups['n'] === undefined ? 'm' : 'n');
      const verb = groups['v'];
      const way =
        verb === undefined
          ? groups['e'] === undefined
            ? 'up'
            : 'down'
          : /^(?:up|down)$/i.test(verb)
            ? verb.toLowerCase()
            : direction(verb, groups['p']);
      if (way === null) return false;
      const by = way === 'up' ? plus : minus;
      return change(memory, groups['a'] ?? 'it', (whole) => by(whole, percentOf(percent, whole)));
    },
  ),
  // "There is a discount of 10 percent", "she gets a 10 percent discount".
  rule(
    String.raw`(?:there (?:is|was)|(?:${WHO}) (?:gives?|gets?|got|gave|has|offers?)) (?:an? )?(?:(?<n>\d+) percent (?:discount|reduction)|(?:discount|reduction) of (?<m>\d+) percent)(?: on [\p{L} ]+)?`,
    (memory, groups) => {
      const percent = count(groups, groups['n'] === undefined ? 'm' : 'n');
      return change(memory, undefined, (whole) => minus(whole, percentOf(percent, whole)));
    },
  ),
];
