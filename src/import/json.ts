/** JSON as Python's `json` writes it, with `NaN`, `Infinity` and `-Infinity`, and as C's `printf` does, with `nan` and `inf`. */

import { jsonExcess, JSON_LIMITS } from '../core/json-size';
import { badFile } from './faults';

export interface Parsed {
  readonly value: unknown;
  /** Words in it were taken for null, so strictly it is no JSON. */
  readonly isLenient: boolean;
}

/** Numbers that are none become null. Throws `SyntaxError` for what is no JSON besides, `bad-input` for what is too much. */
export function parseJson(text: string): Parsed {
  const excess = jsonExcess(text);
  if (excess) throw badFile(excess, excess === 'too-deep' ? {} : { limit: JSON_LIMITS.entries });
  try {
    return { value: JSON.parse(text), isLenient: false };
  } catch (error) {
    const strict = withoutNumberWords(text);
    if (strict === null) throw error;
    return { value: JSON.parse(strict), isLenient: true };
  }
}

const WORD = /-?(?:NaN|nan|Infinity|inf)(?![A-Za-z])/y;

/** The text with null for each such word outside strings; null where there is none. */
function withoutNumberWords(text: string): string | null {
  if (!/nan|inf/i.test(text)) return null;
  const parts: string[] = [];
  let from = 0;
  for (let i = 0; i < text.length; i++) {
    const sign = text[i]!;
    if (sign === '"') {
      i = stringEnd(text, i);
    } else if ('NnIi'.includes(sign) || sign === '-') {
      WORD.lastIndex = i;
      const word = WORD.exec(text)?.[0];
      if (word === undefined) continue;
      parts.push(text.slice(from, i), 'null');
      from = i + word.length;
      i = from - 1;
    }
  }
  return parts.length ? parts.join('') + text.slice(from) : null;
}

/** The place of the quotation mark that ends the string which begins at `from`, or of the text's end. */
function stringEnd(text: string, from: number): number {
  for (let i = from + 1; i < text.length; i++) {
    if (text[i] === '\\') i++;
    else if (text[i] === '"') return i;
  }
  return text.length;
}
