/** What a tab says of the training that may end with it: all that may stand there is anybody's. */
import { describe, expect, it } from 'vitest';
import { trainingNote, type NotedTraining } from '../../../src/runtime/training-note';

const NOTED: NotedTraining = { model: 'tiny/a', layers: [2, 'last'], kept: [{ layer: 2, name: 'one' }] };

function stored(before: string | null = null) {
  let text = before;
  const storage = {
    getItem: () => text,
    setItem: (_: string, value: string) => (text = value),
    removeItem: () => (text = null),
  };
  return trainingNote(() => storage);
}

describe('the note of a training', () => {
  it('is what was written, until the training has ended', () => {
    const note = stored();
    expect(note.read()).toBeNull();
    note.write(NOTED);
    expect(note.read()).toEqual(NOTED);
    note.write({ ...NOTED, model: 'a'.repeat(400) });
    expect(note.read()?.model).toBe('a'.repeat(300));
    note.write(null);
    expect(note.read()).toBeNull();
  });

  it.each([
    ['of an earlier page', 'tiny/a'],
    ['of another kind', '[]'],
    ['without a model', JSON.stringify({ ...NOTED, model: 3 })],
    ['with odd layers', JSON.stringify({ ...NOTED, layers: ['first'] })],
    ['with odd heads', JSON.stringify({ ...NOTED, kept: [{ layer: 2 }] })],
    ['that is large', JSON.stringify({ ...NOTED, layers: Array(30_000).fill(1) })],
  ])('%s is none', (_, text) => {
    expect(stored(text).read()).toBeNull();
  });

  it('is none where storage is denied', () => {
    const note = trainingNote(() => {
      throw new DOMException('Denied.', 'SecurityError');
    });
    note.write(NOTED);
    expect(note.read()).toBeNull();
  });
});
