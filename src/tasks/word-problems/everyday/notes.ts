/** What is noted while a story is read, beside who has how many of what. */
import type { Later, Share } from './later';
import type { Quantity } from './quantities';
import { stem } from './verbs';

/** So many of a noun. */
export interface Count {
  readonly noun: string;
  readonly amount: Later;
}

/** So many that somebody has, or that there are. */
export interface Entry extends Count {
  readonly owner: string;
  /** The verb that it was said with. */
  readonly verb: string;
  /** The sentence that said it, counted from the first. */
  readonly at: number;
}

/** So many that somebody gave, ate or sold, or did something else with. */
export interface Deed extends Count {
  readonly owner: string;
  readonly verb: string;
  /** What for: `on a football`. */
  readonly aside: string;
  /** Whether the count that it was taken of has gone down by it. */
  readonly isTaken: boolean;
}

/** `who` has what comes of the share of what `other` has. */
export interface Pair {
  readonly who: string;
  readonly other: string;
  readonly noun: string;
  readonly share: Share;
}

export class Notes {
  /** What a number without a noun counts. */
  noun = '';
  /** Of which it was last said what each has. */
  lastEach = '';
  /** Something was taken away: "how many can be used" asks for what is left. */
  hasRest = false;
  /** What was counted by its containers, and is now counted singly. */
  loose = new Set<string>();
  /** So much for so many: `6 litres for 100 kilometres`. */
  rate: { readonly amount: number; readonly noun: string; readonly per: number; readonly of: string } | null = null;
  /** What was handed over for the bill. */
  paid: Later | null = null;
  /** Those of whom something is said: the others are the rest. */
  some: Later | null = null;
  /** What is said of them: the words of the clause, as of `stem`. */
  someWords: readonly string[] = [];
  /** The clause that is read. */
  clause = '';
  /** The verb of the clause that is read. */
  verb = '';
  /** How many sentences were read. */
  sentence = 0;
  /** What was done with what there was. */
  deeds: readonly Deed[] = [];
  /** How many there have to be. */
  goal: Count | null = null;
  /** The spans of time in each of which there gets less: `it burns 2 centimetres an hour`. */
  falls: readonly string[] = [];
  /** What is said of the rest: `the rest are dark`. */
  restWords = '';
  /** Who has so many more, or so many times as many, as whom: before it is known how many either has. */
  pairs: readonly Pair[] = [];
  /** What came to so many in the end, though a number of it is not told. */
  balance: { readonly noun: string; readonly of: Quantity; readonly end: Later } | null = null;
  /** Those of whom it is said that they did something, or that they did not. */
  done: { readonly verb: string; readonly amount: Later; readonly isNot: boolean } | null = null;
  /** How many it was at another time, which is compared with. */
  formerly: { readonly when: string; readonly amount: Later } | null = null;
  /** What two have together. */
  shared: (Count & { readonly names: readonly string[] }) | null = null;
  /** Who does so much in each of these spans of time. */
  paces: Readonly<Record<string, string>> = {};
  /** In which span of time each of them does as much as is said of each: `a hen lays 5 eggs a week`. */
  spans: Readonly<Record<string, string>> = {};
  /** Those of whom it is said what they are: `14 are girls`. */
  kinds: readonly Count[] = [];

  /** Something is said of so many of them, by the clause that is read. */
  saySome(amount: Later): void {
    this.some = amount;
    this.someWords = this.clause.split(/[^\p{L}]+/u).map(stem);
  }
}
