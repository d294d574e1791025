/** What comes in each day or hour, after so many of them: `how tall is it after 6 weeks?` */
import { exactly, minus, plus, times, type Later } from './later';
import { narrow } from './letters';
import type { Memory } from './memory';
import { nounKey, smaller } from './nouns';
import { NOUN } from './wordings';

/** The spans of time that something may come in. */
export const UNITS = 'second|minute|hour|day|week|month|year';

const SPAN = narrow(
  new RegExp(
    String.raw`^(?:after|in|for) (?<m>\d+) (?<t>\p{L}+), .+$|^.+? (?:after|in|for|during|within) (?<n>\d+|an?|one|the) (?<u>(?:${UNITS})s?)(?: .*)?$`,
    'iu',
  ),
);

const SEVERAL = narrow(
  new RegExp(
    String.raw`^how (?:many|much) ${NOUN} (?:do|did|will|can|would) (?<n>\d+) (?:such )?(?<j>${NOUN}) \p{Ll}+(?: up)? (?:in|over|during|for|within) (?<m>\d+|an?|one) (?<t>\p{L}+)$`,
    'iu',
  ),
);

/** `a week` and `the week` are one. */
const manyOf = (said: string): number => (/^\d/.test(said) ? Number(said) : 1);

/** "How many eggs do 9 hens lay in 2 weeks?", of which each lays so many a week. */
function ofSeveral(memory: Memory, question: string): Later | null {
  const groups = SEVERAL.exec(question)?.groups;
  const span = groups && memory.spans[nounKey(groups['j']!)];
  const factor = span === undefined ? null : smaller(groups!['t']!, span);
  const each = groups && (memory.each(groups['j']!) ?? memory.each(span ?? ''));
  if (factor === null || !each) return null;
  const many = manyOf(groups['m']!) * factor;
  return times(times(exactly(Number(groups['n'])), each.amount), exactly(many));
}

/**
 * "How tall is it after 6 weeks?": what there was, and what comes in so long. Null where nothing is said of what comes in
 * each day or hour, or the question is of no span.
 */
export function overTime(memory: Memory, question: string): readonly Later[] | null {
  const several = ofSeveral(memory, question);
  if (several) return [several];
  const groups = SPAN.exec(question)?.groups;
  // So many each morning, and so many each evening.
  const daily = ['morning', 'afternoon', 'evening', 'night'].flatMap((part) => memory.each(part) ?? []);
  const days = smaller(groups?.['u'] ?? groups?.['t'] ?? '', 'day');
  if (daily.length > 1 && days !== null && daily.every(({ noun }) => noun === daily[0]!.noun)) {
    const said = groups!['n'] ?? groups!['m']!;
    const many = days * manyOf(said);
    return [times(memory.sumOf(daily.map(({ amount }) => amount)), exactly(many))];
  }
  const unit = nounKey(groups?.['u'] ?? groups?.['t'] ?? '');
  const rates = [...new Set([...UNITS.split('|'), unit])].filter((per) => per !== '' && memory.each(per));
  if (!groups || !rates.length) return null;
  const said = groups['n'] ?? groups['m']!;
  const many = manyOf(said);
  return rates.flatMap((per) => {
    const each = memory.each(per)!;
    const factor = smaller(groups['u'] ?? groups['t']!, per);
    if (factor === null) return [];
    const inOne = factor === 1 ? each.amount : times(each.amount, exactly(factor));
    const inAll = many === 1 ? inOne : times(inOne, exactly(many));
    // So many hours a day, at so much an hour.
    const further = memory.each(each.noun);
    const amount = further && rates.includes(each.noun) ? times(inAll, further.amount) : inAll;
    const isLeft = /\b(?:left|remain|remains|remaining|still)\b/i.test(question);
    // "How many are in the jar after 7 days?", in each of which somebody eats some.
    const isFalling = memory.falls.includes(nounKey(per)) && /^how \p{L}+ \p{L}+ (?:are|is|will)\b/iu.test(question);
    const pace = memory.paces[per];
    const others = memory.owners().filter((who) => memory.has(who, each.noun));
    const owner =
      pace !== undefined && memory.has(pace, each.noun)
        ? pace
        : (isLeft || isFalling) && others.length === 1
          ? others[0]
          : undefined;
    if (owner === undefined) return isLeft ? [] : [amount];
    return [(isLeft || memory.falls.includes(per) ? minus : plus)(memory.amount(owner, each.noun), amount)];
  });
}
