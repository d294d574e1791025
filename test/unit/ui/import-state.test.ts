import { describe, expect, it, vi } from 'vitest';
import { AppError } from '../../../src/core/errors';
import type { Listing } from '../../../src/protocol/import';
import type { ImportPort } from '../../../src/ui/shell/ports';
import { ImportState } from '../../../src/ui/files/import.svelte';
import { beamTrace } from '../trace/fixtures';

const entry = (line: number): Listing['entries'][number] => ({
  format: 'ovm-steps',
  title: 'P',
  line,
  start: 0,
  end: 1,
});
const listing = (count: number): Listing => ({
  entries: Array.from({ length: count }, (_, i) => entry(i + 1)),
  skipped: [],
  skippedCount: 0,
  isCut: false,
});
const listener = () => ({ show: vi.fn(), refuse: vi.fn() });
const FILE = new Blob(['x']);

describe('a file that is opened', () => {
  it('shows its first problem at once, and lets the reader choose among several', async () => {
    const trace = await beamTrace();
    const to = listener();
    let count = 1;
    const port: ImportPort = { list: async () => listing(count), read: async () => ({ ok: true, trace }) };
    const state = new ImportState(port, to);
    await state.open(FILE);
    expect([to.show.mock.calls.length, state.listing]).toEqual([1, null]);
    count = 3;
    await state.open(FILE);
    expect([to.show.mock.calls.length, state.listing?.entries.length, state.shown]).toEqual([2, 3, 0]);
    await state.choose(1);
    expect([to.show.mock.calls.length, state.shown]).toEqual([3, 1]);
    expect([state.name, state.trace]).toEqual([null, trace]);
    expect(to.refuse).not.toHaveBeenCalled();
  });

  it('shows the first problem that can be read, and goes by its name', async () => {
    const trace = await beamTrace();
    const to = listener();
    const refused = { ok: false as const, code: 'not-a-trace' as const, data: {}, message: 'Not a trace.' };
    let reads = 0;
    const read: ImportPort['read'] = async () => (++reads < 3 ? refused : { ok: true, trace });
    const state = new ImportState({ list: async () => listing(4), read }, to);
    expect(await state.open(new File(['x'], 'beams.jsonl'))).toBe(true);
    expect([state.shown, state.name, to.refuse.mock.calls.length]).toEqual([2, 'beams.jsonl', 0]);
    reads = -10;
    expect(await state.open(FILE)).toBe(false);
    expect(to.refuse).toHaveBeenCalledWith(expect.objectContaining({ message: 'Not a trace.' }));
    expect(state.name).toBe('beams.jsonl');
  });

  it('leaves everything as it was when it cannot be read, and says why', async () => {
    const to = listener();
    const refuse = () => Promise.reject(new AppError('bad-input', 'No tree.'));
    const state = new ImportState({ list: refuse, read: refuse }, to);
    await state.open(FILE);
    expect(to.refuse).toHaveBeenCalledWith(expect.objectContaining({ message: 'No tree.' }));
    expect([to.show.mock.calls.length, state.progress]).toEqual([0, null]);
  });

  it('stays called off, whatever its worker had said before', async () => {
    const to = listener();
    let tell = (_: number): void => undefined;
    const list: ImportPort['list'] = (_, onProgress, signal) =>
      new Promise((__, reject) => {
        tell = onProgress;
        signal.addEventListener('abort', () => reject(new AppError('aborted', 'Called off.')));
      });
    const state = new ImportState({ list, read: () => Promise.reject(new Error('not reached')) }, to);
    const opening = state.open(FILE);
    tell(0.1);
    expect(state.progress).toBe(0.1);
    state.cancel();
    await opening;
    tell(0.2);
    expect([state.progress, to.refuse.mock.calls.length]).toEqual([null, 0]);
  });
});
