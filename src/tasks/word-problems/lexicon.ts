/** The words that a story may use: people, things, and the units that have a verb of their own. */

const list = (words: string): readonly string[] => words.trim().split(/\s+/);

export const NAMES = list(`
  Adam Alice Amir Anna Astrid Ben Bruno Carla Carlos Chloe Clara Dana Daniel David Diego Elena Ella Emil Emma Erik
  Eva Farid Felix Fiona Gina Grace Hana Hugo Ida Igor Ines Ivan Jack Jana Jonas Julia Kamal Kira Kofi Lara Laila Leo
  Liam Lucas Maya Mei Mila Mona Nadia Nina Noah Nora Olga Omar Oscar Paula Pedro Priya Rosa Ruth Sara Simon Sofia
  Tara Theo Tom Vera Viktor Yara Zoe`);

/** Things that people have and things are kept in; all count nouns in the plural. */
export const CONTAINERS = list('bags baskets boxes cases crates jars packets trays');
export const THINGS = list(`
  acorns apples badges balloons beads bells biscuits books bottles bricks buttons candles cards carrots chairs cherries
  coins combs cookies crayons cups drums eggs feathers figs flags forks grapes hats jewels kites ladders lamps lemons
  magnets maps marbles masks medals muffins mugs nails nuts onions oranges paints peaches pears pebbles pencils pens
  pins plates plums postcards puzzles ribbons rings roses scarves shells spoons stamps stickers stones tickets tiles
  toys tulips vases whistles`);

export interface Verb {
  /** After one person: `Anna has`. */
  readonly one: string;
  /** After several, and after "does": `they have`. */
  readonly many: string;
  /** Of what was so at first; null where nothing changes over time. */
  readonly past: string | null;
}

const HAVE: Verb = { one: 'has', many: 'have', past: 'had' };
const WORK: Verb = { one: 'works', many: 'work', past: null };
const RIDE: Verb = { one: 'rides', many: 'ride', past: null };
const TRAVEL: Verb = { one: 'travels', many: 'travel', past: null };

/** What one person can have, do or be counted in, and its verb. */
export const VERBS: ReadonlyMap<string, Verb> = new Map([
  ...[...CONTAINERS, ...THINGS, 'dollars', 'cents'].map((unit) => [unit, HAVE] as const),
  ['hours', WORK],
  ['minutes', WORK],
  ['kilometres', RIDE],
  ['metres', RIDE],
  ['weeks', TRAVEL],
  ['days', TRAVEL],
]);

/** Units that a person may count in smaller ones: from, to, how many make one. */
export const CONVERSIONS: readonly (readonly [from: string, to: string, factor: number])[] = [
  ['hours', 'minutes', 60],
  ['kilometres', 'metres', 1000],
  ['weeks', 'days', 7],
  ['dollars', 'cents', 100],
];

/** Every number of a story, and everything that is worked out from it, is a whole number within these. */
export const MIN_TYPED = 2;
export const MIN_VALUE = 1;
export const MAX_VALUE = 9999;
