/** How much a JSON text would come to, told before it is parsed: a parser takes many times the text's size for what nests. */

interface Limits {
  readonly depth: number;
  readonly entries: number;
}

export const JSON_LIMITS: Limits = {
  /** Levels of lists and objects; trees of some tools go down two for each token. */
  depth: 500_000,
  /** Lists and objects, and their entries. */
  entries: 24_000_000,
};

export type JsonExcess = 'too-deep' | 'too-many-values';

const [QUOTE, COMMA, BACKSLASH] = [0x22, 0x2c, 0x5c];
const [LIST, LIST_END, OBJECT, OBJECT_END] = [0x5b, 0x5d, 0x7b, 0x7d];

/** By which limit a text is too much for a parser; null where it can be parsed, be it JSON or not. Linear. */
export function jsonExcess(text: string, { depth: most, entries } = JSON_LIMITS): JsonExcess | null {
  if (text.length <= most) return null;
  let depth = 0;
  let count = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === QUOTE) i = stringEnd(text, i);
    else if (code === COMMA) count++;
    else if (code === LIST || code === OBJECT) {
      count++;
      if (++depth > most) return 'too-deep';
    } else if (code === LIST_END || code === OBJECT_END) depth--;
    if (count > entries) return 'too-many-values';
  }
  return null;
}

/** The place of the quotation mark that ends the string which begins at `from`, or of the text's end. */
export function stringEnd(text: string, from: number): number {
  for (let at = text.indexOf('"', from + 1); at >= 0; at = text.indexOf('"', at + 1)) {
    let slashes = 0;
    while (text.charCodeAt(at - 1 - slashes) === BACKSLASH) slashes++;
    if (slashes % 2 === 0) return at;
  }
  return text.length;
}
