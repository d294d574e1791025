/**
 * What written arithmetic is worth. Where its writing allows several readings (`20%` as 0.2, as 20 of some unit, or of
 * what stands before it) all of them are worked out; where even those may not be all, `isSure` is false.
 */
import type { Token } from './lexer';
import type { NumberToken } from './numbers';
import { ACTING, MULTIPLYING } from './signs';

/** Deeper brackets are not read. */
const MAX_DEPTH = 40;
/** Most words of a unit, such as `chocolate chip cookies`. */
const MAX_UNIT = 4;

/** How `20%` is read: a fifth; twenty; after a plus or minus, a fifth of what stands before. */
const PERCENTS = ['fraction', 'unit', 'relative'] as const;
type Percent = (typeof PERCENTS)[number];

export interface Worth {
  /** One for each reading, at least one; all finite. */
  readonly values: readonly number[];
  readonly isSure: boolean;
  readonly operations: number;
  /** The token after the last that was read. */
  readonly end: number;
  /** Where it is a single number, that one: it says how far it was rounded. */
  readonly number: NumberToken | null;
  /** Whether a result may have digits that were not written: it has a division, a part, or decimals. */
  readonly mayRound: boolean;
  /** Whether a number has a sign for money. */
  readonly hasMoney: boolean;
  /** The last word of each unit, null for a number without one. */
  readonly units: readonly (string | null)[];
}

class Reader {
  at: number;
  isSure = true;
  operations = 0;
  numbers = 0;
  lastNumber: NumberToken | null = null;
  mayRound = false;
  hasPercent = false;
  hasMoney = false;
  onlySums = true;
  readonly units: (string | null)[] = [];

  constructor(
    readonly tokens: readonly Token[],
    from: number,
    readonly to: number,
    readonly percent: Percent,
  ) {
    this.at = from;
  }

  #peek(ahead = 0): Token | undefined {
    return this.at + ahead < this.to ? this.tokens[this.at + ahead] : undefined;
  }
  /** Reads what `read` reads, or nothing at all. */
  #try(read: () => number | null): number | null {
    const { at } = this;
    const value = read();
    if (value === null) this.at = at;
    return value;
  }

  sum(depth: number): number | null {
    let value = this.#product(depth);
    while (value !== null) {
      const token = this.#peek();
      if (token?.kind !== 'operator' || (token.sign !== '+' && token.sign !== '-')) break;
      const before: number = value;
      const first = this.at + 1;
      const { operations } = this;
      const next = this.#try(() => {
        this.at++;
        return this.#product(depth);
      });
      if (next === null) return this.#dangling(before);
      const isShare = this.percent === 'relative' && this.operations === operations && isPercent(this.tokens[first]);
      this.#count(token.isWord);
      const by = isShare ? before * next : next;
      value = token.sign === '+' ? before + by : before - by;
    }
    return value;
  }

  #product(depth: number): number | null {
    let value = this.#power(depth);
    let hasDivided = false;
    while (value !== null) {
      const token = this.#peek();
      const before: number = value;
      if (token?.kind === 'operator' && (token.sign === '*' || token.sign === '/')) {
        const next = this.#try(() => {
          this.at++;
          return this.#power(depth);
        });
        if (next === null) return this.#dangling(before);
        // `6 / 1/2` is written for a division by a half as well as for two divisions.
        if (token.sign === '/' && hasDivided) this.isSure = false;
        this.#count(token.isWord);
        this.onlySums = false;
        if (token.sign === '/') this.mayRound = hasDivided = true;
        value = token.sign === '*' ? before * next : before / next;
      } else if (token?.kind === 'open' && !token.isFraction && this.tokens[this.at - 1]?.end === token.start) {
        const next = this.#try(() => this.#power(depth));
        if (next === null) break;
        // `2(3)` is a product, and (1) a label.
        this.isSure = false;
        this.#count(false);
        value = before * next;
      } else break;
    }
    return value;
  }

  #power(depth: number): number | null {
    const base = this.#factor(depth);
    const token = this.#peek();
    if (base === null || token?.kind !== 'operator' || token.sign !== '^') return base;
    this.at++;
    const exponent = depth < MAX_DEPTH ? this.#power(depth + 1) : null;
    if (exponent === null) return null;
    this.#count(false);
    this.onlySums = false;
    return base ** exponent;
  }

  #factor(depth: number): number | null {
    if (depth > MAX_DEPTH) return null;
    const token = this.#peek();
    if (token?.kind === 'operator' && !token.isWord && (token.sign === '-' || token.sign === '+')) {
      this.at++;
      const value = this.#factor(depth + 1);
      return value !== null && token.sign === '-' ? -value : value;
    }
    if (token?.kind === 'open') {
      this.at++;
      const value = this.sum(depth + 1);
      if (value === null || this.#peek()?.kind !== 'close') return null;
      this.at++;
      this.#unit();
      return value;
    }
    return token?.kind === 'number' ? this.#number(token) : null;
  }

  #number(token: NumberToken): number {
    this.at++;
    if (this.#isHyphened(token)) this.isSure = false;
    this.numbers++;
    this.lastNumber = token;
    if (token.isMoney) this.hasMoney = true;
    if (token.decimals > 0 || !Number.isInteger(token.value) || token.goesOn) this.mayRound = true;
    const mixed = this.#mixed(token) ?? this.#mixedFraction(token);
    const isShare = isPercent(mixed?.last ?? token);
    const value = mixed ? mixed.value : token.value;
    if (isShare) {
      this.hasPercent = true;
      this.mayRound = true;
    }
    this.#unit();
    return isShare && this.percent !== 'unit' ? value / 100 : value;
  }

  /** Whether it begins `1-1/2`, which is one number as often as a difference. */
  #isHyphened(whole: NumberToken): boolean {
    const parts = [0, 1, 2, 3].map((ahead) => this.#peek(ahead));
    const [minus, above, slash, below] = parts;
    if (minus?.kind !== 'operator' || minus.sign !== '-' || slash?.kind !== 'operator' || slash.sign !== '/')
      return false;
    const isGlued = [whole, ...parts].every((part, i, all) => i === 0 || part?.start === all[i - 1]?.end);
    return isGlued && above?.kind === 'number' && below?.kind === 'number' && above.value < below.value;
  }

  /** `1 1/2`, read from after its first number. */
  #mixed(whole: NumberToken): { value: number; last: NumberToken } | null {
    const [above, slash, below] = [this.#peek(), this.#peek(1), this.#peek(2)];
    if (above?.kind !== 'number' || slash?.kind !== 'operator' || slash.sign !== '/' || below?.kind !== 'number')
      return null;
    const isOne = above.start > whole.end && above.end === slash.start && slash.end === below.start;
    if (!isOne || ![whole, above, below].every(({ value }) => Number.isInteger(value)) || above.value >= below.value)
      return null;
    this.at += 3;
    return this.#joined(whole.value + above.value / below.value, below);
  }

  /** `3\frac{1}{2}`, read from after its first number. */
  #mixedFraction(whole: NumberToken): { value: number; last: NumberToken } | null {
    const fraction = this.#peek();
    if (fraction?.kind !== 'open' || !fraction.isFraction || !Number.isInteger(whole.value)) return null;
    const begin = this.at + 1;
    const part = ['open', 'number', 'close', 'operator', 'open', 'number', 'close', 'close'];
    if (part.some((kind, i) => this.tokens[begin + i]?.kind !== kind) || begin + part.length > this.to) return null;
    const [above, below] = [this.tokens[begin + 1] as NumberToken, this.tokens[begin + 5] as NumberToken];
    if (!(above.value < below.value)) return null;
    this.at = begin + part.length;
    return this.#joined(whole.value + above.value / below.value, below);
  }

  #joined(value: number, last: NumberToken): { value: number; last: NumberToken } {
    this.mayRound = true;
    this.lastNumber = null;
    this.numbers++;
    return { value, last };
  }

  /** Words between a value and a sign, such as `eggs` in `5 eggs + 3 eggs`. */
  #unit(): void {
    let length = 0;
    while (this.#peek(length)?.kind === 'word') length++;
    const after = this.#peek(length);
    const isUnit =
      length > 0 && length <= MAX_UNIT && (after === undefined || ['operator', 'close'].includes(after.kind));
    if (!isUnit) return void this.units.push(null);
    const words = this.tokens.slice(this.at, this.at + length);
    if (
      words.some(
        (word) =>
          word.kind === 'word' && (MULTIPLYING.has(word.text) || ACTING.has(word.text) || word.text.length === 1),
      )
    )
      this.isSure = false;
    const last = words.at(-1)!;
    this.units.push(last.kind === 'word' ? stem(last.text) : null);
    this.at += length;
  }

  #count(isWord: boolean): void {
    this.operations++;
    if (isWord) this.isSure = false;
  }
  /** An operation whose other side cannot be read. */
  #dangling(value: number): number {
    this.isSure = false;
    return value;
  }
}

const isPercent = (token: Token | undefined): boolean => token?.kind === 'number' && token.isPercent;

/** Singular and plural alike. */
export const stem = (word: string): string => word.replace(/(?:es|s)$/, '');

/** The arithmetic that begins at a token, as far as it goes but not past `to`; null where there is none. */
export function readArithmetic(tokens: readonly Token[], from: number, to: number): Worth | null {
  const values: number[] = [];
  let first: Reader | null = null;
  for (const percent of PERCENTS) {
    const reader = new Reader(tokens, from, to, percent);
    const value = reader.sum(0);
    if (value === null || !Number.isFinite(value)) return null;
    values.push(value);
    first ??= reader;
    if (!reader.hasPercent) break;
  }
  const { at: end, numbers, lastNumber, units, operations, mayRound, hasMoney, isSure, onlySums } = first!;
  return {
    ...{ values, end, units, operations, mayRound, hasMoney },
    isSure: isSure && areUnitsPlain(units, onlySums),
    number: numbers === 1 && operations === 0 ? lastNumber : null,
  };
}

/** Whether nothing is turned from one unit into another: no units, one at the very end, or the same on every number. */
function areUnitsPlain(units: readonly (string | null)[], onlySums: boolean): boolean {
  if (units.slice(0, -1).every((unit) => unit === null)) return true;
  return onlySums && units.every((unit) => unit === units[0]);
}
