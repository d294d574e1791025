/** The parts that everyday sentences are read by: verbs, plainer words, things of a kind. */
import { describe, expect, it } from 'vitest';
import { narrow } from '../../../../src/tasks/word-problems/everyday/letters';
import { isAlike, isKindWord, isPerson, nounKey } from '../../../../src/tasks/word-problems/everyday/nouns';
import { plainQuestion, plainStatement, plainWords } from '../../../../src/tasks/word-problems/everyday/plain-words';
import { asGroup } from '../../../../src/tasks/word-problems/everyday/groups';
import { plainest, plainestQuestion } from '../../../../src/tasks/word-problems/everyday/plainest';
import {
  combine,
  isOpen,
  number,
  ownerOf,
  SOME,
  UNKNOWN,
  worth,
} from '../../../../src/tasks/word-problems/everyday/quantities';
import { simpler, simplerQuestion } from '../../../../src/tasks/word-problems/everyday/simpler';
import { solve, withSome } from '../../../../src/tasks/word-problems/everyday/unknowns';
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

describe('a number that is not told', () => {
  const some = UNKNOWN;

  it.each([
    ['itself', some, 21],
    ['with more', combine(some, '+', number(8)), 13],
    ['with less', combine(combine(some, '-', number(3)), '-', number(2)), 26],
    ['many times', combine(number(3), '*', some), 7],
    ['taken away', combine(number(34), '-', some), 13],
    ['less a half of it', combine(some, '-', combine(some, '/', number(2))), 42],
    ['less a third of it', combine(some, '-', combine(some, '/', number(3))), 31.5],
  ])('is found again where it is %s', (_, of, value) => {
    expect(isOpen(of)).toBe(true);
    const solved = solve(of, number(21));
    expect(solved && worth(solved)).toBe(value);
  });

  it('is not found where it stands more than once, or divides', () => {
    expect(solve(combine(some, '+', some), number(8))).toBeNull();
    expect(solve(combine(number(8), '/', some), number(2))).toBeNull();
  });

  it('has a place in the story where it is asked for, and in no other', () => {
    expect(withSome(['Dan had some marbles.', 'He won 8.'], 'How many marbles did he have at first?')).toEqual([
      `Dan had ${SOME} marbles.`,
      'He won 8.',
    ]);
    expect(withSome(['Tom gave 8 cards to Ann.'], 'How many cards did Tom have at first?')?.[0]).toBe(
      `Tom had ${SOME} cards.`,
    );
    expect(withSome(['Sarah made 36 cakes.', 'She had 8 left.'], 'How many cakes did she sell?')).toEqual([
      'Sarah made 36 cakes.',
      `She sell ${SOME} cakes.`,
      'She had 8.',
    ]);
    expect(withSome(['Tom has 5 cards.'], 'How many cards does Tom have?')).toBeNull();
    expect(withSome(['Tom had some cards and some pens.'], 'How many did he have at first?')).toBeNull();
  });
});

describe('what is left out', () => {
  it.each([
    ['There are 6 tables in the restaurant with 4 chairs each.', 'There are 6 tables with 4 chairs each.'],
    ['Kwame earns 6 dollars for each car that he washes.', 'Kwame earns 6 dollars for each car.'],
    ['There are 12 markers in a pack.', 'There are 12 markers in a pack.'],
    ['Ann has 5 apples more than the others.', 'Ann has 5 apples more than the others.'],
  ])('%s', (said, plain) => {
    expect(simpler(said)).toBe(plain);
  });

  it('is nothing by which a question asks', () => {
    expect(simplerQuestion('How many chairs are in the hall?')).toBe('How many chairs are?');
    expect(simplerQuestion('How many more came on Monday than on Sunday?')).toBe(
      'How many more came on Monday than on Sunday?',
    );
  });
});

describe('the plainest words', () => {
  const isIdle = (clause: string): boolean => !/gave|ate/.test(clause);

  it.each([
    ['On her way Lia saw 5 cats near the bakery and later 7 dogs', ['Lia saw 5 cats', 'Lia saw 7 dogs']],
    ['We have watched 40 minutes of the film', ['We watched 40 minutes']],
  ])('%s', (said, plain) => {
    expect(plainest(said, isIdle)).toEqual(plain);
  });

  it.each([
    ['a word that a count hangs on', 'Anna has 5 apples in each of the bags'],
    ['somebody to whom it is given', 'My uncle gave my brother 10 dollars'],
    ['two numbers in one', 'Anna has 5 boxes holding 6 apples'],
    ['a clause that changes a count', 'Anna has 5 apples and ate some'],
  ])('are none for %s', (_, said) => {
    expect(plainest(said, isIdle)).toBeNull();
  });

  it('ask whose it is, and nothing that asks by more', () => {
    expect(plainestQuestion('How many cards has Tom got in his album?')).toEqual(['how many cards does Tom have']);
    expect(plainestQuestion('How many cards does each child get?')).toEqual([]);
    expect(plainestQuestion('How many cards did Tom sell?')).toEqual([]);
  });
});

it.each([
  ['Jack and his 3 friends share 52 apples.', '4 people share 52 apples.'],
  ['Jack and his 3 friends have 52 apples.', 'Jack and his 3 friends have 52 apples.'],
  [
    'Mum divides 24 berries between Paul, Lisa and Jan. How many does Lisa get?',
    'Mum divides 24 berries between 3 people. How many does each person get?',
  ],
  ['5 friends pay 40 dollars. Everyone pays the same.', '5 friends pay 40 dollars. They share it equally.'],
])('people who get as much each: %s', (said, plain) => {
  expect(asGroup(said)).toBe(plain);
});

it('a quantity is somebody’s where all of it is', () => {
  const [erin, tom] = [
    { ...number(14), who: 'erin' },
    { ...number(3), who: 'tom' },
  ];
  expect(ownerOf(combine(erin, '*', number(5)))).toBe('erin');
  expect(ownerOf(combine(erin, '+', tom))).toBeNull();
  expect(ownerOf({ ...combine(erin, '/', number(2)), who: 'tom' })).toBe('tom');
  expect(ownerOf(number(2))).toBeNull();
});
