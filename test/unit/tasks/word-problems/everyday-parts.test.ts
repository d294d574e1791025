/** The parts that everyday sentences are read by: verbs, plainer words, things of a kind. */
import { describe, expect, it } from 'vitest';
import { narrow } from '../../../../src/tasks/word-problems/everyday/letters';
import { isAlike, isKindWord, isPerson, nounKey } from '../../../../src/tasks/word-problems/everyday/nouns';
import { plainQuestion, plainStatement, plainWords } from '../../../../src/tasks/word-problems/everyday/plain-words';
import { canBeVerb, kindOfVerb, stem } from '../../../../src/tasks/word-problems/everyday/verbs';

describe('a narrowed pattern', () => {
  it('takes the letters that names are written in, and no others for them', () => {
    const pattern = narrow(/^[\p{L}'-]+ \p{L}+\.$/iu);
    expect(['Zoë has.', "O'Hara-Ñu runs.", 'Ольга ест.', '小明 有.'].map((said) => pattern.test(said))).toEqual([
      ...[true, true, true, true],
    ]);
    expect(['Zo3 has.', 'Zoë has!', '½ has.'].map((said) => pattern.test(said))).toEqual([false, false, false]);
    expect(pattern.source).not.toContain('p{L}');
  });

  it('that regards case stays as it is', () => {
    const pattern = /^\p{Lu}\p{Ll}+$/u;
    expect(narrow(pattern)).toBe(pattern);
  });
});

describe('verbs', () => {
  it.each([
    ['bakes', 'baked'],
    ['drops', 'dropped'],
    ['carries', 'carried'],
    ['sell', 'sold'],
    ['gives', 'given'],
    ['washes', 'washed'],
    ['collect', 'collecting'],
  ])('%s and %s are one', (one, other) => {
    expect(stem(one)).toBe(stem(other));
  });

  it.each([
    ['ate', 'loss'],
    ['donates', 'loss'],
    ['picked', 'gain'],
    ['takes', 'take'],
    ['needs', 'need'],
    ['owned', 'have'],
    ['juggles', 'other'],
  ])('%s: %s', (verb, kind) => {
    expect(kindOfVerb(verb)).toBe(kind);
  });

  it('are no names, and no words that stand before a number for another reason', () => {
    expect(['Anna', 'than', 'of', 'x'].map(canBeVerb)).toEqual([false, false, false, false]);
    expect(['has', 'sings'].map(canBeVerb)).toEqual([true, true]);
  });
});

describe('plainer words', () => {
  it.each([
    ['His sister Anna is twice as old as he is.', 'Anna is twice as old as he.'],
    ['Noah has twice that many.', 'Noah has twice as many.'],
    ['Emma has 3 red, 4 blue and 5 green pencils.', 'Emma has 3 red pencils, 4 blue pencils and 5 green pencils.'],
    [
      'She baked 4 trays of muffins, 12 muffins on each tray.',
      'She baked 4 trays of muffins with 12 muffins on each tray.',
    ],
  ])('%s', (said, plain) => {
    expect(plainWords(said)).toBe(plain);
  });

  it.each([
    ['At the next stop 6 more people get on', '6 more people get on'],
    ['In the afternoon he baked another 60', 'he baked another 60'],
    ['She has already saved 85 dollars', 'She saved 85 dollars'],
    ['In the parking lot there were 53 cars', 'there were 53 cars'],
    ['In the garden of my uncle are 15 apple trees', 'there are 15 apple trees'],
    ['In the morning the temperature was 6 degrees', 'the temperature was 6 degrees'],
    ['In the box of my sister lie 6 pens', 'In the box of my sister lie 6 pens'],
    ['In each box are 15 candies', 'each box has 15 candies'],
    ['It sold 18 cartons each day from Monday to Friday', 'It sold 18 cartons each day for 5 days'],
    ['It sold 18 cartons each day from May to Friday', 'It sold 18 cartons each day from May to Friday'],
    ['A bus can carry 50 people', 'A bus carry 50 people'],
  ])('%s', (said, plain) => {
    expect(plainStatement(said)).toBe(plain);
  });
});

describe('questions with the verb elsewhere', () => {
  it.each([
    ['How many eggs we have now', 'How many eggs does we have now'],
    ['How many miles does he still have to drive', 'How many miles does he still have to drive'],
    ['How many marbles have Ana and Luis together', 'How many marbles does Ana and Luis have together'],
    ['How much money has Jake got left', 'How much money does Jake have left'],
    ['How many books has she not read', 'How many books has she not read'],
    ['How many shirts left in the shop', 'How many shirts are left in the shop'],
    ['Can you tell me how many cards he has now', 'how many cards does he has now'],
  ])('%s', (said, plain) => {
    expect(plainQuestion(said)).toBe(plain);
  });
});

describe('nouns', () => {
  it('are alike where one may be the other', () => {
    expect(isAlike(nounKey('red balls'), nounKey('balls'))).toBe(true);
    expect(isAlike(nounKey('red balls'), nounKey('blue balls'))).toBe(false);
    expect(isAlike(nounKey('balls'), nounKey('bats'))).toBe(false);
  });

  it('of many kinds are told from those of one', () => {
    expect(['animal', 'wild animal', 'fruit', ''].map(isKindWord)).toEqual([true, true, true, true]);
    expect(['wheel', 'leg'].map(isKindWord)).toEqual([false, false]);
  });

  it('tell who may be "he" or "she"', () => {
    const said = ['Anna', 'The farmer', 'his little brother', 'the book', 'A truck'];
    expect(said.map((who) => isPerson(who, nounKey(who)))).toEqual([true, true, true, false, false]);
  });
});
