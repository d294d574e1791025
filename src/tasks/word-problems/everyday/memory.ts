/** What has been said so far: who has how many of what, what holds how many, what costs how much. */
import { headOf, isAlike, isKindWord, isPerson, nounKey } from './nouns';
import { AGE, DOLLAR, minus, times, type Later } from './later';
import { total, type Quantity } from './quantities';

/** So many of a noun. */
interface Count {
  readonly noun: string;
  readonly amount: Later;
}

interface Entry extends Count {
  readonly owner: string;
  /** The verb that it was said with. */
  readonly verb: string;
  /** The sentence that said it, counted from the first. */
  readonly at: number;
}

/** So many that somebody gave, ate or sold, or did something else with. */
interface Deed extends Count {
  readonly owner: string;
  readonly verb: string;
  /** Whether the count that it was taken of has gone down by it. */
  readonly isTaken: boolean;
}

/** Says whose it is, unless it is somebody's already. */
const ownedBy =
  (who: string, amount: Later): Later =>
  () => {
    const quantity = amount();
    return quantity && who !== 'there' && quantity.who === undefined ? { ...quantity, who } : quantity;
  };

/**
 * Whether counts of one noun are added up: they stand in one sentence, or one thing was done several times. What somebody
 * has later is not added to what there was before.
 */
const areParts = (entries: readonly Entry[]): boolean => {
  const [first] = entries;
  return entries.every(
    ({ verb, at }) => verb === first!.verb && (at === first!.at || !/^(?:|hav|own|kep|hold|contain|car+y)$/.test(verb)),
  );
};

export class Memory {
  #entries: Entry[] = [];
  /** By container: what each one holds, weighs or costs. */
  #each = new Map<string, Count>();
  /** Guards against a story that goes in a circle. */
  readonly #open = new Set<string>();
  readonly #people = new Set<string>();
  /** Whom was spoken of, in this order. */
  #subjects: readonly string[] = [];
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
  /** Of what it is only said that there were some. */
  unknown = '';
  /** What two have together. */
  shared: (Count & { readonly names: readonly string[] }) | null = null;
  /** Who does so much in each of these spans of time. */
  paces: Readonly<Record<string, string>> = {};
  /** How many it is in all, of which some are not counted. */
  inAll: Later | null = null;
  /** Those of whom it is said what they are: `14 are girls`. */
  kinds: readonly Count[] = [];

  /** Whom "it" and "they" stand for. */
  get subject(): string {
    return this.#subjects.at(-1) ?? '';
  }
  set subject(who: string) {
    if (who !== this.subject) this.#subjects = [...this.#subjects, who];
  }

  /** What is known, to come back to where a reading fails half-way. */
  copy(): () => void {
    const { noun, lastEach, hasRest, rate, ratio, paid, some, verb, deeds, goal } = this;
    const { restWords, unknown, inAll, kinds, falls, shared, paces } = this;
    const [entries, each, loose] = [[...this.#entries], new Map(this.#each), new Set(this.loose)];
    const subjects = this.#subjects;
    return () => {
      this.#subjects = subjects;
      this.#entries = [...entries];
      this.#each = new Map(each);
      this.loose = new Set(loose);
      Object.assign(this, { noun, lastEach, hasRest, rate, ratio, paid, some, verb, deeds, goal });
      Object.assign(this, { restWords, unknown, inAll, kinds, falls, shared, paces });
    };
  }

  /** One key for a person or thing, however it is spoken of; a pronoun is the last subject. */
  who(phrase: string): string {
    const words = phrase.trim().toLowerCase().replace(/'s$/, '');
    if (/^(?:he|she|him|her|himself|herself)$/.test(words))
      return this.#subjects.findLast((who) => this.#people.has(who)) ?? (this.subject || 'there');
    if (/^(?:it|they|them|there)$/.test(words)) return this.subject || 'there';
    if (/^(?:us|me)$/.test(words)) return words === 'us' ? 'we' : 'i';
    const key = nounKey(words) || 'there';
    // "The kitten" is Harriet's, where there is no other.
    const alike = this.knows(key) ? [] : this.owners().filter((owner) => owner !== key && headOf(owner) === key);
    const who = alike.length === 1 ? alike[0]! : key;
    if (isPerson(phrase.trim(), who)) this.#people.add(who);
    return who;
  }

  /** What is said counts from now on: a later count of the same takes its place. */
  say(owner: string, phrase: string, amount: Later): void {
    const noun = nounKey(phrase) || this.noun;
    this.#entries.push({ owner, noun, amount: ownedBy(owner, amount), verb: this.verb, at: this.sentence });
    if (owner !== 'there') this.subject = owner;
    if (noun !== AGE) this.noun = noun;
  }

  /** Notes what somebody did with so many of what there was. */
  did(owner: string, phrase: string, amount: Later, isTaken: boolean): void {
    this.deeds = [...this.deeds, { owner, noun: nounKey(phrase) || this.noun, amount, verb: this.verb, isTaken }];
  }

  /** The verb that a count of somebody's was said with; null where there is none. */
  verbOf(owner: string, phrase: string): string | null {
    return this.#find(owner, nounKey(phrase) || this.noun)?.verb ?? null;
  }

  /** All of one noun that somebody has, where it was said in parts with the same verb: `9 today and 5 yesterday`. */
  total(owner: string, phrase: string): Later {
    const noun = nounKey(phrase) || this.noun;
    const own = this.#entries.filter((entry) => entry.owner === owner && entry.noun === noun);
    return own.length > 1 && areParts(own) ? this.sumOf(own.map(({ amount }) => amount)) : this.amount(owner, phrase);
  }

  /** One count in place of the counts of all these owners. */
  pool(owners: readonly string[], phrase: string): void {
    const noun = nounKey(phrase) || this.noun;
    const of = this.#entries.filter((entry) => owners.includes(entry.owner) && entry.noun === noun);
    if (of.length < 2 || (owners.length === 1 && !areParts(of))) return;
    const known = of.map(({ amount }) => amount());
    const all = this.sumOf(known.map((amount) => () => amount));
    this.#entries = this.#entries.filter((entry) => !of.includes(entry));
    const owner = owners.length === 1 ? owners[0]! : 'there';
    this.#entries.push({ owner, noun, amount: ownedBy(owner, all), verb: of[0]!.verb, at: of[0]!.at });
  }

  /** What was said with this verb. */
  saidWith(verb: string): readonly (Count & { readonly owner: string })[] {
    return this.#entries.filter((entry) => entry.verb === verb);
  }

  /** The counts under this noun of everybody but these. */
  others(owners: readonly string[], phrase: string): Later[] {
    const noun = nounKey(phrase);
    return this.#entries
      .filter((entry) => !owners.includes(entry.owner) && headOf(entry.noun) === headOf(noun))
      .map(({ amount }) => amount);
  }

  /** What somebody's things cost, each at its price. */
  priced(owner: string | null): Later[] {
    return this.#entries
      .filter((entry) => owner === null || entry.owner === owner)
      .flatMap(({ noun, amount }) => {
        const price = this.each(noun);
        return price?.noun === DOLLAR ? [times(amount, price.amount)] : [];
      });
  }

  /** The price of each thing that has one. */
  prices(): Later[] {
    return [...this.#each.values()].filter(({ noun }) => noun === DOLLAR).map(({ amount }) => amount);
  }

  /** A count after a change. */
  change(owner: string, phrase: string, amount: Later): void {
    // What was said of others before is of what there was then.
    this.#entries = this.#entries.map((entry) => {
      const now = entry.amount();
      return now ? { ...entry, amount: () => now } : entry;
    });
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
    return own.findLast((entry) => entry.noun === noun) ?? own.findLast((entry) => isAlike(entry.noun, noun));
  }
  has(owner: string, phrase: string): boolean {
    return this.#find(owner, nounKey(phrase) || this.noun) !== undefined;
  }
  /** Whether this is somebody of whom no count is told, while it is of others: theirs are not asked for. */
  isStranger(who: string): boolean {
    return this.#people.has(who) && !this.knows(who) && this.owners().some((owner) => this.#people.has(owner));
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
      const found =
        this.#find(owner, noun)?.amount() ?? this.#held(owner, noun)?.() ?? this.#ofTotal(owner, noun)?.() ?? null;
      this.#open.delete(key);
      return found;
    };
  }

  /** Whether somebody has containers of this. */
  holds(owner: string, phrase: string): boolean {
    const container = this.containerOf(nounKey(phrase));
    return container !== undefined && this.#find(owner, container) !== undefined;
  }

  /** What two have together, less what the other has. */
  #ofTotal(owner: string, noun: string): Later | null {
    const { shared } = this;
    if (!shared?.names.includes(owner) || headOf(shared.noun) !== headOf(noun)) return null;
    return minus(
      shared.amount,
      this.sumOf(shared.names.filter((name) => name !== owner).map((name) => this.amount(name, noun))),
    );
  }

  /** What was said last of exactly this noun, by this owner or else by anybody. */
  lastOf(owner: string, phrase: string): Later | undefined {
    const noun = nounKey(phrase) || this.noun;
    const of = this.#entries.filter((entry) => entry.noun === noun);
    return (of.findLast((entry) => entry.owner === owner) ?? of.at(-1))?.amount;
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
    if (holder !== undefined) return times(this.total(holder, container), each);
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
    const named = own.filter((entry) => isAlike(entry.noun, noun));
    // "Animals" are what was counted, whatever it was called.
    const all = named.length || !isKindWord(noun) || new Set(own.map((entry) => entry.noun)).size < 2 ? named : own;
    // What somebody had and what he has later do not add up.
    const isLater = all.some((entry, at) =>
      all
        .slice(0, at)
        .some((other) => other.owner === entry.owner && other.noun === entry.noun && !areParts([other, entry])),
    );
    if (isLater) return [() => null];
    // What is in a container counts, not the container.
    return all.map((entry) => {
      const each = all === named ? undefined : this.each(entry.noun);
      return each && each.noun !== DOLLAR ? times(entry.amount, each.amount) : entry.amount;
    });
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
