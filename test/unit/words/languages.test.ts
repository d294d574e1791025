import { describe, expect, it } from 'vitest';
import { listTrees, readTree } from '../../../src/import/listing';
import { faultSentence, fetchMessages, fill, messagesFor, refusalSentence } from '../../../src/words';
import { TASKS } from '../../../src/tasks/registry';
import { OFFERED_LANGUAGES } from '../../../src/url/fields';

await Promise.all(OFFERED_LANGUAGES.map(fetchMessages));

/** Every sentence by its path, such as `problem.ask.game24`. */
function sentences(value: unknown, path = ''): [path: string, sentence: string][] {
  if (typeof value === 'string') return [[path, value]];
  return Object.entries(value as object).flatMap(([key, inner]) => sentences(inner, path ? `${path}.${key}` : key));
}
/** What it is filled with. */
const slots = (sentence: string): string[] => [...new Set(sentence.match(/\{\w+\}/g) ?? [])].sort();
/** What its words go with, by name. */
const counted = (sentence: string): string[] => [...sentence.matchAll(/\{(\w+)\|/g)].map(([, name]) => name!);
const english = new Map(sentences(messagesFor('en')));
/** A language may name the back end where English gives the engine's own reason. */
const FREE = new Set(['outcome.backend', 'hub.runsOn']);

describe.each(OFFERED_LANGUAGES.filter((lang) => lang !== 'en'))('the language %s', (lang) => {
  const own = new Map(sentences(messagesFor(lang)));

  it('has the same sentences as English, none of them empty', () => {
    expect([...own.keys()].sort()).toEqual([...english.keys()].sort());
    expect([...own].filter(([, sentence]) => sentence.trim() === '')).toEqual([]);
  });

  it('has the same slots in each', () => {
    const differing = [...own].filter(
      ([path, sentence]) => !FREE.has(path) && slots(sentence).join() !== slots(english.get(path)!).join(),
    );
    expect(differing).toEqual([]);
  });

  it('counts nothing that English does not name', () => {
    const unknown = [...own].filter(([path, sentence]) =>
      counted(sentence).some((name) => !english.get(path)!.includes(`{${name}`)),
    );
    expect(unknown).toEqual([]);
  });

  it('names the unit of what has been loaded, and of what is kept', () => {
    const sizes = [...own].filter(([path, sentence]) => /\{loaded\}/.test(sentence) || path === 'train.kept.one');
    expect(sizes.length).toBeGreaterThan(3);
    expect(sizes.filter(([, sentence]) => !/\} ?MB/.test(sentence))).toEqual([]);
  });

  it('says otherwise what English says in a sentence', () => {
    const same = [...own].filter(([path, sentence]) => sentence === english.get(path) && /\w+ \w+ \w+/.test(sentence));
    expect(same).toEqual([]);
  });

  it.each([
    ['game24', '4 5 6'],
    ['game24', '4 5 6 7 8'],
    ['game24', '4 5 six 7'],
    ['game24', '4 5 6 700'],
    ['word-problems', 'Anna has 5 marbles. How many dogs does Anna have?'],
    ['word-problems', 'The moon sings 3 songs twice. How many marbles does Anna have?'],
    ['word-problems', 'Anna has 5 marbles.'],
    ['word-problems', 'Anna has 99999 marbles. How many marbles does Anna have?'],
  ] as const)('says what is wrong with a problem of %s: %s', (task, text) => {
    const read = TASKS[task].parse(text);
    if (read.ok) throw new Error('it was read');
    const sentence = faultSentence(task, read, messagesFor(lang));
    expect(sentence).not.toMatch(/\{\w+\}/);
    expect(sentence).not.toBe(read.message);
    // In English it is the sentence of the command line.
    expect(faultSentence(task, read, messagesFor('en'))).toBe(read.message);
  });

  const noTree = '{"logs":[{"nodes":{"0":{}},"edges":{"0":{"id":0,"source":0,"target":9}}}]}';
  it.each([
    ['what is no JSON', '{'],
    ['an empty file', ''],
    ['another kind of JSON', '{"a":1}'],
    ['a log that is no tree', noTree],
    ['a trace of another version', '{"format":"inkling-trace","version":9}'],
    ['a trace that is cut', '{"format":"inkling-trace","version":1}'],
  ])('says what is wrong with a file: %s', async (_, content) => {
    const file = new Blob([content]);
    const read = async (): Promise<void> => {
      const [entry] = (await listTrees(file)).entries;
      const tree = await readTree(file, entry!);
      if (!tree.ok) throw Object.assign(new Error(tree.message), { data: { ...tree.data, fault: tree.code } });
    };
    const error = await read().then(
      () => null,
      (thrown: Error) => thrown,
    );
    const sentence = refusalSentence(error, messagesFor(lang));
    expect(sentence).not.toMatch(/\{\w+\}|This/);
    expect(refusalSentence(error, messagesFor('en'))).toBe(error!.message);
  });
});

it('a slot that no data fills can be seen', () => {
  expect(fill('{a} {b|c|d}', {}, 'en')).toBe('{a} {b|c|d}');
});
