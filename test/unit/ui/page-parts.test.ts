import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { parsePuzzle } from '../../../src/tasks/game24/problem';
import { fetchFile, placeOf } from '../../../src/ui/files/fetch-trace';
import { problemOf, TASKS } from '../../../src/tasks/registry';
import { fill, messagesFor, parts } from '../../../src/words';
import { STRATEGY_OPTIONS } from '../../../src/protocol/parameters';
import { OFFERED_STRATEGIES } from '../../../src/url/fields';

async function listening(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

const origin = (text: string) => {
  const read = TASKS.game24.parse(text);
  if (!read.ok) throw new Error(text);
  return TASKS.game24.originOf(read.problem);
};

const { gallery } = TASKS.game24;

describe('the gallery', () => {
  it('offers solvable puzzles, each once, with the default among them', () => {
    const texts = gallery.map(({ text }) => text);
    expect(new Set(texts).size).toBe(texts.length);
    expect(texts).toContain(TASKS.game24.defaultProblem);
    for (const text of texts) expect(parsePuzzle(text)).toMatchObject({ ok: true, solvable: true });
  });

  it('labels each as the models know it', () => {
    for (const puzzle of gallery) expect(origin(puzzle.text)).toBe(puzzle.origin);
    expect(new Set(gallery.filter((p) => p.origin === 'training').map(({ level }) => level)).size).toBe(3);
  });

  it('knows the gallery’s stories as held out, and of others says nothing', () => {
    const { gallery: stories, parse } = TASKS['word-problems'];
    const known = (text: string) => {
      const read = parse(text);
      if (!read.ok) throw new Error(read.message);
      return TASKS['word-problems'].originOf(read.problem);
    };
    expect(stories.map(({ text }) => known(text))).toEqual(stories.map(() => 'held-out'));
    expect(stories.map(({ text }) => text)).toContain(TASKS['word-problems'].defaultProblem);
    expect(known('Anna has 5 marbles. Ben has 3 more marbles than Anna. How many marbles does Ben have?')).toBeNull();
  });

  it.each([
    ['1 1 4 6', 'training'],
    ['10 6 5 4', 'held-out'],
    ['2 3 5 12', 'unused'],
    ['1 1 1 24', 'training'],
    ['1 1 1 1', null],
  ])('%s: %s', (text, expected) => expect(origin(text)).toBe(expected));
});

describe('why an answer does not check', () => {
  it.each([
    ['(5 * 4) + (10 - 6)', '24', 'other-worth'],
    ['4 + 5 + 6 + 10', '25', 'other-worth'],
    ['(10 - 4) * (10 - 5)', '30', 'other-numbers'],
    ['10 / 4 + 5 / 6', '10/3', 'other-worth'],
    ['((6 + 6)) + 4) + 11', null, 'unreadable'],
    ['4 / (5 - 5) + 6 + 10', null, 'unreadable'],
  ])('%s', (answer, worth, reason) =>
    expect(problemOf('game24', '4 5 6 10')?.explain?.(answer)).toEqual({ worth, reason }),
  );
});

describe('sentences', () => {
  it('fill their slots and keep unknown ones to be seen', () => {
    expect(fill('{a} of {b}', { a: 1 }, 'en')).toBe('1 of {b}');
    expect(parts('Use {strategy}: go.', {}, 'en')).toEqual([{ text: 'Use ' }, { slot: 'strategy' }, { text: ': go.' }]);
  });

  it('have a control for every slot of the settings', () => {
    const { settings } = messagesFor('en');
    for (const strategy of OFFERED_STRATEGIES) {
      const options = STRATEGY_OPTIONS[strategy];
      const known = [...Object.keys(settings.labels), ...options.map(({ name }) => name)];
      for (const option of options) {
        expect(Object.keys(settings.options)).toContain(option.name);
        if (option.kind === 'choice')
          expect(Object.keys(settings.choices)).toEqual(expect.arrayContaining([...option.choices]));
      }
      for (const part of parts(`${settings.sentence[strategy]} ${settings.backendSentence}`, {}, 'en')) {
        if ('slot' in part) expect(known).toContain(part.slot);
      }
    }
  });
});

describe('where a trace lies', () => {
  const page = 'https://site.example/inkling/?trace=x';
  it.each([
    ['examples/a.json', 'https://site.example/inkling/examples/a.json', false],
    ['https://site.example/b.json', 'https://site.example/b.json', false],
    ['https://other.example/c.json', 'https://other.example/c.json', true],
    ['//other.example/c.json', 'https://other.example/c.json', true],
  ])('%s', (address, href, isForeign) => {
    const place = placeOf(address, page);
    expect([place?.url.href, place?.isForeign]).toEqual([href, isForeign]);
  });
  it('is not followed elsewhere without a yes', async () => {
    let visits = 0;
    const elsewhere = createServer((_, response) => void response.end(`visit ${++visits}`));
    const other = await listening(elsewhere);
    const own = createServer((_, response) => void response.writeHead(302, { location: other }).end());
    const url = new URL(await listening(own));
    expect([await fetchFile(url), visits]).toEqual(['moved', 0]);
    const followed = await fetchFile(url, true);
    expect([await (followed as Blob).text(), visits]).toEqual(['visit 1', 1]);
    for (const server of [own, elsewhere]) server.close().closeAllConnections();
  });
  it.each(['javascript:alert(1)', 'data:text/plain,x', 'file:///etc/passwd', 'http://['])(
    '%s is refused',
    (address) => {
      expect(placeOf(address, page)).toBeNull();
    },
  );
});
