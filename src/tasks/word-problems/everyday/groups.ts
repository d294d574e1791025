/** People who are named one by one and get as much each: said as how many they are. */
import { narrow } from './letters';

/** `Jack and his 3 friends share`: 4 people do, where all of them get as much. */
function withOthers(text: string): string {
  if (
    !/\b(?:share|shared|sharing|each|equally|evenly|fairly|split|divide|everyone|everybody|all of them)\b/i.test(text)
  )
    return text;
  return text.replace(
    /(?<=^|[.!?,] )(?:\p{Lu}[\p{Ll}'-]+|I|(?:My|His|Her|Our) \p{Ll}+) and (?:(?:his|her|my|our|their) )?(\d+) (?:\p{Ll}+ )?(?:friends|brothers|sisters|cousins|classmates|siblings|children|kids|sons|daughters|teammates|neighbours|neighbors|grandchildren)\b/gu,
    (_, others: string) => `${Number(others) + 1} people`,
  );
}

const NAMES = String.raw`(?:\p{Lu}[\p{Ll}'-]+|(?:her|him|my|your)self)`;
const SHARERS = new RegExp(
  String.raw`\b(between|among|amongst|with) (${NAMES}(?:, ${NAMES})*(?:,? and ${NAMES}))(?=[.,?]| (?:equally|evenly|fairly))`,
  'gu',
);
const AS_MUCH = narrow(
  /(?<=^|[.!?] )(?:everyone|everybody|each(?: child| of them| one)?|all(?: of them)?|they all)(?: of them)? (?:gets?|got|receives?|received|has|have|had|pays?|paid|gives?|gave) (?:the same(?: number| amount)?|equally many|as many)(?: of \p{L}+| \p{L}+)?[.!]/giu,
);

/** `Shared 65 nuts so that each got the same`: equally. */
const SO_THAT = narrow(
  /,? (?:so that|such that|so|and) (?:everyone|everybody|each(?: child| of them| one| person)?|all(?: of them)?|they all|they each)(?: of them)? (?:gets?|got|receives?|received|has|have|had) (?:the same(?: number| amount)?|equally many|as many(?: as the others)?|an equal (?:number|share))(?: of \p{L}+| \p{L}+)?(?=[.!?])/giu,
);

/** `Divides 24 berries between Paul, Lisa and Jan. How many does Lisa get?`: between 3 children, of whom each gets as many. */
function byName(text: string): string {
  const plain = text.replace(AS_MUCH, '');
  const named = [...plain.matchAll(SHARERS)][0];
  if (!named || !/\b(?:share|divide|split)[sd]?\b|\bgave\b|\bgives\b/iu.test(plain)) return text;
  const names = named[2]!.split(/, and | and |, /);
  return plain
    .replace(named[0], `${named[1]} ${names.length} people`)
    .replace(
      new RegExp(String.raw`\b(how many [^?]*?(?:does|did|will) )(?:${names.join('|')}) (?=get|have|receive)`, 'iu'),
      '$1each person ',
    );
}

/** `5 friends pay 40 dollars. Everyone pays the same.` */
const asShared = (text: string): string => text.replace(SO_THAT, ' equally').replace(AS_MUCH, 'They share it equally.');

/** People who are named, where each gets as much, as so many people. */
export const asGroup = (text: string): string =>
  asShared(byName(withOthers(text)))
    .replace(/ +/g, ' ')
    .trim();
