import { readdirSync, readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { lessonJsonSchema, MAX_LESSON, readLesson, spokenOf, TAUGHT_RULES } from '../../../src/lessons/schema';
import type { Chapter, Spoken } from '../../../src/lessons/schema';
import { HEAD_MARK, WORKSHOP_RULES } from '../../../src/protocol/train';
import { puzzleState, parsePuzzle } from '../../../src/tasks/game24/problem';
import { rational } from '../../../src/tasks/game24/rational';
import { parseStory } from '../../../src/tasks/word-problems/parser';
import { neededSteps } from '../../../src/tasks/word-problems/solver';
import { LESSONS, lessonPlace, OFFERED_LANGUAGES } from '../../../src/url/fields';
import { parseFields } from '../../../src/url/parse';
import { fetchMessages, fill, messagesFor } from '../../../src/words';
import { CLAIMS } from '../../fixtures/lesson-claims';
import { canReach24 } from '../tasks/game24/at-24';

await Promise.all(OFFERED_LANGUAGES.map(fetchMessages));

const read = (file: string): string => readFileSync(`public/lessons/${file}`, 'utf8');
const files = readdirSync('public/lessons');
const published = JSON.parse(readFileSync('public/schema/lesson-1.json', 'utf8')) as object;

describe.each(files)('the lesson %s', (file) => {
  const lesson = readLesson(read(file))!;

  it('is as the published schema says', () => {
    const validate = new Ajv().compile(published);
    expect(validate(JSON.parse(read(file))), JSON.stringify(validate.errors)).toBe(true);
  });

  it('sets the page to what it understands', () => {
    for (const { state } of lesson.chapters) {
      const fields = Object.entries(state).map(([name, value]) => [name, `${value}`] as const);
      expect(parseFields(fields).problems).toEqual([]);
    }
  });
});

it('a chapter can have every rule of the workshop trained', () => expect(TAUGHT_RULES).toEqual(WORKSHOP_RULES));

it('the tour has eight chapters, as its title says', () => {
  expect(readLesson(read('tour.en.json'))!.chapters).toHaveLength(8);
});

it('the lessons that are offered are those that come with the site', () => {
  const names = files.map((file) => file.split('.')[0]);
  expect(new Set(names)).toEqual(new Set(LESSONS));
});

it.each(LESSONS)('every language tells the same in %s: the same states, the same right answers', (name) => {
  const tours = OFFERED_LANGUAGES.map((lang) => readLesson(read(`${name}.${lang}.json`))!);
  const bones = tours.map(({ chapters }) =>
    chapters.map(({ state, do: task, speaks, needs, question }) => ({
      ...{ state, task, speaks, needs },
      answer: question.answer,
      of: question.choices.length,
    })),
  );
  for (const other of bones) expect(other).toEqual(bones[0]);
});

/** All that a chapter says, before and after the question. */
const textOf = ({ paragraphs, try: task, question }: Chapter): string =>
  [...paragraphs, task, question.text, ...question.choices, question.right, question.wrong].join('\n');

describe.each(LESSONS)('what is claimed of %s', (name) => {
  it.each(OFFERED_LANGUAGES)('is of every chapter, and said in %s', (lang) => {
    const { chapters } = readLesson(read(`${name}.${lang}.json`))!;
    const known = Object.keys(CLAIMS).filter((key) => key.startsWith(`${name}:`));
    expect(known).toEqual(chapters.map((_, i) => `${name}:${i + 1}`));
    const missing = chapters.flatMap((chapter, i) =>
      CLAIMS[`${name}:${i + 1}`]!.says.map((said) => (typeof said === 'string' ? said : said[lang])).filter(
        (said) => !`${textOf(chapter)}\n${JSON.stringify(chapter.state)}`.includes(said),
      ),
    );
    expect(missing).toEqual([]);
  });

  it.each(OFFERED_LANGUAGES)('what is quoted in %s stands on the page under that name', (lang) => {
    const sentences = (value: unknown): string[] =>
      typeof value === 'string' ? [value] : Object.values(value as object).flatMap(sentences);
    const page = new Set(sentences(messagesFor(lang)).map((text) => fill(text, { count: 256 }, lang)));
    // A sentence of a story is English in every language, and so is what the name of a reader's verifier begins with.
    const own = new Set(['Anna juggles 3 cats.', HEAD_MARK]);
    const { chapters } = readLesson(read(`${name}.${lang}.json`))!;
    const quoted = chapters
      .flatMap(({ paragraphs, try: task }) => [...paragraphs, task])
      .flatMap((text) => [...text.matchAll(/“([^”]+)”|«([^»]+)»/g)].map(([, one, other]) => one ?? other!));
    expect(quoted.length).toBeGreaterThan(1);
    expect(quoted.filter((text) => !page.has(text) && !own.has(text))).toEqual([]);
  });

  it('every chapter has something to press that is done and pointed at', () => {
    const { chapters } = readLesson(read(`${name}.en.json`))!;
    expect(chapters.filter(({ do: task }) => !task?.point)).toEqual([]);
  });
});

it.each([
  ['what it sets', {}, { strategy: 'greedy', 'p.topK': 3, task: 'game24', view: 'compare' }, ['problem', 'strategy']],
  ['what it names', { speaks: ['seed'] }, { strategy: 'greedy' }, ['seed']],
  ['nothing', { speaks: [] }, { problem: '1 2 3 4' }, []],
] as const)('a chapter speaks of %s', (_, { speaks }: { speaks?: readonly Spoken[] }, state, expected) => {
  expect(spokenOf({ state, ...(speaks ? { speaks: [...speaks] } : {}) })).toEqual(expected);
});

it('what the tour says of 4 5 6 and of 1 1 1 1 is true', () => {
  expect(canReach24([4, 5, 6].map((n) => rational(n)))).toBe(false);
  const puzzle = parsePuzzle('1 1 1 1');
  expect(puzzle.ok && canReach24(puzzleState(puzzle.puzzle))).toBe(false);
});

it('what the lesson says of its stories is true', () => {
  const { chapters } = readLesson(read('stories.en.json'))!;
  const solved = (at: number) => {
    const story = parseStory(String(chapters[at]!.state['problem']));
    if (!story.ok) throw new Error(story.problem.code);
    return story.solved;
  };
  const words = ['No', 'One', 'Two', 'Three', 'Four'];
  const { question } = chapters[0]!;
  expect(question.choices[question.answer]).toBe(words[neededSteps(solved(0)).length]);
  // Whose quantities the answer of the second story rests on, and whose it does not.
  const used = new Set(neededSteps(solved(1)).flatMap(({ label, needs }) => [label, ...needs]));
  const { choices, answer } = chapters[1]!.question;
  const needed = choices.map((whose) => [...used].some((label) => label.startsWith(whose.replace('’', "'"))));
  expect(needed).toEqual(choices.map((_, i) => i !== answer));
  // The sentence that a reader is told to try is refused.
  const [, own] = /“(Anna juggles 3 cats\.)”/.exec(chapters[3]!.try)!;
  const refused = parseStory(String(chapters[3]!.state['problem']).replace('How many', `${own} How many`));
  expect(!refused.ok && refused.problem).toEqual({ code: 'unknown-sentence', sentence: own });
});

it('what the tour says of the test puzzles is what was measured', () => {
  const { cells } = JSON.parse(readFileSync('training/results/game24-evaluation.json', 'utf8')) as {
    cells: { strategy: string; verifier: string; samples: number; accuracy: number; low: number; high: number }[];
  };
  const said = (strategy: string, samples: number): string => {
    const cell = cells.find((c) => c.strategy === strategy && c.verifier === 'tvm' && c.samples === samples)!;
    return (100 * cell.accuracy).toFixed(1);
  };
  const { chapters } = readLesson(read('tour.en.json'))!;
  expect(chapters[3]!.question.right).toContain(`${said('beam', 20)}% and ${said('best-of-n', 20)}% at K = 20`);
  expect(chapters[5]!.question.text).toContain(`${said('beam', 20)}%`);
  expect(chapters[5]!.question.choices[0]).toBe(`${said('beam', 100)}%`);
  const intervals = ['beam', 'best-of-n'].map((strategy) => {
    const { low, high } = cells.find((c) => c.strategy === strategy && c.verifier === 'tvm' && c.samples === 20)!;
    return `${(100 * low).toFixed(1)} to ${(100 * high).toFixed(1)}`;
  });
  for (const interval of intervals) expect(chapters[3]!.question.wrong).toContain(interval);
});

it('what is said of choosing among ever more solutions is what was measured', () => {
  const { n, problems, lines } = JSON.parse(readFileSync('src/measure/results/hacking-game24.json', 'utf8')) as {
    n: number[];
    problems: number;
    lines: { verifier: string; group: number | null; right: { mean: number }[] }[];
  };
  const said = (verifier: string, samples: number): string => {
    const { right } = lines.find((line) => line.verifier === verifier && line.group === null)!;
    return `${(100 * right[n.indexOf(samples)]!.mean).toFixed(1)}%`;
  };
  const { chapters } = readLesson(read('harder.en.json'))!;
  const [, measured] = chapters[2]!.paragraphs;
  const few = `On ${problems} puzzles, with 32 solutions to choose from, PRM-valid chooses a right one for ${said('prm-valid', 32)} and OVM for ${said('ovm', 32)}`;
  expect(measured).toContain(`${few}; with 1,600 it is ${said('prm-valid', 1600)} and ${said('ovm', 1600)}.`);
  expect(said('tvm', 1600)).toBe(said('ovm', 1600));
});

it('what is said of searching token by token is what was measured', () => {
  const { cells } = JSON.parse(readFileSync('src/search/results/budgets-game24.json', 'utf8')) as {
    cells: { strategy: string; policyTokens: number; accuracy: number }[];
  };
  const said = (strategy: string, tokens: number): string => {
    const cell = cells.find((one) => one.strategy === strategy && Math.abs(one.policyTokens / tokens - 1) < 0.05)!;
    return `${(100 * cell.accuracy).toFixed(1)}%`;
  };
  const [, measured] = readLesson(read('tokens.en.json'))!.chapters[1]!.paragraphs;
  const few = `solves ${said('token-guided', 225)} and beam search ${said('beam', 225)}`;
  expect(measured).toContain(few);
  expect(measured).toContain(`${said('token-guided', 905)} and ${said('beam', 905)}`);
});

it('what is said of writing nothing twice is what was measured', () => {
  interface Cell {
    readonly [name: string]: string | number;
  }
  const results = (name: string): unknown => JSON.parse(readFileSync(`training/results/game24-${name}.json`, 'utf8'));
  const { cells } = results('distinct') as { cells: readonly Cell[] };
  const { rows } = results('distinct-epsilon') as { rows: readonly { epsilon: number; cells: readonly Cell[] }[] };
  const told = (among: readonly Cell[], wanted: Cell) => {
    const cell = among.find((one) => Object.entries(wanted).every(([name, value]) => one[name] === value))!;
    return {
      solved: `${(100 * Number(cell['accuracy'])).toFixed(1)}%`,
      tokens: Number(cell['policyTokens']).toFixed(0),
    };
  };
  const small = { verifier: 'tvm', samples: 20 };
  const [once, beam] = ['distinct-beam', 'beam'].map((strategy) => told(cells, { ...small, strategy }));
  const unlikely = rows.find(({ epsilon }) => epsilon === 0)!.cells;
  const { chapters } = readLesson(read('repeats.en.json'))!;
  expect(chapters[1]!.paragraphs[1]).toBe(
    `On the 100 test puzzles it solves ${once!.solved} with ${once!.tokens} tokens of the policy, where beam search solves ${beam!.solved} with ${beam!.tokens}.`,
  );
  expect(chapters[2]!.paragraphs[1]).toContain(`solves ${told(unlikely, small).solved} of the 100 test puzzles`);
  expect(told(unlikely, { ...small, verifier: 'oracle' }).solved).toBe('100.0%');
  const ten = told(cells, { ...small, strategy: 'distinct-beam', samples: 10 });
  expect(readLesson(read('tokens.en.json'))!.chapters[1]!.paragraphs[2]).toContain(
    `${ten.solved} with some ${ten.tokens} tokens`,
  );
});

it('the published schema is the one that lessons are read with', () => expect(published).toEqual(lessonJsonSchema()));

describe('a file that is no lesson', () => {
  const good = JSON.parse(read('tour.en.json')) as Record<string, unknown> & { chapters: { question: object }[] };
  const bad: [string, string][] = [
    ['no JSON', '{'],
    ['another format', JSON.stringify({ ...good, format: 'x' })],
    ['an unknown field', JSON.stringify({ ...good, extra: 1 })],
    [
      'an answer that is no choice',
      JSON.stringify({
        ...good,
        chapters: [{ ...good.chapters[0], question: { ...good.chapters[0]!.question, answer: 3 } }],
      }),
    ],
    ['a state that hides', JSON.stringify({ ...good, chapters: [{ ...good.chapters[0], state: { hide: 'tree' } }] })],
    [
      'a view that there is not',
      JSON.stringify({ ...good, chapters: [{ ...good.chapters[0], state: { view: 'map' } }] }),
    ],
    [
      'a training that nobody can wait for',
      JSON.stringify({ ...good, chapters: [{ ...good.chapters[0], do: { train: { problems: 1_000_000 } } }] }),
    ],
    [
      'a training by a rule that there is not',
      JSON.stringify({ ...good, chapters: [{ ...good.chapters[0], do: { train: { rules: ['magic'] } } }] }),
    ],
    ['too long', ' '.repeat(MAX_LESSON) + JSON.stringify(good)],
  ];
  it.each(bad)('is refused: %s', (_, text) => expect(readLesson(text)).toBeNull());
});

it.each([
  ['3', { name: 'tour', chapter: 3 }],
  ['tour', { name: 'tour', chapter: 1 }],
  ['my-class:12', { name: 'my-class', chapter: 12 }],
  ['../secret', null],
  ['https://x', null],
  ['', null],
])('the place %s', (text, place) => expect(lessonPlace(text)).toEqual(place));
