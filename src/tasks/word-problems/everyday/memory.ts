/** What has been said so far: who has how many of what, what holds how many, what costs how much. */
import { headOf, isAlike, isKindWord, isPerson, nounKey } from './nouns';
import { AGE, DOLLAR, minus, shareOf, smallerOf, times, type Later } from './later';
import { Notes, type Count, type Entry } from './notes';
import { isOpen, total, type Quantity } from './quantities';

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

export class Memory extends Notes {
  #entries: Entry[] = [];
  /** By container: what each one holds, weighs or costs. */
  #each = new Map<string, Count>();
  /** Guards against a story that goes in a circle. */
  readonly #open = new Set<string>();
  readonly #people = new Set<string>();
  /** Whom was spoken of, in this order. */
  #subjects: readonly string[] = [];
  /** Whom "it" and "they" stand for. */
  get subject(): string {
    return this.#subjects.at(-1) ?? '';
  }
  set subject(who: string) {
    if (who !== this.subject) this.#subjects = [...this.#subjects, who];
  }

  /** What is known, to come back to where a reading fails half-way. */
  copy(): () => void {
    const notes = { ...this, loose: new Set(this.loose) };
    const [entries, each] = [[...this.#entries], new Map(this.#each)];
    const subjects = this.#subjects;
    return () => {
      this.#subjects = subjects;
      this.#entries = [...entries];
      this.#each = new Map(each);
      Object.assign(this, notes, { loose: new Set(notes.loose) });
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
    // "Jo's train" is her toy train.
    const isSame = (owner: string): boolean =>
      headOf(owner) === key ||
      (/ s /.test(key) && headOf(owner) === headOf(key) && owner.startsWith(key.slice(0, key.indexOf(' s ') + 3)));
    const alike = this.knows(key) ? [] : this.owners().filter((owner) => owner !== key && isSame(owner));
    const who = alike.length === 1 ? alike[0]! : key;
    if (isPerson(phrase.trim(), who)) this.#people.add(who);
    return who;
  }

  /** What is said counts from now on: a later count of the same takes its place. */
  say(owner: string, phrase: string, amount: Later): void {
    const noun = nounKey(phrase) || this.noun;
    const one = owner === 'there' ? this.owners().filter((who) => this.has(who, noun)) : [];
    const open = (this.#find(owner, noun) ?? (one.length === 1 ? this.#find(one[0]!, noun) : undefined))?.amount();
    if (open && isOpen(open) && !this.balance) this.balance = { noun, of: open, end: amount };
    this.#entries.push({ owner, noun, amount: ownedBy(owner, amount), verb: this.verb, at: this.sentence });
    if (owner !== 'there') this.subject = owner;
    if (noun !== AGE) this.noun = noun;
  }

  /** Notes what somebody did with so many of what there was. */
  did(owner: string, phrase: string, amount: Later, isTaken: boolean, aside = ''): void {
    this.deeds = [
      ...this.deeds,
      { owner, noun: nounKey(phrase) || this.noun, amount, verb: this.verb, isTaken, aside },
    ];
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

  /** All that was counted, in this order. */
  counts(): readonly Entry[] {
    return this.#entries;
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

  /** The price of each thing of which it is not said how many there are. */
  uncounted(): Later[] {
    return [...this.#each]
      .filter(
        ([of, { noun }]) =>
          noun === DOLLAR &&
          !this.#entries.some((entry) => headOf(entry.noun) === headOf(of) || entry.noun === `${of} bill`),
      )
      .map(([, { amount }]) => amount);
  }

  /** The things that have a price, each with it. */
  priceList(): Count[] {
    return [...this.#each].flatMap(([of, { noun, amount }]) => (noun === DOLLAR ? [{ noun: of, amount }] : []));
  }
  prices(): Later[] {
    return this.priceList().map(({ amount }) => amount);
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
  /** What each of something holds, costs or takes. */
  rated(): string[] {
    return [...this.#each.values()].map(({ noun }) => noun).filter((noun) => noun !== DOLLAR);
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
  /** Whether these are people: one of whom it was said, or several. */
  isPersonal(owner: string): boolean {
    return this.#people.has(owner) || / and /.test(owner);
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
        this.#find(owner, noun)?.amount() ??
        this.#held(owner, noun)?.() ??
        this.#ofTotal(owner, noun)?.() ??
        this.#linked(owner, noun) ??
        null;
      this.#open.delete(key);
      return found;
    };
  }

  /** What is in all containers of this, each kind of them by itself. */
  inContainers(phrase: string): Later[] {
    const noun = nounKey(phrase);
    return this.#entries.flatMap((entry) => {
      const each = this.#each.get(entry.noun);
      return each && headOf(each.noun) === headOf(noun) ? [times(entry.amount, each.amount)] : [];
    });
  }

  /** Whether somebody has containers of this. */
  holds(owner: string, phrase: string): boolean {
    const container = this.containerOf(nounKey(phrase));
    return container !== undefined && this.#find(owner, container) !== undefined;
  }

  /** What two have together, less what the other has; or what comes of how they compare. */
  #ofTotal(owner: string, noun: string): Later | null {
    const { shared } = this;
    if (!shared?.names.includes(owner) || headOf(shared.noun) !== headOf(noun)) return null;
    const others = shared.names.filter((name) => name !== owner);
    const rest = this.sumOf(others.map((name) => this.amount(name, noun)))();
    if (rest) return minus(shared.amount, () => rest);
    const pair = this.pairs.find(({ who, other }) => shared.names.includes(who) && shared.names.includes(other));
    if (!pair || shared.names.length !== 2) return null;
    const less = smallerOf(shared.amount, pair.share);
    return owner === pair.other ? less : shareOf(less, pair.share);
  }

  /** What somebody has by what is said of whom they are compared with. */
  #linked(owner: string, noun: string): Quantity | null {
    // Another person's, or another thing of the same one: "twice as many cats as dogs".
    const pair = this.pairs.find(
      ({ who, other, noun: of }) => (other === owner && isAlike(of, noun)) || (who === owner && other === noun),
    );
    if (!pair) return null;
    const inverse = ({ '+': '-', '-': '+', '*': '/', '/': '*' } as const)[pair.share.operation as '+'];
    return inverse ? shareOf(this.amount(pair.who, pair.noun), { operation: inverse, by: pair.share.by })() : null;
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
    const each = container === undefined ? undefined : this.each(container)?.amount;
    if (container === undefined || each === undefined) return null;
    const holder = [owner, ...this.owners()].find((who) => this.#find(who, container));
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
    const isSaidAgain = (entry: Entry): boolean =>
      entry.amount() === null &&
      own.some((other) => other.owner === entry.owner && other.noun === entry.noun && other !== entry);
    const named = own.filter((entry) => isAlike(entry.noun, noun) && !isSaidAgain(entry));
    // "Animals" are what was counted, whatever it was called.
    const all = named.length || !isKindWord(noun) || new Set(own.map((entry) => entry.noun)).size < 2 ? named : own;
    // What somebody had and what he has later do not add up.
    const isLater = all.some((entry, at) =>
      all
        .slice(0, at)
        .some((other) => other.owner === entry.owner && other.noun === entry.noun && !areParts([other, entry])),
    );
    if (isLater) return [() => null];
    // Who is only known by a comparison has some as well.
    const compared = this.pairs
      .filter((pair) => owner === null && isAlike(pair.noun, noun) && !this.#find(pair.other, noun))
      .map(({ other }) => this.amount(other, noun))
      .filter((amount) => amount() !== null);
    // What is in a container counts, not the container.
    return [
      ...all.map((entry) => {
        const each = all === named ? undefined : this.each(entry.noun);
        return each && each.noun !== DOLLAR ? times(entry.amount, each.amount) : entry.amount;
      }),
      ...compared,
    ];
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
