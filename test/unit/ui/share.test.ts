import { describe, expect, it, vi } from 'vitest';
import { AddressBar } from '../../../src/ui/shell/address';
import { bibtex, embedCode, frameAddress, isSearchOf, linkTo } from '../../../src/ui/files/share';
import { DEFAULT_STATE, PANELS } from '../../../src/url/fields';
import { parseUrl } from '../../../src/url/parse';

const PAGE = 'https://example.org/inkling/?seed=9#x';
const CHOICE = { preset: 'all', autorun: false, height: 700, theme: 'dark', lock: ['seed'] } as const;

describe('sharing', () => {
  it('gives a link that brings the settings back, seed and back end included', () => {
    const parameters = { ...DEFAULT_STATE.parameters, seed: 7 };
    const settings = { ...DEFAULT_STATE, parameters, backend: 'wasm', problem: '1 2 3 4', autorun: true } as const;
    const link = new URL(linkTo(settings, PAGE));
    expect(link.origin + link.pathname).toBe('https://example.org/inkling/');
    expect(parseUrl(link.search)).toEqual({ state: { ...settings, autorun: false }, problems: [] });
  });

  it('gives a link that runs the search again where one of these settings is on the page', () => {
    const settings = { ...DEFAULT_STATE, problem: ' 5 4  6 10 ' };
    const { task, strategy, verifier, parameters } = settings;
    const run = { task, strategy, verifier, parameters, problem: '4 5 6 10' };
    expect(isSearchOf(run, settings, '4 5 6 10')).toBe(true);
    expect(isSearchOf({ ...run, parameters: { ...parameters, seed: 9 } }, settings, '4 5 6 10')).toBe(false);
    expect(isSearchOf({ ...run, verifier: 'ovm' }, settings, '4 5 6 10')).toBe(false);
    expect(isSearchOf({ ...run, strategy: 'made elsewhere' }, settings, '4 5 6 10')).toBe(false);
    expect(isSearchOf(run, settings, '1 2 3 4')).toBe(false);
    expect(parseUrl(new URL(linkTo(settings, PAGE, true)).search).state.autorun).toBe(true);
  });

  it('gives the code of an embed, which no problem can break out of', () => {
    const settings = { ...DEFAULT_STATE, problem: '</script><script>alert(1)</script>' };
    const code = embedCode(settings, CHOICE, PAGE);
    expect(code.match(/<\/script>/g)).toHaveLength(2);
    const options: unknown = JSON.parse(/inkling'\), (\{.*\})\);/s.exec(code)![1]!);
    expect(options).toEqual({
      src: 'https://example.org/inkling/',
      height: 700,
      fields: { problem: settings.problem, theme: 'dark', lock: 'seed' },
    });
    expect(embedCode(settings, { ...CHOICE, height: null }, PAGE)).not.toContain('height');
    const { state } = parseUrl(new URL(frameAddress(settings, CHOICE, PAGE)).search);
    expect(state).toMatchObject({ embed: true, theme: 'dark', lock: ['seed'], problem: settings.problem });
  });

  it('gives the code of an embed that shows less, and that begins by itself', () => {
    const stateOf = (choice: Parameters<typeof frameAddress>[1]) =>
      parseUrl(new URL(frameAddress(DEFAULT_STATE, choice, PAGE)).search);
    const tree = stateOf({ ...CHOICE, preset: 'tree', autorun: true });
    expect(tree.problems).toEqual([]);
    expect(tree.state).toMatchObject({ autorun: true, embed: true });
    expect(PANELS.filter((panel) => !tree.state.hide.includes(panel))).toEqual(['header', 'tree', 'token', 'answers']);
    const watch = stateOf({ ...CHOICE, preset: 'watch' }).state.hide;
    expect(watch).toEqual(expect.arrayContaining(['problem', 'settings', 'outline', 'notes']));
    expect(watch).not.toContain('run');
    expect(stateOf(CHOICE).state).toMatchObject({ autorun: false, hide: [] });
  });

  it('gives an entry whose braces balance', () => {
    const entry = bibtex('https://example.org/?problem={{', '2026-11-25');
    expect(entry.split('{').length).toBe(entry.split('}').length);
    expect(entry).toContain('2026-11-25');
  });
});

describe('the address bar', () => {
  it('begins an entry for a change after a run and for a chapter, and goes on in it otherwise', () => {
    const place = { search: '', pathname: '/' };
    const to = (_: unknown, __: string, url?: string | URL | null): void => void (place.search = String(url));
    const past = { state: null, pushState: vi.fn(to), replaceState: vi.fn(to) };
    const bar = new AddressBar(past, () => place, null);
    bar.write('?seed=1', null);
    bar.write('?seed=12', null);
    expect([past.pushState.mock.calls.length, past.replaceState.mock.calls.length]).toEqual([0, 2]);
    bar.settle();
    bar.write('?seed=12', null);
    bar.write('?seed=3', null);
    bar.write('?seed=34', null);
    expect([past.pushState.mock.calls.length, past.replaceState.mock.calls.length]).toEqual([1, 3]);
    bar.write('?lesson=tour', 'tour');
    expect(past.pushState).toHaveBeenCalledTimes(2);
    past.pushState.mockImplementation(() => {
      throw new Error('SecurityError');
    });
    expect(() => bar.write('', null)).not.toThrow();
  });

  it('writes the newest of several changes, in a task of its own and before a run', () => {
    vi.useFakeTimers();
    const place = { search: '', pathname: '/' };
    const written: string[] = [];
    const to = (kind: string) => (_: unknown, __: string, url?: string | URL | null) => {
      written.push(`${kind} ${String(url)}`);
      place.search = String(url);
    };
    const bar = new AddressBar({ state: null, pushState: to('push'), replaceState: to('replace') }, () => place, null);
    bar.writeSoon('?seed=1', null);
    bar.writeSoon('?seed=12', null);
    expect(written).toEqual([]);
    vi.runAllTimers();
    expect(written).toEqual(['replace ?seed=12']);
    // What is due when a run begins belongs to the entry before it.
    bar.writeSoon('?seed=123', null);
    bar.settle();
    bar.writeSoon('?seed=4', null);
    vi.runAllTimers();
    expect(written).toEqual(['replace ?seed=12', 'replace ?seed=123', 'push ?seed=4']);
    // Gone back meanwhile: not written over what was gone to.
    bar.writeSoon('?seed=5', null);
    bar.forget();
    vi.runAllTimers();
    expect(written).toHaveLength(3);
    vi.useRealTimers();
  });
});
