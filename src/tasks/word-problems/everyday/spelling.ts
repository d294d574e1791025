/** Small words as children and people in a hurry spell them: what relations and questions are known by. */
const SPELLINGS: Readonly<Record<string, string>> = {
  many: 'meny|menny|manny|mny|mani|maney',
  much: 'mutch|moch',
  what: 'wot|wat|whot|waht',
  "what's": 'wots|wats',
  have: 'hav|haf|hve',
  gave: 'gav',
  every: 'evry|evrey',
  each: 'eech|eatch|eahc',
  more: 'mor|moar',
  than: 'thn',
  with: 'wiv|wif',
  together: 'togever|togethr|togeather|2gether',
  altogether: 'altogever|altogethr|alltogether|altogeather',
  total: 'totel|totl|totall',
  left: 'lefft|lft',
  bought: 'bort|bougt|buyed',
  people: 'ppl|peple|poeple|pepole',
  because: 'cos|cuz|coz|becuase|becos',
  friends: 'frends|freinds',
  friend: 'frend|freind',
  children: 'childrens|childern',
};
const KNOWN = new Map(
  Object.entries(SPELLINGS).flatMap(([word, ways]) => ways.split('|').map((way) => [way, word] as const)),
);
const ANY = new RegExp(`(?<![\\p{L}'])(?:${[...KNOWN.keys()].join('|')})(?![\\p{L}'])`, 'giu');

/** The text with these as they are spelt. */
export const plainSpelling = (text: string): string =>
  text.replace(ANY, (way) => {
    const word = KNOWN.get(way.toLowerCase())!;
    return /^\p{Lu}/u.test(way) ? word[0]!.toUpperCase() + word.slice(1) : word;
  });
