/** What things are called: one key for `box` and `boxes`, whatever stands before them. */

const IRREGULAR: ReadonlyMap<string, string> = new Map(
  Object.entries({
    children: 'child',
    grandchildren: 'grandchild',
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
    buses: 'bus',
    shoes: 'shoe',
    toes: 'toe',
  }),
);

export function singular(word: string): string {
  const lower = word.toLowerCase();
  const known = IRREGULAR.get(lower);
  if (known) return known;
  if (/(?:ss|us|is)$/.test(lower) || lower.length < 4) return lower;
  if (lower.endsWith('ies')) return `${lower.slice(0, -3)}y`;
  if (/(?:ches|shes|sses|xes|zes|oes|buses)$/.test(lower)) return lower.slice(0, -2);
  return lower.endsWith('s') ? lower.slice(0, -1) : lower;
}

const EMPTY = new Set(
  'the a an his her their its my our more other of them such good new old big small whole full extra another additional'.split(
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
  year: ['month', 12],
  day: ['hour', 24],
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

/** Whether both may be the same: `balls` may be `red balls`, and blue ones may not. */
export const isAlike = (a: string, b: string): boolean =>
  a === b || (headOf(a) === headOf(b) && (a === headOf(a) || b === headOf(b)));

const KINDS = new Set(
  `animal fruit flower bird fish toy child kid person people pupil student plant tree vehicle item thing piece pet drink coin
  ball sweet candy object insect vegetable instrument tool guest visitor passenger member worker player snack treat creature
  dessert cake bean berry building shape card note bill grown-up adult stationery point`.split(/\s+/),
);

/** A word for many kinds of things, which may be what was counted under their own names; wheels of cars are not. */
export const isKindWord = (noun: string): boolean => noun === '' || KINDS.has(headOf(noun));

const PEOPLE = new Set(
  `mother father mum mom dad daddy mummy sister brother son daughter uncle aunt cousin grandma grandpa granny grandmother
  grandfather friend teacher farmer baker gardener shopkeeper driver boy girl man woman lady child kid pupil student
  neighbour neighbor coach player worker painter cook chef florist librarian tailor king queen carpenter fisherman
  mechanic waiter seller butcher postman cleaner adult parent person grown-up visitor guest passenger tourist scout runner
  swimmer dancer learner classmate member`.split(/\s+/),
);

/** Whether somebody is meant, who may be "he" or "she": a name, or what people are to each other or do. */
export const isPerson = (said: string, key: string): boolean =>
  PEOPLE.has(headOf(key)) ||
  (/^(?!(?:the|an?|each|every|his|her|their|its|my|our|this|that|these|both|all|one|it|they|there) )\p{Lu}[\p{Ll}'-]+(?: \p{Lu}\p{Ll}+)?$/iu.test(
    said,
  ) &&
    /^\p{Lu}/u.test(said));

/** Somebody or something in particular: not they, and not several. */
export const isSingle = (said: string): boolean =>
  !/^(?:he|she|it|they|we|i|you|there|people|all|both|everybody|everyone)$/iu.test(said) &&
  !/(?:[^s]s|children|people|men|women|family|class|team|school|shop|group|farm) ?$/iu.test(said) &&
  !/ and /.test(said);
