/** Says in plainer words what people say in many: tenses, asides in front, relations put before a name. */

/** Names and relations are told apart by their capitals. */
const NAMED = String.raw`(?=\p{Lu}[\p{Ll}'-]+\b)`;

/** What tells one thing from another of the same name. */
const ADJECTIVE =
  '(?:red|blue|green|yellow|white|black|brown|orange|pink|purple|grey|gray|gold|golden|silver|big|small|large|little|long|short|old|new|round|square|striped|dark|light)';
const KIN =
  'sister|brother|friend|cousin|mother|father|mum|mom|dad|uncle|aunt|son|daughter|neighbou?r|classmate|teacher|grandmother|grandfather|grandma|grandpa|granny|husband|wife|twin|partner|boss|colleague|teammate|boy|girl|baker|farmer|dog|cat|horse';

const REWRITES: readonly (readonly [RegExp, string])[] = [
  // "His sister Anna" is Anna.
  [new RegExp(String.raw`\b(?:[Hh]is|[Hh]er|[Mm]y|[Oo]ur|[Tt]heir|[Tt]he) (?:\p{Ll}+ )?(?:${KIN}) ${NAMED}`, 'gu'), ''],
  [/\b(?:that many|as many as that|that number of|the same number of times)\b/gi, 'as many'],
  [/\b(?:that much|as much as that)\b/gi, 'as much'],
  // "3 red, 4 blue and 5 green pencils"
  [
    new RegExp(
      String.raw`(\d+ ${ADJECTIVE})(?=(?:(?:,|,? and) \d+ ${ADJECTIVE})*,? and \d+ ${ADJECTIVE} (\p{L}+))`,
      'giu',
    ),
    '$1 $2',
  ],
  // "4 trays of muffins, 12 muffins on each tray"
  [/(\d+ [\p{L}]+(?: of [\p{L}]+)?), (?=\d+ \p{L}+ (?:in|on|per) each)/giu, '$1 with '],
  // "Than he has", "as Ann did".
  [/(?<=\b(?:than|as) (?:[\p{L}'-]+ ){1,3}?)(?:has|have|had|does|do|did|is|was|got)(?=$|[.,?!]| (?:and|but)\b)/giu, ''],
  [/\b(has|have|had) got\b/gi, '$1'],
  [/\b(?:is|are|was|were) able to \b/gi, 'can '],
];

/** Of a sentence that states something. */
const STATED: readonly (readonly [RegExp, string])[] = [
  [/ (?:also|then|now|only|just|still|already|later|again|exactly|even|finally|usually|always)(?= |$|[.,])/gi, ''],
  // "Has saved" is saved; "has read" of a book is known as what is done of it.
  [
    /\b(?:has|have|had) (?=(?:saved|collected|baked|made|picked|bought|found|won|earned|planted|caught|counted|got|seen|drawn|built|taken|received|ordered|gathered)\b)/gi,
    '',
  ],
  [/\b(?:can|could|will|would) (?=\p{Ll}+ )/giu, ''],
  [/\b(?:is|are|was|were) (?:going|planning) to \b/gi, ''],
  [/\b(?:decides?|decided|manages?|managed|starts?|started|begins?|began) (?:to )?(?=\p{Ll}+ )/giu, ''],
];

const FRONT = String.raw`(?:then|later|after that|afterwards|at first|first|now|next|today|yesterday|altogether|finally|so far|at the beginning|in the end|this \p{L}+|last \p{L}+|the next \p{L}+|one \p{L}+|by \p{L}+|after \p{L}+|before \p{L}+|(?:on|at|in|during|by|after|before) (?:(?:the|his|her|their|its|my) )?(?:(?!there\b)[\p{L}']+ ){0,2}?(?!there\b)[\p{L}']+)`;
/** When and where, in front of what somebody does. */
const IN_FRONT: readonly RegExp[] = [
  new RegExp(`^${FRONT}, (?=\\S)`, 'iu'),
  new RegExp(
    `^(?:then|later|after that|afterwards|at first|first|now|next|today|yesterday|finally|so far) (?=\\S)`,
    'iu',
  ),
  new RegExp(`^${FRONT} (?=(?:he|she|it|they|we|i) \\p{L})`, 'iu'),
  new RegExp(`^(?:on|at|by|in) (?:the |a )?(?:(?!there\\b)\\p{L}+ ?){1,5}(?<! )(?= \\d)`, 'iu'),
];

const apply = (text: string, rewrites: readonly (readonly [RegExp, string])[]): string =>
  rewrites
    .reduce((plain, [pattern, by]) => plain.replace(pattern, by), text)
    .replace(/ +/g, ' ')
    .replace(/ (?=[.,?!])/g, '');

/** A sentence in plainer words that mean the same. */
export const plainWords = (sentence: string): string => apply(sentence, REWRITES);

/** A statement without what says only when and where it was, in front of it. */
export function plainStatement(sentence: string): string {
  const spread = apply(sentence, STATED);
  const front = IN_FRONT.find((pattern) => pattern.test(spread));
  return front ? spread.replace(front, '').trimStart() : spread;
}
