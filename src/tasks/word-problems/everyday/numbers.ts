/** Numbers as people write them, made plain: words, thousands, money, dozens, per cent. */

const WORDS = (
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen ' +
  'eighteen nineteen twenty'
).split(' ');
const TENS = ['twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'];

const MONEY =
  'bucks?|dollar|euros?|liras?|pesos?|rupees?|yuan|yen|francs?|quid|naira|shillings?|rand|dirhams?|riyals?|dinars?|ringgits?|' +
  'baht|taka|kron(?:a|or|er?)|zlotys?|cedis?|birr|kwacha|Rs|EUR|USD|GBP|INR|NGN|KSh|KES|ZAR';

/** `₹`, `Rs`, `KSh` as a dollar's sign, which stands before the number. */
const withOneSign = (text: string): string =>
  text
    .replace(/(?:\p{Sc}|\bR\$|\bRs\.?|\b(?:EUR|USD|GBP|INR|NGN|KSh|KES|ZAR)) ?(?=\d)/gu, '$')
    .replace(/(?<![\d.])(\d+(?:\.\d\d)?) ?(?:\p{Sc}(?!\d)|Rs\b\.?)/gu, '$$$1');

const UNITS_OF_MEASURE: readonly (readonly [RegExp, string])[] = [
  [/(?<=\d |many |of )(?:km|kms|kilometers?|kilometre)\b/gi, 'kilometres'],
  [/(?<=\d )(?:m|meters?|metre)\b/g, 'metres'],
  [/(?<=\d |many |of )(?:cm|centimeters?|centimetre)\b/gi, 'centimetres'],
  [/(?<=\d |many |of |\bone |\bper |\beach |\ba )(?:kg|kgs|kilos?|kilograms?)\b/gi, 'kilograms'],
  [/(?<=\d |many |of )(?:ml|milliliters?|millilitre)\b/gi, 'millilitres'],
  [/(?<=\d |many )(?:l|liters?|litre)\b/gi, 'litres'],
  [/(?<=\d |many |of )(?:g|gr|gram|gramme)s?\b/g, 'grams'],
  [/(?<=\d )(?:mins?)\b/gi, 'minutes'],
  [/(?<=\d )(?:hrs?|h)\b/g, 'hours'],
  // Any money is told as dollars.
  [new RegExp(`(?<=\\d )(?:pounds?(?! of\\b)|${MONEY})\\b`, 'gi'), 'dollars'],
  [new RegExp(`(?<=many )(?:${MONEY})\\b`, 'gi'), 'dollars'],
  [/(?<=\d )(?:p|pence|penny|c)\b/g, 'cents'],
];

const numberOf = (word: string): number | null => {
  const at = WORDS.indexOf(word);
  if (at >= 0) return at;
  const [ten = '', one = ''] = word.split('-');
  const tens = TENS.indexOf(ten);
  if (tens < 0) return null;
  const ones = one === '' ? 0 : WORDS.indexOf(one);
  return ones >= 0 && ones < 10 ? 10 * (tens + 2) + ones : null;
};

/**
 * The text with digits for number words, `18 dollars` for `$18`, `36` for `three dozen`, `30 percent` for `30%` and
 * whole names for units. "One" and "a" stay words: they are seldom a number that is meant.
 */
export function plainNumbers(text: string): string {
  let plain = withOneSign(text)
    .replace(/[\u2018\u2019]/g, "'")
    .replace(/\b(Mr|Mrs|Ms|Dr|St|Prof)\./g, '$1')
    .replace(/(\d),(?=\d{3}\b)/g, '$1')
    .replace(/(?<![\p{L}\d.,])([$€£]?)\.(?=\d)/gu, '$10.')
    // "3,50 euros"
    .replace(/(?<![\d.,])(\d{1,4}),(\d\d)(?= ?(?:euros?|EUR|zloty\w*|reais|francs?|kron\w*)\b)/gi, '$1.$2')
    .replace(/(?<=\$)(\d{1,4}),(\d\d)(?![\d,.]*\d)/g, '$1.$2')
    .replace(/(?<![\d.])(\d{1,2})(?=[A-KM-Z]\b)/g, (_, digits: string) => WORDS[Number(digits)] ?? digits)
    .replace(/(\d)\s*%/g, '$1 percent')
    .replace(/\bper cent\b/gi, 'percent')
    .replace(/(?<![\d.])(\d+)(?=(?:km|kg|cm|mm|ml|m|l|g|h|p|c|min|mins|hrs)\b)/gi, '$1 ')
    .replace(/\$(\d+)(?:\.00)?(?![\d.]*\d)/g, '$1 dollars')
    // "Year 4" is a name.
    .replace(
      /\b(Year|Class|Grade|Room|Team|Group|House|Level) (\d{1,2})\b(?! (?:more|fewer|less)\b)(?! \p{L}+s\b(?! sold| has| had| \d))/giu,
      (said: string, name: string, digits: string) =>
        WORDS[Number(digits)] === undefined ? said : `${name}${WORDS[Number(digits)]!}`,
    )
    .replace(/\bhalf a dozen\b/gi, '6')
    .replace(/\b(?:an?|one) (?=(?:dozen|hundred|thousand)\b)/gi, '1 ')
    // What somebody does with one is a number; "in one box" and "one ticket costs" are none.
    .replace(
      /(?<=\b(?!each|every|the|this|that|no|any|which|first|second|last|other|in|on|for|of|is|to|only|at|by|and|a|if|when|than|from|do|does|did|will|would)[a-z]+ )one\b(?! (?:third|quarter|fifth|half|day|morning|evening|afternoon|of each|hour|minute|week|month|year))/g,
      '1',
    )
    .replace(/[A-Za-z]+(?:-[a-z]+)?/g, (word) => {
      const value = numberOf(word.toLowerCase());
      return value === null || value < 2 ? word : `${value}`;
    })
    .replace(
      /\b(\d) hundred (?:and )?(\d{1,2})(?!\d| (?:dozen|hundred|thousand)\b)/gi,
      (_, hundreds: string, rest: string) => `${Number(hundreds) * 100 + Number(rest)}`,
    )
    .replace(/(\d+) (dozen|hundred)\b(?: of(?= \p{L}))?/giu, (_, count: string, unit: string) => {
      const size = unit.toLowerCase() === 'dozen' ? 12 : 100;
      return `${Number(count) * size}`;
    })
    .replace(
      /(\d+) thousand\b(?: of(?= \p{L})|(?: and)? (\d{1,3})(?![\d.]))?/giu,
      (_, thousands: string, rest: string | undefined) => `${Number(thousands) * 1000 + Number(rest ?? 0)}`,
    );
  // "It takes 4 cups to bake one loaf" says how many there are for each.
  plain = plain.replace(/(\b(?:takes|needs?|uses?) \d[^.?]{0,60}? (?:to [a-z]+|for|per)) 1\b/gi, '$1 one');
  // Pounds that are weighed are no money.
  if (/\b(?:weigh\w*|heav\w*|pounds? of)\b/i.test(text))
    plain = plain.replace(/(?<=(?:\d|one|each|a|many) )pounds?\b(?! of them)/gi, 'kilograms');
  for (const [pattern, name] of UNITS_OF_MEASURE) plain = plain.replace(pattern, name);
  return plain;
}
