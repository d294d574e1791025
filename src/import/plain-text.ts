/** The text of a file of which nobody says how its letters are written. */

/** What spreadsheets save where they do not save UTF-8: in Western Europe, and in China. */
export type OldEncoding = 'windows-1252' | 'gb18030';

export interface PlainText {
  readonly text: string;
  /** Null for UTF-8. */
  readonly encoding: OldEncoding | null;
}

/**
 * As UTF-8, without a byte order mark, unless most of what is no ASCII is none: then as one of the encodings that
 * spreadsheets use. Chinese letters are pairs of bytes, while European ones stand alone between others.
 */
export function plainText(bytes: Uint8Array<ArrayBuffer>): PlainText {
  const text = new TextDecoder().decode(bytes);
  const broken = count(text, /\uFFFD/g);
  if (broken <= count(text, /[^\0-\x7F\uFFFD]/g)) return { text, encoding: null };
  // One letter for each byte, so that bytes can be looked at.
  const letters = new TextDecoder('windows-1252').decode(bytes);
  const alone = count(letters, /(?<![^\0-\x7F])[^\0-\x7F](?![^\0-\x7F])/g);
  const together = count(letters, /[^\0-\x7F]{2,}/g);
  if (alone >= together) return { text: letters, encoding: 'windows-1252' };
  return { text: new TextDecoder('gb18030').decode(bytes), encoding: 'gb18030' };
}

function count(text: string, pattern: RegExp): number {
  let found = 0;
  pattern.lastIndex = 0;
  while (pattern.test(text)) found++;
  return found;
}
