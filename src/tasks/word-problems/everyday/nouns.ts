/** What things are called: one key for `box` and `boxes`, whatever stands before them. */

const IRREGULAR: Readonly<Record<string, string>> = {
  children: 'child',
  people: 'person',
  persons: 'person',
  men: 'man',
  women: 'woman',
  mice: 'mouse',
  geese: 'goose',
  feet: 'foot',
  teeth: 'tooth',
  knives: 'knife',
  leaves: 'leaf',
  loaves: 'loaf',
  shelves: 'shelf',
  wolves: 'wolf',
  scarves: 'scarf',
  halves: 'half',
  cookies: 'cookie',
  movies: 'movie',
};

export function singular(word: string): string {
  const lower = word.toLowerCase();
  const known = IRREGULAR[lower];
  if (known) return known;
  if (/(?:ss|us|is)$/.test(lower) || lower.length < 4) return lower;
  if (lower.endsWith('ies')) return `${lower.slice(0, -3)}y`;
  if (/(?:ches|shes|sses|xes|zes|oes)$/.test(lower)) return lower.slice(0, -2);
  return lower.endsWith('s') ? lower.slice(0, -1) : lower;
}

const EMPTY = new Set(
  'the a an his her their its my our more other of them such good new old big small whole extra another additional'.split(
    ' ',
  ),
);

/** The words that tell one kind of thing from another, each in the singular: `red marble`. */
export function nounKey(phrase: string): string {
  return phrase
    .toLowerCase()
    .split(/[^\p{L}]+/u)
    .filter((word) => word && !EMPTY.has(word))
    .map(singular)
    .join(' ');
}

const SMALLER: Readonly<Record<string, readonly [string, number]>> = {
  metre: ['centimetre', 100],
  kilometre: ['metre', 1000],
  litre: ['millilitre', 1000],
  kilogram: ['gram', 1000],
  hour: ['minute', 60],
  minute: ['second', 60],
  week: ['day', 7],
  dollar: ['cent', 100],
};

/** How many of the one make one of the other; 1 of the same, null where they do not convert. */
export function smaller(from: string, to: string): number | null {
  const [a, b] = [headOf(nounKey(from)), headOf(nounKey(to))];
  if (a === b) return 1;
  const known = SMALLER[a];
  return known?.[0] === b ? known[1] : null;
}

/** The noun without what describes it. */
export const headOf = (key: string): string => key.split(' ').at(-1) ?? key;
