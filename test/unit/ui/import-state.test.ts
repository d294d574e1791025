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
  it('is shown at once where it holds one problem, and else waits for a choice', async () => {
    const trace = await beamTrace();
    const to = listener();
    let count = 1;
    const port: ImportPort = { list: async () => listing(count), read: async () => ({ ok: true, trace }) };
    const state = new ImportState(port, to);
    await state.open(FILE);
    expect([to.show.mock.calls.length, state.listing]).toEqual([1, null]);
    count = 3;
    await state.open(FILE);
    expect([to.show.mock.calls.length, state.listing?.entries.length, state.shown]).toEqual([1, 3, null]);
    await state.choose(1);
    expect([to.show.mock.calls.length, state.shown]).toEqual([2, 1]);
    expect(to.refuse).not.toHaveBeenCalled();
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
