/** Finds the terms of the glossary in a text, so that each can be explained where it stands. */
import { explain } from './explain';
import { TERMS, type Term } from './terms';

export interface MarkedPart {
  readonly text: string;
  /** What the glossary explains of it; null for words around. */
  readonly term: Term | null;
}

type Words = Parameters<typeof explain>[1];

/** Names as short as these are signs, and are told by their case. */
const SIGN = 3;
const escaped = (name: string): string => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Of words that spaces part; a Chinese character beside one is no part of it. */
const LETTER = '\\p{Script=Latin}\\p{Script=Greek}\\d@';
const LETTER_FIRST = new RegExp(`^[${LETTER}]`, 'u');
const LETTER_LAST = new RegExp(`[${LETTER})]$`, 'u');
const BEFORE = `(?<![${LETTER}])`;
const AFTER = `(?:e?s)?(?![${LETTER}])`;

/** Words that hold a term's name and mean something else: a tab of the browser is no label. */
const OTHERS = ['标签页'];

/** Each term at its first place; the longer of two names that begin alike. Languages without spaces need none. */
export function markTerms(text: string, words: Words): MarkedPart[] {
  const named = [...TERMS, ...Object.keys(words.settings.verifierNotes)]
    .flatMap((term) => (explain(term, words)?.name ?? '').split(', ').map((name) => ({ term, name })))
    .filter(({ name }) => name.length > 1 || /^[A-ZΛ-Ωλ]$/.test(name))
    .sort((a, b) => b.name.length - a.name.length);
  const found: { from: number; to: number; term: Term | null }[] = OTHERS.flatMap((word) =>
    Array.from(text.matchAll(new RegExp(word, 'gu')), ({ index }) => ({
      ...{ from: index, to: index + word.length, term: null },
    })),
  );
  for (const { term, name } of named) {
    if (found.some((other) => other.term === term)) continue;
    const [before, after] = [LETTER_FIRST.test(name) ? BEFORE : '', LETTER_LAST.test(name) ? AFTER : ''];
    const pattern = new RegExp(before + escaped(name) + after, name.length > SIGN ? 'giu' : 'gu');
    // Not within a longer name.
    for (const match of text.matchAll(pattern)) {
      const [from, to] = [match.index, match.index + match[0].length];
      if (found.some((other) => to > other.from && from < other.to)) continue;
      found.push({ from, to, term });
      break;
    }
  }
  const terms = found.filter(({ term }) => term !== null).sort((a, b) => a.from - b.from);
  const parts: MarkedPart[] = [];
  let at = 0;
  for (const { from, to, term } of terms) {
    if (from > at) parts.push({ text: text.slice(at, from), term: null });
    parts.push({ text: text.slice(from, to), term });
    at = to;
  }
  if (at < text.length) parts.push({ text: text.slice(at), term: null });
  return parts;
}
