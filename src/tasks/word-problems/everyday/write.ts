/**
 * Tells a quantity as a story of the grammar, in the plainest wordings: what the policy reads in place of the reader's
 * own words.
 */
import { MAX_VALUE, MIN_TYPED, NAMES, THINGS } from '../lexicon';
import { QUESTIONS, RELATIONS, type Relation, type Slots, type Stage } from '../relations';
import { solveStory, type Solved } from '../solver';
import type { Fact, Story } from '../story';
import { headOf, nounKey, singular } from './nouns';
import { combine, worth, type Quantity } from './quantities';

/** A word of the grammar, and the reader's own that it stands for. */
export interface StandIn {
  readonly word: string;
  readonly own: string;
}

export interface Told {
  readonly story: Story;
  readonly solved: Solved;
  /** Of those whom the story tells of, and of what is counted, where it is known; names that are kept are left out. */
  readonly standIns?: readonly StandIn[];
}

const relationOf = (kind: string): Relation => RELATIONS.find((relation) => relation.kind === kind)!;
const AGE = 'age';
/** By how many a quantity is divided in words of their own. */
const PARTS: Readonly<Record<number, string>> = { 2: 'half', 3: 'third', 4: 'quarter' };
const AGES: Readonly<Record<string, string>> = {
  given: 'age',
  'more-than': 'older',
  'fewer-than': 'younger',
  times: 'times-as-old',
  half: 'half-as-old',
};

/** Boxes, and what is in one, that the models have learned (`builder.ts`). */
const MOST_PACKS = 30;
const MOST_PACKED = 12;
/** How many times as many, too. */
const MOST_TIMES = 9;
/** The largest factor of a number of times that is learned, where that is more; null where it is none, or has none. */
function factorOf(times: number): number | null {
  if (times <= MOST_TIMES) return null;
  const factor = [9, 8, 7, 6, 5, 4, 3].find((by) => times % by === 0 && times / by >= 2 && times / by <= MOST_TIMES);
  return factor ?? null;
}

const isLearnedTimes = (times: number): boolean => times <= MOST_TIMES || factorOf(times) !== null;
/** Whether one of two numbers is better told as how many times as many there are. */
const isBetterTimes = (one: number, other: number): boolean =>
  isLearnedTimes(one) === isLearnedTimes(other) ? one < other : isLearnedTimes(one);

/** Among how many the models have learned to share. */
const SHARED = [12, 10, 9, 8, 7, 6, 5, 4, 3, 2];
/** Among more it is shared twice: among how many at last; null where nothing divides so many, or nothing has to. */
const sharesOf = (among: number): number | null =>
  SHARED.includes(among) ? null : (SHARED.find((by) => among % by === 0) ?? null);

type Sum = Extract<Quantity, { readonly kind: 'sum' }>;

/** The quantity cannot be told in this unit. */
class Untold extends Error {}

const isSomebodys = (quantity: Quantity): boolean =>
  quantity.who !== undefined ||
  (quantity.kind === 'sum' && (isSomebodys(quantity.left) || isSomebodys(quantity.right)));

class Writer {
  readonly facts: Fact[] = [];
  readonly #names = new Map<string, string>();
  /** Whom names of the grammar stand for, in the order in which they are told of: somebody whose number changes has several. */
  readonly people: (readonly [who: string, name: string])[] = [];
  readonly #free: string[];

  constructor(
    readonly unit: string,
    known: readonly string[],
  ) {
    this.#free = NAMES.filter((name) => !known.includes(name));
  }

  /** A name of the grammar for somebody of the story: the own one where the grammar has it. */
  #name(who: string | undefined): string {
    const own = NAMES.find((name) => name.toLowerCase() === who);
    const taken = [...this.#names.values()];
    if (own && !taken.includes(own)) return own;
    const alike = this.#free.find((name) => who && name[0]!.toLowerCase() === who[0]);
    const name = alike ?? this.#free[0];
    if (name === undefined) throw new Untold();
    this.#free.splice(this.#free.indexOf(name), 1);
    return name;
  }

  #state(kind: string, slots: Slots, stage: Stage = 'now'): void {
    const relation = relationOf(this.unit === AGE ? (AGES[kind] ?? 'none') : kind);
    if (!relation || (relation.units.length && !relation.units.includes(this.unit))) throw new Untold();
    const { A, ...rest } = slots;
    const given = this.unit === AGE ? { A, ...rest } : { A, i: this.unit, ...rest };
    if (
      [slots.n, slots.m].some(
        (value) => value !== undefined && (value < MIN_TYPED || value > MAX_VALUE || !Number.isInteger(value)),
      )
    )
      throw new Untold();
    this.facts.push({ relation, wording: 0, slots: given, stage });
  }

  /** States the quantity, and what it follows from before it; returns whose it is. */
  tell(quantity: Quantity): string {
    const key = JSON.stringify(quantity, (name, value: unknown) => (name === 'who' ? undefined : value));
    const known = this.#names.get(key);
    if (known !== undefined) return known;
    const A = this.#name(quantity.who);
    this.#names.set(key, A);
    if (quantity.kind === 'number') this.#state('given', { A, n: quantity.value });
    else this.#tellSum(A, quantity);
    if (quantity.who !== undefined) this.people.push([quantity.who, A]);
    return A;
  }

  /** A product of two numbers as boxes of so many, where the models have learned boxes of that size or nothing better. */
  #tellPacks(A: string, first: number, second: number): boolean {
    if (!THINGS.includes(this.unit)) return false;
    const orders = [
      [first, second],
      [second, first],
    ] as const;
    const known = orders.find(([n, m]) => n <= MOST_PACKS && m <= MOST_PACKED);
    if (!known && orders.some(([times]) => isLearnedTimes(times))) return false;
    const [n, m] = known ?? orders[0];
    this.#state('packs', { A, n, j: 'boxes', m });
    return true;
  }

  #tellSum(A: string, { operation, left, right, who }: Sum): void {
    const isCounted = this.unit !== AGE && relationOf('gain').units.includes(this.unit);
    // A sum of bare numbers, such as the parts of a ratio, is one number.
    const number =
      right.kind === 'number' ? right.value : operation === '/' && !isSomebodys(right) ? worth(right) : null;
    if (operation === '%')
      return this.#state('percentage', { A, n: left.kind === 'number' ? left.value : 0, B: this.tell(right) });
    if ((operation === '+' || operation === '-') && number !== null) {
      // Somebody's own number changes.
      if (left.kind === 'number' && left.who !== undefined && left.who === who && isCounted) {
        this.#state('given', { A, n: left.value }, 'first');
        return this.#state(operation === '+' ? 'gain' : 'loss', { A, n: number });
      }
      return this.#state(operation === '+' ? 'more-than' : 'fewer-than', { A, n: number, B: this.tell(left) });
    }
    if (operation === '+' && left.kind === 'number')
      return this.#state('more-than', { A, n: left.value, B: this.tell(right) });
    if (operation === '+' || operation === '-') {
      const [B, C] = [this.tell(left), this.tell(right)];
      if (B === C) throw new Untold();
      return this.#state(operation === '+' ? 'together' : 'difference', { A, B, C });
    }
    if (operation === '*') {
      if (left.kind === 'number' && number !== null && this.#tellPacks(A, left.value, number)) return;
      const isFirst = number === null || (left.kind === 'number' && isBetterTimes(left.value, number));
      const [times, of] = isFirst ? [left, right] : [right, left];
      if (times.kind !== 'number') throw new Untold();
      const factor = this.unit === AGE ? null : factorOf(times.value);
      if (factor !== null) {
        const rest = combine({ kind: 'number', value: times.value / factor }, '*', of);
        return this.#state('times', { A, n: factor, B: this.tell(rest) });
      }
      return this.#state(times.value === 2 && this.unit !== AGE ? 'double' : 'times', {
        A,
        n: times.value,
        B: this.tell(of),
      });
    }
    if (number === null) throw new Untold();
    const among = this.unit === AGE ? null : sharesOf(number);
    if (among !== null) {
      const before = combine(left, '/', { kind: 'number', value: number / among });
      return this.#tellSum(A, combine(before, '/', { kind: 'number', value: among }) as Sum);
    }
    const part = PARTS[number];
    this.#state(part ?? 'share', part ? { A, B: this.tell(left) } : { A, n: number, B: this.tell(left) });
  }
}

/** The unit of the grammar that a noun means; null where it has none. */
function unitOf(noun: string): string | null {
  const head = headOf(nounKey(noun));
  if (head === AGE) return AGE;
  return [...THINGS, 'dollars', 'kilometres', 'hours'].find((unit) => singular(unit) === head) ?? null;
}

function inUnit(asked: Quantity, unit: string, known: readonly string[]): (Told & Pick<Writer, 'people'>) | null {
  const writer = new Writer(unit, known);
  try {
    const A = writer.tell(asked);
    const question = QUESTIONS.find(({ kind }) => kind === (unit === AGE ? 'age' : 'amount'))!;
    // Slots that a relation does not have would stand in no sentence.
    const story: Story = {
      facts: writer.facts,
      asking: { question, wording: 0, slots: unit === AGE ? { A } : { A, i: unit } },
    };
    const result = solveStory(story);
    if (!result.ok || result.solved.answer !== worth(asked)) return null;
    return { story, solved: result.solved, people: writer.people };
  } catch (error) {
    if (error instanceof Untold) return null;
    throw error;
  }
}

/**
 * The story of a quantity; null where the grammar has no words for it. `noun` is what is counted, `text` what the reader
 * wrote, whose names are kept where the grammar has them.
 */
export function tellStory(asked: Quantity, noun: string, text: string): Told | null {
  const known = NAMES.filter((name) => new RegExp(String.raw`\b${name}\b`).test(text));
  const own = unitOf(noun);
  const stand = THINGS.find((thing) => thing === 'marbles' && !text.includes('marble')) ?? 'beads';
  for (const unit of own === null || own === stand ? [stand] : [own, stand]) {
    const told = inUnit(asked, unit, known);
    if (!told) continue;
    const { story, solved, people } = told;
    const words = people.map(([who, name]) => standIn(name, who, text));
    const things = unit === own ? null : standIn(unit, noun.trim(), text);
    return { story, solved, standIns: [...words, things].filter((one) => one !== null) };
  }
  return null;
}

/** As the reader writes it; null where the word is the same, or stands nowhere. */
function standIn(word: string, own: string, text: string): StandIn | null {
  const letters = own.replace(/[^\p{L}\d' -]/gu, '.');
  const written = letters && new RegExp(String.raw`(?<!\p{L})${letters}(?!\p{L})`, 'iu').exec(text)?.[0];
  return !written || written === word ? null : { word, own: written };
}
