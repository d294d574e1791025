/** What characters, words and commands of LaTeX mean in arithmetic. */

export type Sign = '+' | '-' | '*' | '/' | '^';

const all = (texts: string, sign: Sign): (readonly [string, Sign])[] =>
  texts.split(' ').map((text) => [text, sign] as const);

export const SIGNS: ReadonlyMap<string, Sign> = new Map([
  ...all('+ ＋', '+'),
  ...all('- − – — ‐ ‑ ‒ ﹣ －', '-'),
  ...all('* × ✕ ✖ · ⋅ ∙ • ∗ \\times \\cdot \\ast', '*'),
  ...all('/ ÷ ∕ ⁄ ／ \\div', '/'),
  ...all('^', '^'),
]);

/** Between two values. */
export const WORD_SIGNS: ReadonlyMap<string, Sign> = new Map([
  ...all('x times of de por', '*'),
  ...all('plus más', '+'),
  ...all('minus menos less', '-'),
  ...all('over entre', '/'),
  ['multiplied by', '*'],
  ['divided by', '/'],
]);

const commands = (names: string): ReadonlySet<string> => new Set(names.split(' ').map((name) => `\\${name}`));

/** Commands that stand for nothing. */
export const NOTHING = new Set([...commands(', ; : ! $ left right displaystyle big bigl bigr Big boxed'), '\\ ']);
export const TEXTS = commands('text textbf textit mathrm mathbf mbox operatorname');
export const FRACTIONS = commands('frac dfrac tfrac');
/** Commands that part one equation from another. */
export const BETWEEN = commands('( ) [ ] { } \\ & quad qquad approx ne neq to implies Rightarrow begin end');

export const POWERS: ReadonlyMap<string, number> = new Map([
  ['²', 2],
  ['³', 3],
]);

export const VULGAR: ReadonlyMap<string, number> = new Map(
  '½ 1 2 ⅓ 1 3 ⅔ 2 3 ¼ 1 4 ¾ 3 4 ⅕ 1 5 ⅖ 2 5 ⅗ 3 5 ⅘ 4 5 ⅙ 1 6 ⅚ 5 6 ⅛ 1 8 ⅜ 3 8 ⅝ 5 8 ⅞ 7 8'
    .match(/\S+ \d \d/g)!
    .map((text) => text.split(' '))
    .map(([char, a, b]) => [char!, Number(a) / Number(b)] as const),
);

/** What a number is besides its value where nothing else is said. */
export const PLAIN = { decimals: 0, isPercent: false, tail: null, goesOn: false } as const;

/** Characters that end what stands before them. */
export const BOUNDARIES = ',;:.?!"“”‘’\'|&#，；：。？！、«»()（）…';

/** Words before arithmetic that may do something to it: what follows them is not worked out for sure. */
export const ACTING: ReadonlySet<string> = new Set(
  (
    'of half twice double doubled triple tripled thrice quadruple quarter third thirds fifth tenth times plus minus by ' +
    'over per less more fewer than from to into at with without percent point squared cubed sqrt root log dozen ' +
    'dozens hundred hundreds thousand thousands million millions billion billions pair pairs one two three four five ' +
    'six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty ' +
    'thirty forty fifty sixty seventy eighty ninety hundredth mod modulo x and or day days week weeks month months year years step steps part page row grade level ' +
    'problem question chapter lesson room number numbers case option ages age ' +
    'de del por más menos mitad doble triple entre dos tres cuatro cinco seis siete ocho nueve diez cien mil y'
  ).split(' '),
);

/** Words after a number that change its worth. */
export const MULTIPLYING: ReadonlySet<string> = new Set(
  (
    'dozen dozens hundred hundreds thousand thousands million millions billion billions trillion k m mil pair pairs ' +
    'half halves third thirds quarter quarters fourth fourths fifth fifths sixth sixths eighth eighths tenth tenths ' +
    'hundredth hundredths percent percentage score gross and r rem remainder remaining squared cubed times more less ' +
    'to or x e am pm noon 万 亿 千 百'
  ).split(' '),
);

/** Words for units that others are so many of: a number may have been turned from one into the other. */
export const UNITS: ReadonlySet<string> = new Set(
  (
    'cent cents c penny pennies dime dimes nickel nickels quarter quarters dollar dollars usd buck bucks second seconds ' +
    'sec secs s minute minutes min mins hour hours hr hrs h day days week weeks month months year years decade decades ' +
    'inch inches in foot feet ft yard yards mile miles mm cm m km millimeters centimeters meters kilometers metres ' +
    'kilometres centimetres gram grams g kg kilograms kilogram mg ounce ounces oz pound pounds lb lbs ton tons ml l ' +
    'liter liters litre litres milliliters cup cups pint pints quart quarts gallon gallons teaspoon teaspoons tablespoon ' +
    'tablespoons tsp tbsp degrees people'
  ).split(' '),
);

/** Coins and their names: beside a sign for money they count in another unit. */
export const COINS: ReadonlySet<string> = new Set(
  'cent cents c ¢ penny pennies dime dimes nickel nickels quarter quarters centavo centavos 分 角'.split(' '),
);

/** How many of one unit make another, either way. */
export const FACTORS: readonly number[] = [
  2, 3, 4, 5, 7, 8, 10, 12, 14, 16, 20, 24, 25, 28, 30, 31, 36, 48, 50, 52, 60, 100, 128, 144, 168, 360, 365, 1000,
  1440, 1760, 2000, 3600, 5280, 86400, 1e6,
];
