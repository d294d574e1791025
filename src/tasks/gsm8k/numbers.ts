/** Numbers as people write them: grouped digits, decimals, percentages. */

export interface Span {
  /** Offset of its first character, and of the one after its last. */
  readonly start: number;
  readonly end: number;
}

export interface NumberToken extends Span {
  readonly kind: 'number';
  /** Of `20%` it is 20. */
  readonly value: number;
  /** Digits after the decimal sign. */
  readonly decimals: number;
  readonly isPercent: boolean;
  /** Of digits in groups that plain spaces part, the last group: those before it may be a number of their own. */
  readonly tail: number | null;
  /** Further digits would follow, as in `0.33...`. */
  readonly goesOn: boolean;
  /** A sign for money stands before or behind it. */
  readonly isMoney?: boolean;
}

/** What a point or a comma between digits may be: `1,200.5`, `1.200,5`, or a comma or a full stop that parts two equations. */
export type Spelling = 'point' | 'comma' | 'list' | 'stop';

const GROUP = String.raw`(?:\{,\}|,?\\[,!;: ]|[~\u00a0\u2009\u202f'’_])`;
const APART = String.raw`\d+(?:${GROUP}\d{3}(?!\d))+`;
const POINT = new RegExp(String.raw`(?:\d+(?:,\d{2,3})*,\d{3}(?!\d)|${APART}|\d+)(?:\.\d+)?|\.\d+`, 'y');
const COMMA = new RegExp(String.raw`(?:\d+(?:\.\d{3}(?!\d))+|${APART}|\d+)(?:,\d+)?`, 'y');
/** A number before a full stop without a space: arithmetic goes on behind it, as in `2+2=4.4+4=8`. */
const STOP = new RegExp(String.raw`(?:${APART}|\d+)(?=\.\d+ ?[-+*/x×÷−–])`, 'y');
const LIST = new RegExp(String.raw`(?:${APART}|\d+)(?:\.\d+)?|\.\d+`, 'y');

/** Further groups of three after plain spaces. */
const SPACED = /(?: \d{3}(?![\d,.]\d|\d))+(?:\.\d+)?/y;
const PERCENT = /[ \u00a0]?(?:\\?[%％]|percent(?!\p{L}))/uy;
const DOTS = /\.{2,}|…|\\[lc]?dots(?![a-zA-Z])/y;
/** A time or a ratio. */
const CLOCK = /(?:[:：]\d+)+/y;

const matched = (pattern: RegExp, text: string, at: number): string | undefined => {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
};
const MONEY = /[$€£¥₹] ?$/;
const MONEY_BEHIND = / ?[€£¥₹]/y;
const lengthAt = (pattern: RegExp, text: string, at: number): number => {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0].length ?? 0;
};

/**
 * The number that begins at an offset, or null. What looks like one and is none, such as `3:00`, is `unknown`.
 * Only after an equals sign do the spellings `list` and `stop` end a number at its comma or point.
 */
export function readNumber(
  text: string,
  start: number,
  spelling: Spelling,
  isAfterEquals: boolean,
): NumberToken | (Span & { readonly kind: 'unknown' }) | null {
  // The full stop after a number that it ended.
  if (spelling === 'stop' && text[start] === '.' && /\d/.test(text[start - 1] ?? '')) return null;
  const stopped = spelling === 'stop' && isAfterEquals ? matched(STOP, text, start) : undefined;
  const pattern = spelling === 'comma' ? COMMA : spelling === 'list' && isAfterEquals ? LIST : POINT;
  let written = stopped ?? matched(pattern, text, start);
  if (written === undefined) return null;
  let tail: number | null = null;
  if (/^\d{1,3}$/.test(written)) {
    const spaced = text.slice(start, start + written.length + lengthAt(SPACED, text, start + written.length));
    if (spaced !== written) tail = Number(spaced.slice(spaced.lastIndexOf(' ')));
    written = spaced;
  }
  const end = start + written.length;
  const clock = lengthAt(CLOCK, text, end);
  // `0900` is an hour, or a slip.
  if (clock > 0 || /^0\d/.test(written)) return { kind: 'unknown', start, end: end + clock };
  const plain = spelling === 'comma' ? written.replaceAll('.', '').replace(',', '.') : written.replaceAll(',', '');
  const digits = plain.replace(/[^\d.]/g, '');
  const dots = lengthAt(DOTS, text, end);
  const percent = dots ? 0 : lengthAt(PERCENT, text, end);
  return {
    ...{ kind: 'number', start, end: end + dots + percent, value: Number(digits), tail },
    ...{ decimals: digits.split('.')[1]?.length ?? 0, isPercent: percent > 0, goesOn: dots > 0 },
    isMoney: lengthAt(MONEY_BEHIND, text, end) > 0 || MONEY.test(text.slice(Math.max(0, start - 2), start)),
  };
}
