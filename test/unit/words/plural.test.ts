import { describe, expect, it } from 'vitest';
import { fill as fillPlain } from '../../../src/core/fill';
import { LANGUAGE_IDS } from '../../../src/core/languages';
import type { LanguageId } from '../../../src/core/languages';
import { fetchMessages, fill, inARow, messagesFor, parts } from '../../../src/words';
import { fillBare } from '../../../src/words/fill';

await Promise.all(LANGUAGE_IDS.map(fetchMessages));

describe('words that go with a number', () => {
  it.each<[LanguageId, string, string, string, string]>([
    ['en', 'The file holds 0 problems', 'The file holds 1 problem', 'The file holds 2 problems', '5 problems'],
    ['es', 'El archivo contiene 0 problemas', 'El archivo contiene 1 problema', '2 problemas', '5 problemas'],
    ['zh', '文件中有 0 道题', '文件中有 1 道题', '文件中有 2 道题', '5 道题'],
  ])('in %s: %s, %s, %s, %s', (language, ...told) => {
    const { heading } = messagesFor(language).imports;
    for (const [i, count] of [0, 1, 2, 5].entries()) expect(fill(heading, { count }, language)).toContain(told[i]);
  });

  it('a sentence may count several things', () => {
    const { running } = messagesFor('en').run;
    expect(fill(running, { nodes: 1, tokens: 1 }, 'en')).toBe('Searching: 1 candidate, 1 token written');
    expect(fill(running, { nodes: 1200, tokens: 0 }, 'en')).toBe('Searching: 1,200 candidates, 0 tokens written');
    expect(fill(messagesFor('es').run.running, { nodes: 12_000, tokens: 1 }, 'es')).toBe(
      'Buscando: 12.000 candidatos, 1 token escrito',
    );
  });

  it('in Chinese no space stands between sentences', () => {
    const told = (language: LanguageId): string => {
      const { scored, finished } = messagesFor(language).watch.captions;
      return inARow([scored, finished], language);
    };
    expect(told('zh')).toMatch(/。\S/);
    expect(told('en')).toMatch(/\. \S/);
  });

  it('a small number is not rounded to nothing', () => {
    expect(fill('{min} to {max}', { min: 1e-6, max: 0.1 }, 'en')).toBe('0.000001 to 0.1');
    expect(fill('{min}', { min: 1e-6 }, 'es')).toBe('0,000001');
    expect(fill('{min}', { min: 0 }, 'en')).toBe('0');
  });

  it('Spanish counts millions with its general form', () => {
    expect(fill('{count} {count|paso|pasos}', { count: 2e6 }, 'es')).toBe('2.000.000 pasos');
  });

  it('numbers of others, such as places in a file, keep their bare digits and still count', () => {
    const data = { line: 1234, count: '1' };
    expect(fillBare('{line}: {count} {count|problema|problemas}', data, 'es')).toBe('1234: 1 problema');
    expect(fillPlain('{line}: {count} {count|node|nodes}', data)).toBe('1234: 1 node');
    expect(fillPlain('{count} {count|node|nodes}', { count: 0 })).toBe('0 nodes');
  });

  it('the sentence of the settings counts what its controls are set to', () => {
    const { sentence } = messagesFor('es').settings;
    const told = (beam: number): string =>
      parts(sentence.beam, { samples: 20, beam }, 'es')
        .map((part) => ('text' in part ? part.text : part.slot))
        .join('');
    expect(told(1)).toMatch(/conserva el beam mejor\.$/);
    expect(told(5)).toMatch(/conserva los beam mejores\.$/);
  });
});

/** Every sentence by its path, such as `problem.ask.game24`. */
function sentences(value: unknown, path = ''): [path: string, sentence: string][] {
  if (typeof value === 'string') return [[path, value]];
  return Object.entries(value as object).flatMap(([key, inner]) => sentences(inner, path ? `${path}.${key}` : key));
}

describe.each(LANGUAGE_IDS)('the sentences of %s', (language) => {
  const categories = new Intl.PluralRules(language).resolvedOptions().pluralCategories.length;
  const counted = sentences(messagesFor(language)).filter(([, sentence]) => sentence.includes('|'));

  it('have no more forms of a word than the language has', () => {
    const over = counted.filter(([, sentence]) =>
      (sentence.match(/\{\w+\|[^{}]*\}/g) ?? []).some((forms) => forms.split('|').length - 1 > categories),
    );
    expect(over).toEqual([]);
  });

  it('are whole with every number', () => {
    const broken = counted.filter(([, sentence]) => {
      const names = [...sentence.matchAll(/\{(\w+)/g)].map(([, name]) => name!);
      return [0, 1, 2, 5].some((count) =>
        /[{}|]/.test(fill(sentence, Object.fromEntries(names.map((name) => [name, count])), language)),
      );
    });
    expect(broken).toEqual([]);
  });
});
