/** What has been said so far: who has how many of what, what holds how many, what costs how much. */
import { headOf, nounKey } from './nouns';
import type { StepOperator } from '../relations';
import { combine, number, total, type Quantity } from './quantities';

/** Known only once the whole story is read: it may speak of what a later sentence states. */
export type Later = () => Quantity | null;

/** So many of a noun. */
interface Count {
  readonly noun: string;
  readonly amount: Later;
}

interface Entry extends Count {
  readonly owner: string;
}

export const DOLLAR = 'dollar';
export const AGE = 'age';

const later =
  (operation: StepOperator) =>
  (left: Later, right: Later): Later =>
  () => {
    const [a, b] = [left(), right()];
    return a && b && combine(a, operation, b);
  };
export const plus = later('+');
export const minus = later('-');
export const times = later('*');
export const dividedBy = later('/');
export const percentOf = later('%');
export const exactly =
  (value: number): Later =>
  () =>
    number(value);

/** A part of a whole: `half`, `a third`, `25 percent`, or a whole number of times. */
export type Share = { readonly operation: StepOperator; readonly by: number };

export const shareOf = (whole: Later, { operation, by }: Share): Later =>
  operation === '%' ? percentOf(exactly(by), whole) : later(operation)(whole, exactly(by));

/** Says whose it is, unless it is somebody's already. */
const ownedBy =
  (who: string, amount: Later): Later =>
  () => {
    const quantity = amount();
    return quantity && who !== 'there' && quantity.who === undefined ? { ...quantity, who } : quantity;
  };

export class Memory {
  #entries: Entry[] = [];
  /** By container: what each one holds, weighs or costs. */
  #each = new Map<string, Count>();
  /** Guards against a story that goes in a circle. */
  readonly #open = new Set<string>();
  /** Whom "he", "she", "it" and "they" stand for. */
  subject = '';
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
  /** Of whom somebody has a number of times as many, before it is known how many. */
  ratio: { readonly of: string; readonly noun: string; readonly times: number } | null = null;
  /** What was handed over for the bill. */
  paid: Later | null = null;
  /** Those of whom something is said: the others are the rest. */
  some: Later | null = null;

  /** What is known, to come back to where a reading fails half-way. */
  copy(): () => void {
    const { subject, noun, lastEach, hasRest, rate, ratio, paid, some } = this;
    const [entries, each, loose] = [[...this.#entries], new Map(this.#each), new Set(this.loose)];
    return () => {
      this.#entries = [...entries];
      this.#each = new Map(each);
      this.loose = new Set(loose);
      Object.assign(this, { subject, noun, lastEach, hasRest, rate, ratio, paid, some });
    };
  }

  /** One key for a person or thing, however it is spoken of; a pronoun is the last subject. */
  who(phrase: string): string {
    const words = phrase.trim().toLowerCase().replace(/'s$/, '');
    if (/^(?:he|she|it|they|him|her|them|there)$/.test(words)) return this.subject || 'there';
    return nounKey(words) || 'there';
  }

  /** What is said counts from now on: a later count of the same takes its place. */
  say(owner: string, phrase: string, amount: Later): void {
    const noun = nounKey(phrase) || this.noun;
    this.#entries.push({ owner, noun, amount: ownedBy(owner, amount) });
    if (owner !== 'there') this.subject = owner;
    if (noun !== AGE) this.noun = noun;
  }

  /** A count after a change. */
  change(owner: string, phrase: string, amount: Later): void {
    const at = this.#find(owner, nounKey(phrase) || this.noun);
    if (at) this.#entries.splice(this.#entries.indexOf(at), 1, { ...at, amount: ownedBy(at.owner, amount) });
    else this.say(owner, phrase, amount);
    this.subject = owner === 'there' ? this.subject : owner;
  }

  sayEach(container: string, phrase: string, amount: Later): void {
    const noun = nounKey(phrase);
    this.lastEach = container;
    this.#each.set(nounKey(container), { noun, amount });
    if (noun !== DOLLAR) this.noun = noun;
  }
  each(container: string): Count | undefined {
    const key = nounKey(container);
    return (
      this.#each.get(key) ?? this.#each.get(headOf(key)) ?? [...this.#each].find(([of]) => headOf(of) === key)?.[1]
    );
  }
  /** The container of which each holds this. */
  containerOf(noun: string): string | undefined {
    return [...this.#each].find(([, held]) => held.noun === noun || headOf(held.noun) === headOf(noun))?.[0];
  }

  #find(owner: string, noun: string): Entry | undefined {
    const own = this.#entries.filter((entry) => entry.owner === owner);
    return own.findLast((entry) => entry.noun === noun) ?? own.findLast((entry) => headOf(entry.noun) === headOf(noun));
  }
  has(owner: string, phrase: string): boolean {
    return this.#find(owner, nounKey(phrase) || this.noun) !== undefined;
  }
  /** Whether somebody was spoken of. */
  knows(owner: string): boolean {
    return this.#entries.some((entry) => entry.owner === owner);
  }
  owners(): string[] {
    return [...new Set(this.#entries.map(({ owner }) => owner))];
  }

  /** How many of this somebody has; looked up when it is asked for. What containers hold is counted with them. */
  amount(owner: string, phrase: string): Later {
    const noun = nounKey(phrase) || this.noun;
    return () => {
      const key = `${owner}|${noun}`;
      if (this.#open.has(key)) return null;
      this.#open.add(key);
      const found = this.#find(owner, noun)?.amount() ?? this.#held(owner, noun)?.() ?? null;
      this.#open.delete(key);
      return found;
    };
  }

  /** What containers of somebody hold of this, beside what is counted singly. */
  held(owner: string, phrase: string): Quantity | null {
    return this.#held(owner, nounKey(phrase))?.() ?? null;
  }

  #held(owner: string, noun: string): Later | null {
    const container = this.containerOf(noun);
    if (container === undefined) return null;
    const holder = [owner, ...this.owners()].find((who) => this.#find(who, container));
    const each = this.each(container)!.amount;
    if (holder !== undefined) return times(this.amount(holder, container), each);
    // "Each child" is each of the boys and girls.
    return /^(?:child|person|kid|student|guest|pupil|player|visitor)$/.test(container) && this.#entries.length
      ? times(this.sumOf(this.#entries.map(({ amount }) => amount)), each)
      : null;
  }

  /** All that was counted under this noun, by this owner or by everybody. */
  parts(owner: string | null, phrase: string): Later[] {
    const noun = nounKey(phrase);
    const own = this.#entries.filter(
      (entry) => (owner === null || entry.owner === owner) && entry.noun !== AGE && headOf(entry.noun) !== 'bill',
    );
    const named = own.filter((entry) => entry.noun === noun || headOf(entry.noun) === headOf(noun));
    // "Animals" are what was counted, whatever it was called.
    const all = named.length || new Set(own.map((entry) => entry.noun)).size < 2 ? named : own;
    return all.map(({ amount }) => amount);
  }

  /** What somebody has to pay, item by item. */
  bills(owner: string): Later[] {
    return this.#entries
      .filter((entry) => entry.owner === owner && headOf(entry.noun) === 'bill')
      .map(({ amount }) => amount);
  }

  sumOf(parts: readonly Later[]): Later {
    return () => {
      const known = parts.map((part) => part());
      return known.length && known.every((part) => part !== null) ? total(known) : null;
    };
  }
}
