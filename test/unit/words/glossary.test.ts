import { describe, expect, it } from 'vitest';
import { STRATEGY_IDS } from '../../../src/core/ids';
import { LANGUAGE_IDS } from '../../../src/core/languages';
import { STANDARD_PARAMETERS } from '../../../src/core/search-parameters';
import { STRATEGY_OPTIONS } from '../../../src/protocol/parameters';
import { WORKSHOP_RULES } from '../../../src/protocol/train';
import { OFFERED_VERIFIERS } from '../../../src/url/fields';
import { traitsOf } from '../../../src/verifiers/find';
import { fetchMessages, messagesFor } from '../../../src/words';
import { markTerms } from '../../../src/words/marked';
import { entries, explain, parameterTerm, strategyTerm } from '../../../src/words/explain';
import { OF_TRAINING, TERMS, type Term } from '../../../src/words/terms';

await Promise.all(LANGUAGE_IDS.map(fetchMessages));

const parameters = new Set([
  ...Object.keys(STANDARD_PARAMETERS),
  ...STRATEGY_IDS.flatMap((id) => STRATEGY_OPTIONS[id].map(({ name }) => name)),
  ...OFFERED_VERIFIERS.flatMap((id) => traitsOf(id).options.map(({ name }) => name)),
]);

describe.each(LANGUAGE_IDS)('the glossary in %s', (lang) => {
  const words = messagesFor(lang);

  it('has an entry for each strategy, verifier and parameter, and each term once', () => {
    const terms = [...STRATEGY_IDS.map(strategyTerm), ...OFFERED_VERIFIERS, ...[...parameters].map(parameterTerm)];
    expect(parameters.size).toBeGreaterThan(20);
    expect(terms.filter((term) => !explain(term, words))).toEqual([]);
    const all = entries(words);
    expect(terms.filter((term) => !all.some(({ text }) => text === explain(term, words)!.text))).toEqual([]);
    const names = all.map(({ name }) => name);
    expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
  });

  it('calls what the workshop speaks of by the same words', () => {
    const { columns, labels, rules } = words.train;
    // Without the plural of English and Spanish.
    const plain = (text: string): string => text.toLowerCase().replace(/s(?=[ ,]|$)/g, '');
    const nameOf = (term: Term): string => plain(explain(term, words)!.name);
    expect(plain(rules).split(/[,，]/)[0]).toBe(nameOf('label-rule'));
    expect(plain(columns.noise)).toContain(nameOf('verdict'));
    expect(plain(labels.flip)).toContain(nameOf('verdict'));
    for (const [term, said] of [
      ['teacher', columns.teacher],
      ['teacher', labels.teacher],
      ['start', columns.start],
      ['learning-rate', labels.rate],
      ['auc', columns.auc],
      ['auc-within', columns.within],
      ['brier', columns.brier],
    ] as const)
      expect(nameOf(term)).toContain(plain(said));
  });

  it('has what the figures and the tree speak of', () => {
    const wanted = [
      'checker',
      'legal',
      'brier',
      'wilson',
      'lambda',
      'variance',
      'q',
      'pass-k',
      'calibration',
      'visits',
    ];
    expect(wanted.filter((term) => !(TERMS as readonly string[]).includes(term))).toEqual([]);
  });

  it('has what the workshop speaks of, and finds it in the texts there', () => {
    const wanted = [...OF_TRAINING, ...WORKSHOP_RULES, 'held-out', 'brier', 'calibration-error'];
    expect(wanted.filter((term) => !explain(term, words))).toEqual([]);
    const of = (text: string) => markTerms(text, words).flatMap(({ term }) => term ?? []);
    expect(of(words.train.runsNote)).toEqual(expect.arrayContaining(['auc', 'brier']));
    expect(of(words.train.intro)).toEqual(expect.arrayContaining(['policy', 'verifier']));
  });

  it('finds its terms in the texts where they stand, and leaves the texts as they are', () => {
    const { measure, compare, labels } = words.lab;
    const of = (text: string) => markTerms(text, words).flatMap(({ term }) => term ?? []);
    expect(of(measure.accuracyNote)).toEqual(expect.arrayContaining(['wilson', 'pass-k']));
    expect(of(measure.calibrationSummary)).toEqual(expect.arrayContaining(['brier', 'calibration-error']));
    expect(of(compare.rescoring.betterNote)).toContain('oracle');
    expect(of(labels.note)).toEqual(expect.arrayContaining(['ovm', 'tvm']));
    for (const text of [measure.accuracyNote, labels.note, words.intro])
      expect(
        markTerms(text, words)
          .map((part) => part.text)
          .join(''),
      ).toBe(text);
  });
});

describe('a term in a text', () => {
  const words = messagesFor('en');
  const of = (text: string) => markTerms(text, words).filter(({ term }) => term);

  it('is no part of a word that means something else', () => {
    const zh = messagesFor('zh');
    const terms = (text: string) => markTerms(text, zh).flatMap(({ text: part, term }) => (term ? [part] : []));
    expect(terms('它在此标签页中运行。')).not.toContain('标签');
    expect(terms('标签页里的标签')).toEqual(['标签']);
  });

  it.each([
    [
      'is told once, with its plural',
      'Tokens make a step; a token is small.',
      [
        ['Tokens', 'token'],
        ['step', 'step'],
      ],
    ],
    ['is a whole word', 'The policymaker stepped aside.', []],
    [
      'of two is the longer one',
      'Beam search keeps a beam.',
      [
        ['Beam search', 'beam-search'],
        ['beam', 'beam'],
      ],
    ],
    [
      'that is a sign keeps its case',
      'K is 20, and k is not; ovm is not OVM.',
      [
        ['K', 'samples'],
        ['OVM', 'ovm'],
      ],
    ],
  ])('%s', (_, text, expected) => {
    expect(of(text).map(({ text: word, term }) => [word, term])).toEqual(expected);
  });

  it('that nobody has explained stays a word', () => expect(explain('head:mine', words)).toBe(null));
});
