import jsQR from 'jsqr';
import { describe, expect, it } from 'vitest';
import { classLink } from '../../../../src/ui/classroom/class-link';
import { presenterAction } from '../../../../src/ui/classroom/keys';
import { drawQr, type QrDrawing } from '../../../../src/ui/classroom/qr';
import { tokenBeside } from '../../../../src/ui/classroom/token-walk';
import { sheetRows } from '../../../../src/ui/classroom/sheet-rows';
import { problemOf } from '../../../../src/tasks/registry';
import { CONTROLS, DEFAULT_STATE, PANELS } from '../../../../src/url/fields';
import { parseUrl } from '../../../../src/url/parse';
import { buildViewTree } from '../../../../src/viz/view-tree';
import { node } from '../../viz/tree';

const PAGE = 'https://example.org/inkling/?seed=9#x';
const OPEN = { chapter: null, hide: new Set<never>(), lock: new Set<never>(), runs: false };

describe('the link for a class', () => {
  it('says what is hidden and locked, and that of the page as it stands', () => {
    const parameters = { ...DEFAULT_STATE.parameters, seed: 7 };
    const settings = { ...DEFAULT_STATE, parameters, problem: '1 2 3 4', lang: 'es', lesson: 'tour:2' } as const;
    const hide = new Set(['answers', 'notes', 'header'] as const);
    const lock = new Set(['seed', 'problem'] as const);
    const link = new URL(classLink(settings, { ...OPEN, hide, lock, runs: true }, PAGE));
    expect(link.origin + link.pathname).toBe('https://example.org/inkling/');
    const { state, problems } = parseUrl(link.search);
    expect(problems).toEqual([]);
    expect(state).toEqual({
      ...{ ...settings, autorun: true, lesson: null },
      ...{ hide: ['header', 'notes', 'answers'], lock: ['problem', 'seed'] },
    });
  });

  it('opens a chapter, which then sets the page', () => {
    const settings = { ...DEFAULT_STATE, problem: '1 2 3 4', lang: 'zh' } as const;
    const everything = { hide: new Set(PANELS), lock: new Set(CONTROLS) };
    const link = new URL(classLink(settings, { ...OPEN, ...everything, chapter: 'stories:2' }, PAGE));
    expect([...link.searchParams.keys()].sort()).toEqual(['hide', 'lang', 'lesson', 'lock']);
    const { state, problems } = parseUrl(link.search);
    expect(problems).toEqual([]);
    expect(state).toMatchObject({ lesson: 'stories:2', hide: PANELS, lock: CONTROLS });
  });

  it('of a file stays one', () => {
    expect(classLink(DEFAULT_STATE, { ...OPEN, chapter: 'tour:1' }, 'file:///home/ada/inkling.html?seed=3')).toBe(
      'file:///home/ada/inkling.html?lesson=tour%3A1',
    );
  });
});

/** What a camera makes of it: every module four pixels wide, black on white. */
function photograph({ size, path }: QrDrawing): { data: Uint8ClampedArray; width: number } {
  const side = 4;
  const width = size * side;
  const data = new Uint8ClampedArray(width * width * 4).fill(255);
  for (const [, x, y, length] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g))
    for (let row = +y! * side; row < (+y! + 1) * side; row++)
      for (let column = +x! * side; column < (+x! + +length!) * side; column++)
        data.fill(0, (row * width + column) * 4, (row * width + column) * 4 + 3);
  return { data, width };
}

describe('the QR code', () => {
  it.each([20, 150, 600, 1800])('of a link of %d characters says that link', async (length) => {
    const link = `https://example.org/inkling/?problem=${'4+5+6+10%20'.repeat(200)}`.slice(0, length);
    const drawn = await drawQr(link);
    const { data, width } = photograph(drawn!);
    expect(jsQR(data, width, width)?.data).toBe(link);
  });

  it('says other alphabets too, and is refused where no code is large enough', async () => {
    const link = 'https://例え.example/?problem=四 五 六';
    const { data, width } = photograph((await drawQr(link))!);
    expect(jsQR(data, width, width)?.data).toBe(link);
    expect(await drawQr('x'.repeat(3000))).toBeNull();
  });
});

describe('the keys in front of a class', () => {
  const press = (key: string, more: object = {}) =>
    presenterAction({ key, altKey: false, ctrlKey: false, metaKey: false, ...more });

  it('are the arrows, those of a remote control, and a few more; with Ctrl they are the browser’s', () => {
    for (const key of ['ArrowRight', 'ArrowDown', 'PageDown']) expect(press(key)).toEqual({ act: 'by', step: 1 });
    for (const key of ['ArrowLeft', 'ArrowUp', 'PageUp']) expect(press(key)).toEqual({ act: 'by', step: -1 });
    expect(['Home', 'End', ' ', 'q', 'Q', 'Escape'].map((key) => press(key)?.act)).toEqual([
      ...['first', 'last', 'play', 'question', 'question', 'leave'],
    ]);
    expect(press('t')).toEqual({ act: 'token', step: 1 });
    expect(press('T', { shiftKey: true })).toEqual({ act: 'token', step: -1 });
    for (const key of ['Tab', 'Enter', 'x', 'Shift', 'F5']) expect(press(key)).toBeNull();
    for (const modifier of ['altKey', 'ctrlKey', 'metaKey']) expect(press('q', { [modifier]: true })).toBeNull();
  });
});

describe('the rows of a worksheet', () => {
  const problem = problemOf('game24', '4 5 6 10')!;
  const STEPS = ['10 - 4 = 6 (left: 5 6 6)\n', '5 * 6 = 30 (left: 6 30)\n', '30 - 6 = 24 (left: 24)\n'] as const;

  it('are numbered by what follows what, and tell of finished solutions what is right', () => {
    const tree = buildViewTree([
      node(0, null, '4 5 6 10\n'),
      ...STEPS.map((text, i) => node(i + 1, i, text, { status: 'kept', value: 0.5 })),
      node(4, 3, 'The answer is 5 * (10 - 4) - 6 = 24\n', { status: 'finished', value: 0.9 }),
      node(5, 3, 'The answer is 5 * 6 - 6 = 24\n', { status: 'finished', value: 0.2 }),
      node(6, 0, '10 - 5 = 5 (left: 4 5 6)\n', { status: 'pruned', value: 0.1 }),
    ]);
    const { rows, left } = sheetRows(tree, new Set(), problem);
    expect(rows.map(({ number, isKept, isRight }) => [number, isKept, isRight])).toEqual([
      ['1', true, null],
      ['1.1', true, null],
      ['1.1.1', true, null],
      ['1.1.1.1', true, true],
      ['1.1.1.2', true, false],
      ['2', false, null],
    ]);
    expect(rows[0]).toMatchObject({ depth: 1, text: '10 - 4 = 6 (left: 5 6 6)', value: 0.5, isFinished: false });
    expect(left).toBe(0);
  });

  it('are as many as two pages hold, the chosen path among them, and the others are counted', () => {
    const many = Array.from({ length: 90 }, (_, i) => [
      node(2 * i + 1, 0, `${i} - 4 = 6 (left: 5 6 6)\n`, { status: 'kept', value: 1 - i / 100 }),
      node(2 * i + 2, 2 * i + 1, STEPS[1], { status: 'kept', value: 0.4 }),
    ]).flat();
    const tree = buildViewTree([node(0, null, '4 5 6 10\n'), ...many]);
    const { rows, left } = sheetRows(tree, new Set([179, 180]), problem);
    expect(rows.length).toBeLessThanOrEqual(44);
    expect(rows.map(({ text }) => text)).toContain('89 - 4 = 6 (left: 5 6 6)');
    expect(rows.length + left).toBe(180);
    const chain = Array.from({ length: 5000 }, (_, i) => node(i + 1, i, 'a\n', { status: 'kept' }));
    expect(sheetRows(buildViewTree([node(0, null, 'x\n'), ...chain]), new Set(), null)).toMatchObject({ left: 4956 });
  });
});

describe('the tokens in front of a class', () => {
  const tokens = (...texts: string[]) => ({ tokens: texts.map((text) => ({ text })) });
  const tree = buildViewTree([
    node(0, null, '4 5 6 10'),
    node(1, 0, 'ab', { ...tokens('a', 'b'), status: 'kept', value: 0.4 }),
    node(2, 0, 'c', { ...tokens('c'), status: 'pruned', value: 0.9 }),
    node(3, 1, 'd', { ...tokens('d'), status: 'kept', value: 0.2 }),
    node(4, 1, 'e', { ...tokens('e'), status: 'kept', value: 0.6 }),
  ]);
  const path = (...ids: number[]) => ids.map((id) => tree.nodes.get(id)!);
  const at = (id: number, token: number | null) => ({ node: id, token });

  it('follow the answer’s path from its first to its last, and back', () => {
    const chosen = path(0, 1, 3);
    const go = (from: ReturnType<typeof at> | null, by: 1 | -1) => tokenBeside(tree, chosen, from, by);
    expect(go(null, 1)).toEqual(at(1, 0));
    expect(go(at(1, 0), 1)).toEqual(at(1, 1));
    expect(go(at(1, 1), 1)).toEqual(at(3, 0));
    expect(go(at(3, 0), 1)).toEqual(at(3, 0));
    expect(go(at(3, 0), -1)).toEqual(at(1, 1));
    // A step as a whole speaks for its last token; the problem has none.
    expect(go(at(1, null), 1)).toEqual(at(3, 0));
    expect(go(at(0, null), 1)).toEqual(at(1, 0));
  });

  it('of a step beside the answer’s path are those of its own, and while there is none, of the best that lives', () => {
    expect(tokenBeside(tree, path(0, 1, 3), at(4, 0), -1)).toEqual(at(1, 1));
    expect(tokenBeside(tree, path(0, 1, 3), at(2, 0), 1)).toEqual(at(2, 0));
    expect(tokenBeside(tree, [], at(4, 0), 1)).toEqual(at(4, 0));
    expect(tokenBeside(tree, [], at(1, 1), 1)).toEqual(at(1, 1));
    expect(tokenBeside(tree, [], null, 1)).toEqual(at(1, 0));
    expect(tokenBeside(buildViewTree([]), [], null, 1)).toBe(null);
  });
});
