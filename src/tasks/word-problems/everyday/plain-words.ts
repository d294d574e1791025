/** Says in plainer words what people say in many: tenses, asides in front, relations put before a name. */
import { narrow } from './letters';
import { ASKED, type Rewrite } from './plain-questions';
import { canBeVerb } from './verbs';

/** Names and relations are told apart by their capitals. */
const NAMED = String.raw`(?=\p{Lu}[\p{Ll}'-]+\b)`;

/** What tells one thing from another of the same name. */
const ADJECTIVE =
  '(?:red|blue|green|yellow|white|black|brown|orange|pink|purple|grey|gray|gold|golden|silver|big|small|large|little|long|short|old|new|round|square|striped|dark|light)';
const KIN =
  'sister|brother|friend|cousin|mother|father|mum|mom|dad|uncle|aunt|son|daughter|neighbou?r|classmate|teacher|grandmother|grandfather|grandma|grandpa|granny|husband|wife|twin|partner|boss|colleague|teammate|boy|girl|baker|farmer|dog|cat|horse';

const AS: Readonly<Record<string, string>> = {
  length: 'long',
  height: 'tall',
  weight: 'heavy',
  age: 'old',
  price: 'much',
  distance: 'far',
  width: 'wide',
  cost: 'much',
};

const REWRITES: readonly Rewrite[] = [
  // "His sister Anna" is Anna.
  [new RegExp(String.raw`\b(?:[Hh]is|[Hh]er|[Mm]y|[Oo]ur|[Tt]heir|[Tt]he) (?:\p{Ll}+ )?(?:${KIN}) ${NAMED}`, 'gu'), ''],
  // "Two brothers, Ahmed and Bilal, collect cards": how many are named says nothing more.
  [
    /(?:\b[Tt]he )?\b(\d+) (?:\p{Ll}+ )?\p{Ll}+,? (\p{Lu}\p{Ll}+(?:(?:, | and |, and )\p{Lu}\p{Ll}+)+),?(?= \p{Ll})/gu,
    (said: string, many: string, names: string) =>
      names.split(/, and | and |, /).length === Number(many) ? names : said,
  ],
  [/(\d+ dollars) (?:of |in )?(?:pocket money|birthday money|savings|money)\b/gi, '$1'],
  [
    /\b(it|that|there|he|she|who|what|how|I|we|they|you)'(s|re|ve|m|ll) (?!\p{L}+'s\b)(?:(got) )?/giu,
    (_: string, who: string, short: string, got?: string) =>
      `${who} ${got || short === 've' ? 'have' : { s: 'is', re: 'are', m: 'am', ll: 'will' }[short.toLowerCase()]!} `,
  ],
  [/\b(\p{Ll}+)n't\b/giu, (_: string, verb: string) => `${verb === 'ca' ? 'can' : verb === 'wo' ? 'will' : verb} not`],
  // "Puts the same number of markers into 6 cups"
  [
    /\b(?:the same (?:number|amount)|an equal (?:number|amount)|equal (?:numbers|amounts)) of (\p{L}+) (in|into|on|onto) (?:each of )?(?:the |her |his |their )?(?=\d)/giu,
    'the $1 equally $2 ',
  ],
  [/\bI am (?=\d)/g, 'I is '],
  [/\bgrown-up(s?)\b/giu, 'adult$1'],
  [/\bkid(s?)\b/giu, (_: string, several: string) => (several ? 'children' : 'child')],
  [/, (?:the same (?:number|amount)|equally many|as many) (?:each|every|per) \p{L}+(?=[.,]|$)/giu, ''],
  // "Half that length", "a quarter of that"
  [
    /\b(half|twice|double|\d+ times|(?:a|one) (?:third|quarter|fifth)(?: of)?) (?:that|the|his|her|its) (length|height|weight|age|price|distance|width|cost)(?= |[.,]|$)(?! (?:of|as)\b)/giu,
    (_: string, share: string, of: string) => `${share.replace(/ of$/, '')} as ${AS[of.toLowerCase()]!}`,
  ],
  [
    /\b(half|(?:a|one) (?:third|quarter|fifth)|\d+ percent) of that(?: number| amount)?(?=[.,]|$| (?:on|in|at) )/giu,
    '$1 as many',
  ],
  [/(?<=\d [\p{L} ]+) (?:at a time|at once|at one time)(?=[.,]|$)/giu, ' per trip'],
  // "Gives him 20 dollars more"
  [
    /\b((?:gives?|gave|hands?|handed|sends?|sent|lends?|lent) [\p{L} ]+) (\d+) (\p{L}+) more(?= and|[.,]|$)/giu,
    '$1 $2 more $3',
  ],
  // "A class of 28 makes 4 groups"
  [
    /\b(?:an?|the|our|my|his|her|this) (?:class|group|choir|club) of (\d+)(?: (?:pupils|children|students|kids))?(?= \p{Ll})/giu,
    '$1 pupils',
  ],
  [
    /(\d+ \p{L}+) (?:on|every) ((?:\p{Lu}\p{Ll}+day,? )+and \p{Lu}\p{Ll}+day)\b/gu,
    (_: string, many: string, days: string) => `${many} on each of ${days.match(/day\b/g)!.length} days`,
  ],
  [
    /\b(an? \p{L}+),? (?:that (?:is|was) )?(\d+ (?:centi|milli|kilo)?met(?:re|er)s) (?:long|tall|wide|high),? (?=is|was)/giu,
    '$1 of $2 ',
  ],
  // "Bits that are 50 centimetres long", "a 6 metre rope"
  [
    /\b(\p{L}+),? (?:(?:that|which) (?:is|are) |(?:measuring|weighing) )(\d+ (?:centimetres|millimetres|metres|kilometres|kilograms|grams|litres|millilitres))(?: (?:long|tall|wide|high|each))?(?= (?:each|and|in|into)\b|[.,?]|$)/giu,
    '$1 of $2',
  ],
  [
    /\b(an?|the|his|her|one|this) (\d+)[- ](centi|milli|kilo)?met(?:re|er)s?(?:[- ]long)? (?!long\b|tall\b|wide\b|high\b|and\b|per\b)(\p{L}+)/giu,
    '$1 $4 of $2 $3metres',
  ],
  // "5 boxes of pencils, each with 12 pencils"
  [/(\d+ \p{L}+)(?: of \p{L}+)?, each (?:with|containing|holding|of) (\d+ \p{L}+)/giu, '$1 with $2 each'],
  [
    /\b(has|have|had|buys|bought|gets|got) (?:an?|one|1) (?:box|bag|pack|packet|jar|bunch|pile|set|bowl|basket|collection|roll|tin|tray|crate|carton) (?:of|with|containing) (?=\d+ \p{L})/giu,
    '$1 ',
  ],
  [/\b(has|have|had) (?:space|room|place) for (?=\d)/giu, 'holds '],
  [
    /(\d+ (?:kilometres|metres|miles|minutes))( (?:to|from) [^\d.]{1,40}?)? and the same (?:way |distance |time )?(?:back|home)/giu,
    '$1$2 and $1 back',
  ],
  [
    /\b(twice|double|half|\d+ times) that(?: (?:number|amount|many|much))?\b(?= (?:on|in|at|yesterday|today|and)\b|[.,]|$)/giu,
    '$1 as many',
  ],
  [/\bas much money\b/gi, 'as many dollars'],
  [/\bis enough (?:\p{L}+ )?for (?=\d)/giu, 'serves '],
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
  [
    /(?<=\b(?:than|as) (?:[\p{L}'-]+ ){1,3}?)(?:has|have|had|does|do|did|is|was|got)(?: (?:wide|long|tall|high|deep|heavy))?(?=$|[.,?!]| (?:and|but)\b)/giu,
    '',
  ],
  // "The bridge over it is 47 metres long"
  [/ (?:over|beside|near|behind|across|next to|in front of) it(?= (?:is|was|has|costs|weighs) )/giu, ''],
  [/\b(has|have|had) got\b/gi, '$1'],
  // "The double of marbles than Luis"
  [/\bthe double (?:of|amount of|number of) (\p{L}+) (?:than|of|as)\b/giu, 'twice as many $1 as'],
  [/\bevery one of\b/gi, 'each of'],
  // "5 of his old ones", "10 new ones", "the good ones"
  [/(\d+) of (?:his|her|the|their|its|my|our) (?:\p{L}+ )?ones\b/giu, '$1 of them'],
  [/(\d+) (?:new|more|other) ones\b/gi, '$1 more'],
  [/(\d+) (?!dollars|of\b)\p{L}+ ones\b/giu, '$1 of them'],
  [/\bthe (?:good|other|remaining|whole|ripe|fresh) ones\b/gi, 'they'],
  // "Out of 28 children, 12 wear glasses"
  [
    /^(?:out of|of|from) (?:all )?(?:the |his |her |their |our |my )?(\d+ \p{L}+)(?: (?:in|on|at) [\p{L} ]+?)?,? (\d+(?: percent)?|half|(?:a|one) (?:third|quarter|fifth))(?: of them)? (?=\p{Ll}+)(?!\d|percent|of )/iu,
    'there are $1; $2 of them ',
  ],
  // What the clock says is no number of anything.
  [/\b(before|after|at|by|until|from|to) \d{1,2}(?::\d\d)? ?(?:o'clock|[ap]\.?m)\b/giu, '$1 noon'],
  [/, which (?=(?:is|was|are|were|costs) \d)/gi, '; it '],
  [/\bthe (?:price|cost) of (an?|one|each|every|the) (\p{L}+) (?:is|was)\b/giu, 'each $2 costs'],
  [/, it costs\b/gi, ' that costs'],
  [
    /\bhas (\d+) years (less|more)\b/gi,
    (_: string, many: string, more: string) => `is ${many} years ${more === 'less' ? 'younger' : 'older'}`,
  ],
  [/\b(?:is|are|was|were) able to \b/gi, 'can '],
];

/** What is done of something that is told of before: `has read 60 pages`. */
const DONE_OF: ReadonlySet<string> = new Set(
  'read eaten used spent sold given lost painted done written driven walked drunk finished'.split(' '),
);

/** Of a sentence that states something. */
const STATED: readonly Rewrite[] = [
  [
    /^for (?:one|each|every|an?) (\p{L}+),? [\p{L} ]+? (?:needs?|uses?|takes?|used|needed) (\d+ \p{L}+)$/iu,
    'each $1 needs $2',
  ],
  // "6 eggs fit in one box", "from 50 sheets of paper the children used 32"
  [
    /^(\d+ \p{L}+(?: \p{L}+)?) (?:fit|fits|go|belong)(?: in| into| on| onto)? (?:one|an?|each|every|1) (\p{L}+)$/iu,
    'each $2 has $1',
  ],
  [
    /^(?:from|of|out of) (?:the |his |her |their )?(\d+ \p{L}+)(?: of \p{L}+)?,? (?=\p{L}[^\d]* \d)/iu,
    'there are $1; ',
  ],
  [/\b(?:can |could )?(?:do|does|did) (?=\d|half |twice )/giu, 'has '],
  [
    /\b(?:wants?|wanted|would like|is going|plans?|has|have) to (make|build|form|fill|bake) (?=\d+ \p{L}+ (?:of|with) \d)/giu,
    '$1 ',
  ],
  [/^only /iu, ''],
  [/^(?:in|of|from|out of) (?:an?|the|his|her|this) \p{L}+ of (\d+ \p{L}+), (?=\d)/iu, 'there are $1; '],
  [/ left over$/iu, ''],
  // "Watched a show for 22 minutes", "at each stop 7 kids get on", "mows lawns for 12 dollars each"
  [
    /\b(\p{Ll}+)(?: (?:an?|the|his|her|their|my|with|at|in|on) [\p{L} ]+?)? for (\d+ (?:minutes|hours))(?=$| and |,)/giu,
    '$1 $2',
  ],
  [/^(?:in|on|at) (each|every) (?:of the )?(\p{L}+),? (\d+ \p{L}+) [^\d,]+$/iu, '$1 $2 has $3'],
  [/^\p{L}+ \p{Ll}+ (\p{L}+s) (?:for|at) (\d+ dollars) (?:each|apiece)$/iu, 'each $1 costs $2'],
  [/^(?:we|they) (are|were) (?=\d+ \p{L})/iu, 'there $1 '],
  // "From Monday to Friday she reads 9 pages a day"
  [
    /^from (\p{L}+day) to (\p{L}+day),? (.+ (?:an?|each|every|per) day)$/iu,
    (said: string, from: string, to: string, rest: string) => {
      const days = span('', from, to);
      return days === '' ? said : `${rest}; it does this for ${days.replace(/^each day for /, '')}`;
    },
  ],
  // "In each box are 15 candies", "in our library there are 85 books", "in the garden are 8 trees".
  [
    /^in (each|every) (?:of the )?(\p{L}+(?: (?!there|are|is|were|was)\p{L}+)?),? (?:there )?(?:are|is|were|was) (?=\d)/iu,
    '$1 $2 has ',
  ],
  [/^in (each|every) (?:of the )?(\p{L}+),? [^\d,]{1,40} (?=\d+ \p{L}+$)/iu, '$1 $2 has '],
  [/^(?:in|on|at) [^\d,]{1,60}?,? there (are|is|were|was) (?=\d)/iu, 'there $1 '],
  [
    /^(?:in|on|at) (?:(?:the|an?|my|our|his|her|their|one|this) )?(?:(?!each |every |the |an? |his |her |their |my |our )\p{L}+ ){1,2}(?:of (?:the |my |our |his |her |their )?\p{L}+ )?(are|is|were|was) (?=\d)/iu,
    'there $1 ',
  ],
  [/\b(?:is|are|was|were) (?:filled with|full of)\b/gi, 'has'],
  // "Is reading 18 pages"
  [/\b(?:is|are|was|were|am|has been|have been) (?=\p{Ll}+ing (?:\d|an? |the |his |her |their ))/giu, ''],
  [
    /\b(?:each|every) day from (\p{L}+day) to (\p{L}+day)\b/giu,
    (said: string, from: string, to: string) => span(said, from, to),
  ],
  [/ (?:also|then|now|only|just|still|already|later|again|exactly|even|finally|usually|always)(?= |$|[.,])/gi, ''],
  // "Has saved", "have put out" is saved and put out; "has read" of a book is known as what is done of it.
  [
    /\b(has|have|had) (\p{Ll}+)(?= (?:(?:up|out|off|away|down|back|in|on) )?(?:another |by )?\d)/giu,
    (said: string, help: string, verb: string) =>
      !canBeVerb(verb) || (help === 'has' && DONE_OF.has(verb)) ? said : verb,
  ],
  [/(?<!\b(?:an?|the|each|every|one|per) )\b(?:can|could|will|would) (?!not\b)(?=\p{Ll}+ )/giu, ''],
  [/\b(?:is|are|was|were) (?:going|planning) to \b/gi, ''],
  [/\b(?:decides?|decided|manages?|managed|starts?|started|begins?|began) (?:to )?(?!with\b)(?=\p{Ll}+ )/giu, ''],
];

/** A part of so many: "half of his 18 dollars", "6 of her 25 beads". */
const PART = String.raw`(?<s>half|(?:a|one) (?:third|quarter|fifth)|\d+ percent|\d+) of (?:(?<o>the|his|her|their|its|my|our|these) )?(?<n>\d+ (?:(?!children\b|people\b|dollars\b)\p{L}*[^s\W] )?\p{L}+)(?: of (?:his|her|the|their|my|an?) \p{L}+)?`;
const PART_ALONE = narrow(new RegExp(`^${PART}`, 'iu'));
const PART_OF_SOMEBODY = narrow(
  new RegExp(String.raw`^(?<a>(?:(?!and\b)[\p{L}'-]+ ){1,3}?)(?<v>(?:has |have |had )?\p{Ll}+) ${PART}`, 'iu'),
);

/** How many there were, said before what became of a part of them. */
export function wholeFirst(sentence: string): string {
  const alone = PART_ALONE.exec(sentence)?.groups;
  if (alone) return sentence.replace(PART_ALONE, `there are ${alone['n']!}; ${alone['s']!} of them`);
  const { a, v, s, o, n } = PART_OF_SOMEBODY.exec(sentence)?.groups ?? {};
  if (a === undefined) return sentence;
  return sentence.replace(
    PART_OF_SOMEBODY,
    `${/^(?:the|)$/i.test(o ?? '') ? 'there are' : `${a}has`} ${n!}; ${a}${v!} ${s!} of them`,
  );
}

const DAYS = ['mon', 'tues', 'wednes', 'thurs', 'fri', 'satur', 'sun'].map((day) => `${day}day`);

/** `every day from Monday to Friday` as so many days; as it is where these are none. */
function span(said: string, from: string, to: string): string {
  const [first, last] = [from, to].map((day) => DAYS.indexOf(day.toLowerCase())) as [number, number];
  return first < 0 || last <= first ? said : `each day for ${last - first + 1} days`;
}

const FRONT = String.raw`(?:then|later|after that|afterwards|at first|first|now|next|today|yesterday|altogether|finally|so far|at the beginning|in the end|this \p{L}+|last \p{L}+|the next \p{L}+|one \p{L}+|by \p{L}+|after \p{L}+|before \p{L}+|(?:on|at|in|during|by|after|before) (?:(?:the|his|her|their|its|my) )?(?:(?!there\b)[\p{L}']+ ){0,3}?(?!there\b)[\p{L}']+)`;
/** When and where, in front of what somebody does. */
const IN_FRONT: readonly RegExp[] = [
  /^(?:in|at|on|by) (?:the )?(?:morning|evening|afternoon|night|noon|beginning|start|end) (?=(?:the|his|her|my|our|their|it|he|she|they|we) )/iu,
  // "For his birthday Max got 20"
  /^(?:[Ff]or|[Oo]n|[Aa]t|[Ii]n|[Dd]uring|[Aa]fter|[Bb]efore) (?:his|her|their|my|our|the|an?) \p{Ll}+ (?=\p{Lu}\p{Ll}+ \p{Ll}+ )/u,
  new RegExp(`^${FRONT}, (?=\\S)`, 'iu'),
  new RegExp(
    `^(?:then|later|after that|afterwards|at first|first|now|next|today|yesterday|finally|so far) (?=\\S)`,
    'iu',
  ),
  new RegExp(`^${FRONT} (?=(?:he|she|it|they|we|i) \\p{L}|there (?:is|are|was|were) )`, 'iu'),
  new RegExp(
    `^(?:on|at|by|in) (?:the |a )?(?:(?!(?:there|the|his|her|my|our|their|an?|is|was|are|were)\\b)\\p{L}+ ?){1,5}(?<! )(?= (?:\\d|half |twice |(?:a|one) (?:third|quarter|fifth) ))`,
    'iu',
  ),
];

const narrowed = (rewrites: readonly Rewrite[]): readonly Rewrite[] =>
  rewrites.map(([pattern, by]): Rewrite => [narrow(pattern), by]);
const [PLAIN_REWRITES, PLAIN_STATED, PLAIN_ASKED] = [REWRITES, STATED, ASKED].map(narrowed) as [
  readonly Rewrite[],
  readonly Rewrite[],
  readonly Rewrite[],
];
const FRONTS = IN_FRONT.map(narrow);

const apply = (text: string, rewrites: readonly Rewrite[]): string =>
  rewrites
    .reduce((plain, [pattern, by]) => plain.replace(pattern, by as string), text)
    .replace(/ +/g, ' ')
    .replace(/ (?=[.,?!])/g, '');

/** A sentence in plainer words that mean the same. */
export const plainWords = (sentence: string): string => apply(sentence, PLAIN_REWRITES);

/** A question with the verb where it is usually. */
export const plainQuestion = (question: string): string => apply(question, PLAIN_ASKED);

/** A statement without what says only when and where it was, in front of it. */
export function plainStatement(sentence: string): string {
  const spread = apply(sentence, PLAIN_STATED);
  const front = FRONTS.find((pattern) => pattern.test(spread));
  return front ? spread.replace(front, '').trimStart() : spread;
}
