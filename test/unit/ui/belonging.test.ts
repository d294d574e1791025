/** What is shown belongs to what the page is set to, or is shown as one of before. */
import { readFileSync } from 'node:fs';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { readRecording } from '../../../src/trace/recording';
import type { EnginePort } from '../../../src/ui/shell/ports';
import { PageSession } from '../../../src/ui/shell/page-session.svelte';
import { parseUrl } from '../../../src/url/parse';
import { eventually } from '../../fixtures/eventually';

const port = { packOffer: vi.fn(async () => ({ tasks: ['game24'], verifiers: ['tvm'] })), isLoaded: () => true };
const files = { read: vi.fn(async (path: string) => new Uint8Array(readFileSync(`public/${path}`))) };
const open = (query = ''): PageSession =>
  new PageSession(port as unknown as EnginePort, parseUrl(query), {}, { files });
const trace = readRecording(readFileSync('public/recorded/first-search.inkling.json', 'utf8'))!;

beforeEach(() => {
  files.read.mockClear();
  vi.stubGlobal('document', { hidden: false });
});
const shown = ({ search }: PageSession): string | undefined => search.info?.problem.text;

describe('the search on the page', () => {
  it('is the recording of the default search at first, and one file is fetched', async () => {
    const session = open();
    await session.belonging.follow();
    expect([shown(session), session.search.isRecorded, session.belonging.isStale]).toEqual(['4 5 6 10', true, false]);
    expect(files.read.mock.calls).toEqual([['recorded/first-search.inkling.json']]);
    // Nothing has changed.
    await session.belonging.follow();
    expect(files.read).toHaveBeenCalledTimes(1);
  });

  it('gives way to the recording of a new problem, and is one of before where there is none', async () => {
    const session = open();
    await session.belonging.follow();
    session.change({ problem: '1 1 1 1' });
    expect(session.belonging.isStale).toBe(true);
    await session.belonging.follow();
    expect([shown(session), session.search.isRecorded, session.belonging.isStale]).toEqual(['1 1 1 1', true, false]);
    session.change({ problem: '3 3 8 9' });
    await session.belonging.follow();
    expect([shown(session), session.belonging.isStale]).toEqual(['1 1 1 1', true]);
    session.change({ problem: '1 1 1 1' });
    expect(session.belonging.isStale).toBe(false);
  });

  it('is that of the same problem where other settings have none', async () => {
    const session = open('?samples=40&beam=8');
    await session.belonging.follow();
    expect(shown(session)).toBe('4 5 6 10');
    session.changeParameter('seed', 3);
    expect(session.belonging.isStale).toBe(false);
  });

  it('is one of before while a problem cannot be read, and with another task', async () => {
    const session = open();
    await session.belonging.follow();
    session.change({ problem: '4 5 6' });
    expect(session.belonging.isStale).toBe(true);
    session.change({ problem: '4 5 6 10' });
    expect(session.belonging.isStale).toBe(false);
    session.change({ task: 'gsm8k' });
    expect(session.belonging.isStale).toBe(true);
  });

  it('that a reader opened stays until something else is asked, whatever the page was set to', async () => {
    const session = open('?problem=3+3+8+9');
    session.showTrace(trace);
    await session.belonging.follow();
    expect([shown(session), session.belonging.isStale, session.search.isRecorded]).toEqual(['4 5 6 10', false, false]);
    session.change({ problem: '2 2 2 3' });
    expect(session.belonging.isStale).toBe(true);
  });

  it('gives way to that of a chapter with other settings for the same problem', async () => {
    const session = open();
    await session.belonging.follow();
    session.lessons.enter({ samples: 100, beam: 25 });
    expect(session.belonging.isStale).toBe(true);
    await eventually(() => expect(session.search.info?.parameters.samples).toBe(100));
    expect([session.search.isRecorded, session.belonging.isStale]).toEqual([true, false]);
    // A chapter that shows another view of the same search leaves it.
    const { info } = session.search;
    session.lessons.enter({ samples: 100, beam: 25, view: 'compare' });
    expect([session.search.info, session.belonging.isStale]).toEqual([info, false]);
  });

  it('comes once for the newest settings, and never over a search that the reader began', async () => {
    const session = open();
    const [first, second] = [session.belonging.follow(), session.belonging.follow()];
    session.change({ problem: '1 1 1 1' });
    const third = session.belonging.follow();
    await Promise.all([first, second, third]);
    expect(shown(session)).toBe('1 1 1 1');
    session.change({ problem: '4 5 6 10' });
    const late = session.belonging.follow();
    const job = session.jobs.start('search', () => late);
    await late;
    expect(shown(session)).toBe('1 1 1 1');
    await job;
  });

  it('stays where a recording cannot be had', async () => {
    const session = open();
    await session.belonging.follow();
    files.read.mockRejectedValueOnce(new Error('offline'));
    session.change({ problem: '1 1 1 1' });
    await session.belonging.follow();
    expect([shown(session), session.belonging.isStale]).toEqual(['4 5 6 10', true]);
    // The next time it is asked for again.
    await session.belonging.follow();
    expect(shown(session)).toBe('1 1 1 1');
  });
});
