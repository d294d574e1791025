/** Signs and kinds for characters that leave no ink: a token may be nothing else, and its value may decide a step. */

/** What the page has a word for; all others are named by their code point. */
export const BLANK_KINDS = ['space', 'lineEnd', 'tab', 'return', 'noBreak', 'wide', 'zeroWidth'] as const;
export type BlankKind = (typeof BLANK_KINDS)[number];

/** So many equal characters, of which the page has a word for `kind` or shows `sign`. */
export interface BlankRun {
  readonly kind: BlankKind | null;
  readonly sign: string;
  readonly count: number;
}

const KINDS: Readonly<Record<string, BlankKind>> = {
  ' ': 'space',
  '\n': 'lineEnd',
  '\t': 'tab',
  '\r': 'return',
  '\u00a0': 'noBreak',
  '\u202f': 'noBreak',
  '\u3000': 'wide',
  '\u200b': 'zeroWidth',
};

/** The usual signs, and the abbreviations that the Unicode Character Database lists (NameAliases.txt). */
const SIGNS: Readonly<Record<string, string>> = {
  ' ': '␣',
  '\n': '↵',
  '\t': '⇥',
  '\r': '‹CR›',
  '\u0000': '‹NUL›',
  '\u000b': '‹VT›',
  '\u000c': '‹FF›',
  '\u001b': '‹ESC›',
  '\u0085': '‹NEL›',
  '\u00a0': '‹NBSP›',
  '\u00ad': '‹SHY›',
  '\u200b': '‹ZWSP›',
  '\u200c': '‹ZWNJ›',
  '\u200d': '‹ZWJ›',
  '\u200e': '‹LRM›',
  '\u200f': '‹RLM›',
  '\u2028': '‹LS›',
  '\u2029': '‹PS›',
  '\u202a': '‹LRE›',
  '\u202b': '‹RLE›',
  '\u202c': '‹PDF›',
  '\u202d': '‹LRO›',
  '\u202e': '‹RLO›',
  '\u202f': '‹NNBSP›',
  '\u2060': '‹WJ›',
  '\u2066': '‹LRI›',
  '\u2067': '‹RLI›',
  '\u2068': '‹FSI›',
  '\u2069': '‹PDI›',
  '\u3000': '‹IDSP›',
  '\ufeff': '‹BOM›',
};

/** Nothing but what leaves no ink: white space, controls, what fonts are told not to draw, and the Braille blank. */
const BLANK = /^[\p{White_Space}\p{Cc}\p{Default_Ignorable_Code_Point}\u2800\ufff9-\ufffb]+$/u;
/**
 * What is a sign also beside letters: it would end the line, hide, or turn round what follows. Joiners and variation
 * selectors are not among it, since scripts and emoji are written with them.
 */
const DISTURBING =
  /[\p{Cc}\u00ad\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;
/** Marks that want a letter to stand on. */
const BARE_MARK = /^\p{M}+$/u;
/** Most tokens: printable ASCII. */
const PLAIN = /^[ -~]*[!-~][ -~]*$/;
/** From here on equal signs are counted. */
const MOST_SIGNS = 4;

const signOf = (character: string): string =>
  SIGNS[character] ?? `‹U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}›`;

/** ASCII, a space aside, that leaves ink: most tokens begin with a letter or a space before one. */
const hasInk = (code: number): boolean => code > 0x20 && code < 0x7f;

/** Whether a text is not empty and leaves no ink. */
export const isBlank = (text: string): boolean =>
  !hasInk(text.charCodeAt(0)) && !hasInk(text.charCodeAt(1)) && BLANK.test(text);

/** A text that leaves no ink, as runs of equal characters. */
export function blankRuns(text: string): BlankRun[] {
  const runs: { kind: BlankKind | null; sign: string; count: number }[] = [];
  for (const character of text) {
    const sign = signOf(character);
    const last = runs.at(-1);
    if (last?.sign === sign) last.count++;
    else runs.push({ kind: KINDS[character] ?? null, sign, count: 1 });
  }
  return runs;
}

/**
 * A token as it is shown: never without ink, and on one line. What leaves no ink gets signs, as does the invisible
 * end-of-sequence token, so that there is always something to point at. Beside letters, spaces stay spaces and line
 * ends that come last are left out.
 */
export function visibleToken(text: string): string {
  if (PLAIN.test(text)) return text;
  const ended = text.replace(/[\r\n]+$/, '');
  if (PLAIN.test(ended)) return ended;
  if (text === '') return '∎';
  if (isBlank(text))
    return blankRuns(text)
      .map(({ sign, count }) => (count > MOST_SIGNS ? `${sign}×${count}` : sign.repeat(count)))
      .join('');
  if (BARE_MARK.test(text)) return `◌${text}`;
  return ended.replace(DISTURBING, signOf);
}
