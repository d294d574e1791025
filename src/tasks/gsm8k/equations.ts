/**
 * The arithmetic that is written in a solution: every `16 - 3 - 4 = 9` in it, worked out. What the words say is beyond
 * any exact checker; whether an equation is true is not.
 *
 * A true equation is never called false: what can be read in several ways is false only when every reading is, and
 * where a side is cut off by something that is not understood nothing is said.
 */
import { readArithmetic, stem, type Worth } from './arithmetic';
import { lex, MAX_LINE, type Token } from './lexer';
import type { NumberToken, Spelling } from './numbers';
import { ACTING, COINS, FACTORS, MULTIPLYING, UNITS } from './signs';

export interface Equation {
  /** Offset in the line of its right side. */
  readonly offset: number;
  readonly isTrue: boolean;
  /** Offset after the last sign or number of its right side: what is written there may still change it. */
  readonly end: number;
}

/** Rounded results are right: to a hundredth, as money is. */
const TOLERANCE = 0.0051;

type Verdict = 'true' | 'false' | 'open';

/** All equations of a line that are certainly true or certainly false, in order. */
export function equationsOf(written: string): Equation[] {
  const line = written.slice(0, MAX_LINE);
  const parts = splitNotes(line);
  return parts.flatMap(({ text, offset }) => equationsIn(text, offset)).sort((a, b) => a.offset - b.offset);
}

/** The data set repeats an equation in `<<16-3-4=9>>`: the notes apart, and the line with blanks in their place. */
function splitNotes(line: string): { readonly text: string; readonly offset: number }[] {
  const notes: { text: string; offset: number }[] = [];
  const outside: string[] = [];
  let at = 0;
  for (;;) {
    const open = line.indexOf('<<', at);
    const close = open < 0 ? -1 : line.indexOf('>>', open);
    if (close < 0) break;
    outside.push(line.slice(at, open), ' '.repeat(close + 2 - open));
    notes.push({ text: line.slice(open + 2, close), offset: open + 2 });
    at = close + 2;
  }
  outside.push(line.slice(at));
  return [{ text: outside.join(''), offset: 0 }, ...notes];
}

function equationsIn(text: string, offset: number): Equation[] {
  if (!/[=＝]/.test(text)) return [];
  const spellings: Spelling[] = ['point'];
  if (/\d,\d/.test(text)) spellings.push('list');
  if (/\d,\d/.test(text) || /\d\.\d{3}(?!\d)/.test(text)) spellings.push('comma');
  if (/=[^=]*\d\.\d[^=]*=/.test(text)) spellings.push('stop');
  const readings = spellings.map((spelling) => verdictsOf(lex(text, spelling)));
  return [...readings[0]!].flatMap(([at, { verdict, start, end }]) => {
    const all = readings.map((reading) => reading.get(at)?.verdict ?? 'open');
    const isTrue = all.includes('true');
    if (!isTrue && !all.every((other) => other === 'false')) return [];
    return verdict === 'open' && !isTrue ? [] : [{ offset: offset + start, end: offset + end, isTrue }];
  });
}

interface Found {
  readonly verdict: Verdict;
  /** Of the right side. */
  readonly start: number;
  readonly end: number;
}

/** What is to be said of every equals sign, by its offset. */
function verdictsOf(tokens: readonly Token[]): Map<number, Found> {
  const found = new Map<number, Found>();
  const hasRest = tokens.some(
    (token) => token.kind === 'word' && /^(r|rem|remainder|mod|binary|octal)$/.test(token.text),
  );
  let before = -1;
  let last: Worth | null = null;
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at]!;
    if (token.kind !== 'equals') continue;
    const to = sideEnd(tokens, at + 1);
    const right = readArithmetic(tokens, at + 1, to);
    const lefts = leftsOf(tokens, before + 1, at, last);
    if (right && lefts.length) {
      const start = tokens[at + 1]!.start;
      const verdict = hasRest ? 'open' : compare(lefts, right, tokens, at, to);
      let lastOf = right.end - 1;
      while (tokens[lastOf]!.kind === 'word') lastOf--;
      found.set(token.start, { verdict, start, end: tokens[lastOf]!.end });
    }
    // In a chain the side between two signs is known to begin at the first.
    last = right && right.end === to && tokens[to]?.kind === 'equals' ? right : null;
    before = at;
  }
  return found;
}

/** Where the next equals sign or boundary stands. */
function sideEnd(tokens: readonly Token[], from: number): number {
  let to = from;
  while (to < tokens.length && tokens[to]!.kind !== 'equals' && tokens[to]!.kind !== 'boundary') to++;
  return to;
}

interface Left {
  readonly worth: Worth;
  readonly isSure: boolean;
}

/** The readings of what stands before an equals sign and after the one before it, the likeliest first. */
function leftsOf(tokens: readonly Token[], from: number, to: number, chained: Worth | null): Left[] {
  if (chained?.end === to) {
    // `3 + 4 = 7 / 5 + 5 = 10` and `3 + 4 = 7 - 5 + 5 = 10`: a sign may part two equations.
    const parted = readRest(tokens, from + 1, to);
    return [{ worth: chained, isSure: chained.isSure }, ...(parted ? [{ worth: parted, isSure: true }] : [])];
  }
  const begin = beginningOf(tokens, from, to);
  const prior = tokens[begin - 1];
  const isSure = isClean(prior, tokens[begin], tokens[begin - 2]);
  const lefts: Left[] = [];
  const add = (start: number, sure: boolean): void => {
    const worth = start < to ? readArithmetic(tokens, start, to) : null;
    if (worth?.end === to && worth.operations > 0) lefts.push({ worth, isSure: sure && worth.isSure });
    // What cannot be read to its end may be anything.
    else lefts.push({ worth: NOTHING, isSure: false });
  };
  add(begin, isSure);
  const first = tokens[begin];
  if (first?.kind === 'operator') {
    // A dash or a star before a list's line is no sign.
    add(begin + 1, isSure && begin === 0);
    if (begin === 0 && lefts[0]!.worth === NOTHING) lefts.shift();
  }
  if (first?.kind === 'number' && first.tail !== null) {
    const rest = tokens.map((token, i) => (i === begin ? { ...first, value: first.tail! } : token));
    const worth = readArithmetic(rest, begin, to);
    if (worth?.end === to && worth.operations > 0) lefts.push({ worth, isSure: isSure && worth.isSure });
  }
  const next = tokens[begin + 1];
  // `5 - 300 + 20 = 320`: a list's number may have a dash behind it.
  const listed = begin === 0 && next?.kind === 'operator' && next.sign === '-' ? readRest(tokens, 1, to) : null;
  if (listed) lefts.push({ worth: listed, isSure });
  // A label, such as the 1 in `(1) 16 - 3` or `Step 1 16 - 3`.
  if (first?.kind === 'open' && tokens[begin + 2]?.kind === 'close') add(begin + 3, false);
  if (first?.kind === 'number' && next?.kind === 'number') add(begin + 1, false);
  return lefts.some(({ worth }) => worth !== NOTHING) ? lefts : [];
}

/** Arithmetic of more than a number, which a sign at `at` does not belong to, up to `to`. */
function readRest(tokens: readonly Token[], at: number, to: number): Worth | null {
  if (tokens[at]?.kind !== 'operator' || tokens[at - 1]?.kind !== 'number') return null;
  const worth = readArithmetic(tokens, at + 1, to);
  return worth?.end === to && worth.operations > 0 ? worth : null;
}

const NOTHING: Worth = {
  values: [],
  isSure: false,
  operations: 0,
  end: 0,
  number: null,
  mayRound: false,
  hasMoney: false,
  units: [],
};

/** The first token of the arithmetic that ends before `to`, as far back as it reads as such. */
function beginningOf(tokens: readonly Token[], from: number, to: number): number {
  const closes: number[] = [];
  let at = to;
  while (at > from) {
    const token = tokens[at - 1]!;
    if (token.kind === 'word') {
      const start = unitStart(tokens, from, at);
      if (start === null) break;
      at = start;
      continue;
    }
    if (token.kind === 'open' && !closes.length) break;
    if (token.kind === 'open') closes.pop();
    else if (token.kind === 'close') closes.push(at - 1);
    else if (token.kind !== 'number' && token.kind !== 'operator') break;
    at--;
  }
  // A bracket that nothing opens ends a label, as in `1) 16 - 3`.
  return closes.length ? closes.at(-1)! + 1 : at;
}

/** Where the words of a unit begin that end at `at`: they follow a value and stand before a sign. */
function unitStart(tokens: readonly Token[], from: number, at: number): number | null {
  const next = tokens[at]!;
  if (next.kind !== 'operator' && next.kind !== 'equals' && next.kind !== 'close') return null;
  let start = at;
  while (start > from && tokens[start - 1]!.kind === 'word') start--;
  const value = tokens[start - 1];
  return start > from && (value?.kind === 'number' || value?.kind === 'close') ? start : null;
}

const isThousand = (token: Token | undefined): boolean =>
  token?.kind === 'number' && token.end - token.start === 3 && token.decimals === 0;

/** A comma without a space may be one inside a number, as in `13,2000`. */
const isBetweenDigits = ({ end }: Token, first: Token | undefined): boolean =>
  first?.kind === 'number' && first.start === end;

/** Whether nothing before arithmetic can belong to it. `prior` is the token before its first one. */
function isClean(prior: Token | undefined, first: Token | undefined, beforePrior: Token | undefined): boolean {
  if (!prior) return true;
  if (first?.kind === 'operator') return false;
  switch (prior.kind) {
    case 'boundary':
      // `14, 400 / 80` and `.8 + . 84` go on over a slip of the pen.
      if (beforePrior?.kind === 'number' && (isThousand(first) || isBetweenDigits(prior, first))) return false;
      return beforePrior?.kind !== 'operator';
    case 'open':
      return beforePrior === undefined || beforePrior.kind === 'word' || beforePrior.kind === 'boundary';
    case 'close':
      // `1) 16 - 3` at the beginning of a line, or after a label.
      return beforePrior?.kind === 'number' || beforePrior?.kind === 'word';
    case 'word': {
      const isGlued = first !== undefined && prior.end === first.start && first.kind === 'open';
      return (
        !isGlued && !ACTING.has(prior.text) && !/^[a-z]$/.test(prior.text) && !/[的比加减乘除以]$/.test(prior.text)
      );
    }
    default:
      return false;
  }
}

function compare(lefts: readonly Left[], right: Worth, tokens: readonly Token[], at: number, to: number): Verdict {
  if (lefts.every(({ worth }) => worth.operations === 0) && right.operations === 0) return 'open';
  let isOpen = false;
  for (const { worth, isSure } of lefts) {
    const verdict = worth === NOTHING ? 'open' : closeness(worth, right);
    if (verdict === 'true') return 'true';
    if (verdict === 'open' || !isSure || isConverted(worth, right, tokens)) isOpen = true;
  }
  return isOpen || !right.isSure || !isEnded(right, tokens, to) || isRunOn(lefts, tokens, at, right) ? 'open' : 'false';
}

/** `3 + 4 = 7 + 5 = 12`: each sign holds for what was worked out so far. */
function isRunOn(lefts: readonly Left[], tokens: readonly Token[], at: number, right: Worth): boolean {
  const first = tokens[at + 1];
  if (right.operations === 0 || first?.kind !== 'number') return false;
  return lefts.some(({ worth }) => worth.values.some((value) => isSame(value, first.value)));
}

/** Whether what follows the right side leaves its worth alone. */
function isEnded({ end }: Worth, tokens: readonly Token[], to: number): boolean {
  const next = tokens[end];
  if (!next || end >= to) return true;
  if (next.kind === 'word') {
    const second = tokens[end + 1];
    const isAndAHalf = next.text === 'and' && second?.kind === 'word' && /^(a|an|one|two|three)$/.test(second.text);
    return !MULTIPLYING.has(next.text) && !isAndAHalf;
  }
  return next.kind === 'open' || next.kind === 'close';
}

const UNIT_STEMS: ReadonlySet<string> = new Set([...UNITS].map(stem));

/** Whether the two sides may count in different units, such as dollars and cents. */
function isConverted(left: Worth, right: Worth, tokens: readonly Token[]): boolean {
  const next = tokens[right.end];
  const leftUnit = left.units.at(-1) ?? null;
  const rightUnit = right.units.at(-1) ?? (next?.kind === 'word' ? next.text : null);
  if (leftUnit !== null && rightUnit !== null && stem(rightUnit) !== leftUnit) return true;
  const hasMoney = left.hasMoney || right.hasMoney;
  const isCoin = (unit: string | null): boolean => unit !== null && (COINS.has(unit) || COINS.has(`${unit}s`));
  if (hasMoney && [...left.units, rightUnit].some(isCoin)) return true;
  const isUnit = [leftUnit, rightUnit].some((unit) => unit !== null && UNIT_STEMS.has(stem(unit)));
  // Without a word for a unit it may still be cents that come to dollars.
  const factors = isUnit ? FACTORS : left.hasMoney !== right.hasMoney ? [100] : [];
  return left.values.some((a) =>
    right.values.some((b) => factors.some((factor) => isSame(a * factor, b) || isSame(a, b * factor))),
  );
}

const isSame = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a), Math.abs(b));

/** Whether two sides are worth the same in any of their readings; `open` where one may be rounded to a whole number. */
function closeness(left: Worth, right: Worth): Verdict {
  let isOpen = false;
  for (const a of left.values) {
    for (const b of right.values) {
      if (isSame(a, b) || Math.abs(a - b) <= TOLERANCE) return 'true';
      if (right.number && isRounded(a, b, right.number)) return 'true';
      if (left.mayRound && Math.abs(a - b) < 1 && (Number.isInteger(a) || Number.isInteger(b))) isOpen = true;
    }
  }
  return isOpen ? 'open' : 'false';
}

/** Whether a number is another with as many decimals as were written, rounded or cut off. */
function isRounded(exact: number, written: number, { decimals, isPercent, goesOn }: NumberToken): boolean {
  // A whole number was rounded only where it is a percentage.
  const isShare = isPercent && Math.abs(written) < Math.abs(exact) * 10 && written !== 0;
  if (decimals === 0 && !isPercent && !goesOn) return false;
  const digits = decimals + (isShare && Math.abs(written) <= 10 ? 2 : 0);
  const unit = 10 ** -digits;
  return (
    Math.abs(exact - written) <= unit / 2 + 1e-12 ||
    (Math.abs(exact) - Math.abs(written) < unit && Math.abs(exact) >= Math.abs(written) && exact * written >= 0)
  );
}

/** Worth of plain arithmetic such as `3 x (4 + 0.5)`, or null for anything else. */
export function evaluate(text: string): number | null {
  const tokens = lex(text, 'point');
  const worth = readArithmetic(tokens, 0, tokens.length);
  return worth && worth.end === tokens.length && worth.isSure ? worth.values[0]! : null;
}
