/**
 * A written line cut into numbers, signs, words and boundaries, in time linear in its length. Everyday spelling, LaTeX
 * and Markdown come out alike. A sign whose meaning is not known is `unknown`: nothing beside it is worked out.
 */
import { readNumber, type NumberToken, type Span, type Spelling } from './numbers';
import * as names from './signs';

export type Sign = names.Sign;

export type Token =
  | NumberToken
  /** `isWord`: it is said in a word such as `times`, which may mean something else. */
  | (Span & { readonly kind: 'operator'; readonly sign: Sign; readonly isWord: boolean })
  /** `isFraction`: LaTeX's, which makes a mixed number with a whole one before it. */
  | (Span & { readonly kind: 'open'; readonly isFraction?: boolean })
  | (Span & { readonly kind: 'close' | 'equals' | 'boundary' | 'unknown' })
  | (Span & { readonly kind: 'word'; readonly text: string });

/** Longest line that is read, in characters; the rest of a longer one is left alone. */
export const MAX_LINE = 10_000;

const WORD = /[\p{L}\p{M}]+(?:['’]\p{L}+)*/uy;
const COMMAND = /\\(?:[a-zA-Z]+|[^])/y;
const RELATION = /=+>|<=+|>=+|!=+|[≠≈≅∼~<>⇒→≤≥]/y;
/** A unit like any other, though LaTeX writes it as a power. */
const DEGREES = /°|\^(?:\\circ(?![a-zA-Z])|\{\\circ\})/y;
const ORDINAL = /^(st|nd|rd|th)$/i;

const matchAt = (pattern: RegExp, text: string, at: number): string | null => {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? null;
};

/** What a brace that opens belongs to: a fraction's two halves, a text, or nothing in particular. */
type Brace = 'numerator' | 'denominator' | 'text' | 'group';

class Lexer {
  readonly tokens: Token[] = [];
  readonly #braces: Brace[] = [];
  /** What the next brace will be. */
  #next: Brace = 'group';
  #at = 0;

  constructor(
    readonly line: string,
    readonly spelling: Spelling,
  ) {}

  run(): Token[] {
    while (this.#at < this.line.length) this.#step();
    return this.tokens;
  }

  get #last(): Token | undefined {
    return this.tokens.at(-1);
  }
  /** Whether a value ends just before here, without a space between. */
  get #isGlued(): boolean {
    const last = this.#last;
    return last !== undefined && last.end === this.#at && (last.kind === 'number' || last.kind === 'close');
  }

  #take(length: number): Span {
    const start = this.#at;
    this.#at += length;
    return { start, end: this.#at };
  }
  #mark(kind: 'open' | 'close' | 'equals' | 'boundary' | 'unknown', length = 1): void {
    this.tokens.push({ kind, ...this.#take(length) });
  }
  #operator(sign: Sign, length: number): void {
    this.tokens.push({ kind: 'operator', sign, isWord: false, ...this.#take(length) });
  }

  #step(): void {
    const { line } = this;
    const at = this.#at;
    const char = String.fromCodePoint(line.codePointAt(at)!);
    if (this.#next !== 'group' && char !== '{' && char.trim()) {
      // A command without its braces: in `\frac12` each digit is one half.
      const part = this.#next;
      this.#next = 'group';
      if (part === 'text' || !/\d/.test(char)) return this.#mark('unknown', 0);
      this.#mark('open', 0);
      this.tokens.push({ kind: 'number', value: Number(char), ...this.#take(1), ...names.PLAIN });
      return this.#closed(part);
    }
    const degrees = matchAt(DEGREES, line, at);
    if (degrees) return void this.#take(degrees.length);
    const number = readNumber(line, at, this.spelling, this.#last?.kind === 'equals');
    if (number) return this.#number(number);
    if (/[\s_`$€£¥₹]/.test(char)) return void this.#take(1);
    if (line.startsWith('**', at)) return this.#stars();
    const relation = matchAt(RELATION, line, at);
    if (relation) return this.#mark('boundary', relation.length);
    const sign = names.SIGNS.get(char);
    if (sign) return this.#operator(sign, char.length);
    if (char === '=' || char === '＝') return this.#mark('equals', /^=+/.exec(line.slice(at, at + 3))?.[0].length ?? 1);
    if (char === '\\') return this.#command(matchAt(COMMAND, line, at) ?? char);
    if (char === '{' || char === '}') return this.#brace(char);
    if ('([（'.includes(char)) return this.#mark('open');
    if (')]）'.includes(char)) return this.#mark('close');
    const word = matchAt(WORD, line, at);
    if (word) return this.#word(word);
    const power = names.POWERS.get(char);
    if (power !== undefined && this.#isGlued) {
      this.#operator('^', 0);
      return this.#number({ kind: 'number', ...this.#ahead(1), value: power, ...names.PLAIN });
    }
    const part = names.VULGAR.get(char);
    if (part !== undefined) return this.#vulgar(part);
    // A factorial is no end of a sentence, and what is asked is not said.
    if (/[!?？]/.test(char) && this.#isGlued) return this.#mark('unknown');
    // `1 & 1/2` is one number.
    if (char === '&' && this.#last?.kind === 'number') return this.#mark('unknown');
    this.#mark(names.BOUNDARIES.includes(char) ? 'boundary' : 'unknown', char.length);
  }

  #ahead(length: number): Span {
    return { start: this.#at, end: this.#at + length };
  }

  #number(token: NumberToken | (Span & { readonly kind: 'unknown' })): void {
    const before = this.line[this.#at - 1] ?? '';
    // `x2` and `B12` are names.
    const isName = /[A-Za-z]/.test(before) && this.#last?.kind === 'word' && !/^x$/i.test(this.#last.text);
    this.tokens.push(isName ? { kind: 'unknown', start: token.start, end: token.end } : token);
    this.#at = token.end;
  }

  /** `½`, also in `1½`. */
  #vulgar(part: number): void {
    const whole = this.#last;
    const isMixed = whole?.kind === 'number' && whole.end === this.#at && Number.isInteger(whole.value);
    if (isMixed) this.tokens.pop();
    const start = isMixed ? whole.start : this.#at;
    const value = (isMixed ? whole.value : 0) + part;
    this.#at += 1;
    this.tokens.push({ kind: 'number', start, end: this.#at, value, ...names.PLAIN });
  }

  /** A power in `2**3`; else the mark of bold type, which says nothing. */
  #stars(): void {
    const isPower = this.#isGlued && /[\d(]/.test(this.line[this.#at + 2] ?? '');
    if (isPower) this.#operator('^', 2);
    else this.#take(2);
  }

  #word(text: string): void {
    const last = this.#last;
    if (this.#isGlued && last?.kind === 'number' && ORDINAL.test(text)) this.tokens.pop();
    if (this.#isGlued && ORDINAL.test(text)) return this.#mark('unknown', text.length);
    this.tokens.push({ kind: 'word', text: text.toLowerCase(), ...this.#take(text.length) });
  }

  #command(command: string): void {
    const sign = names.SIGNS.get(command);
    if (sign) return this.#operator(sign, command.length);
    if (names.FRACTIONS.has(command)) {
      this.tokens.push({ kind: 'open', isFraction: true, ...this.#take(command.length) });
      this.#next = 'numerator';
    } else if (names.TEXTS.has(command)) {
      this.#take(command.length);
      this.#next = 'text';
    } else if (names.NOTHING.has(command)) this.#take(command.length);
    else this.#mark(names.BETWEEN.has(command) ? 'boundary' : 'unknown', command.length);
  }

  #brace(char: string): void {
    if (char === '{') {
      this.#braces.push(this.#next);
      const isText = this.#next === 'text';
      this.#next = 'group';
      if (isText) this.#take(1);
      else this.#mark('open');
      return;
    }
    const closed = this.#braces.pop() ?? 'group';
    if (closed === 'text') return void this.#take(1);
    this.#closed(closed, 1);
  }

  #closed(closed: Brace, length = 0): void {
    this.#mark('close', length);
    if (closed === 'numerator') {
      this.#operator('/', 0);
      this.#next = 'denominator';
    } else if (closed === 'denominator') this.#mark('close', 0);
  }
}

const endsValue = (token: Token | undefined): boolean => token?.kind === 'number' || token?.kind === 'close';
const beginsValue = (token: Token | undefined): boolean => token?.kind === 'number' || token?.kind === 'open';

/** Words between two values that stand for a sign: `x`, and such as `times` and `divided by`. */
function withSigns(tokens: readonly Token[]): Token[] {
  const read: Token[] = [];
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i]!;
    if (token.kind !== 'word' || !endsValue(read.at(-1))) {
      read.push(token);
      continue;
    }
    const follows = tokens[i + 1];
    const isBy = follows?.kind === 'word' && follows.text === 'by';
    const sign = names.WORD_SIGNS.get(isBy ? `${token.text} by` : token.text);
    const after = isBy ? tokens[i + 2] : follows;
    if (!sign || !beginsValue(after)) {
      read.push(token);
      continue;
    }
    read.push({
      kind: 'operator',
      sign,
      isWord: token.text !== 'x',
      start: token.start,
      end: (isBy ? follows : token).end,
    });
    if (isBy) i++;
  }
  return read;
}

/** The tokens of a line. */
export const lex = (line: string, spelling: Spelling): Token[] => withSigns(new Lexer(line, spelling).run());
