import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { formatPuzzle, isSolvable } from '../../../../src/tasks/game24/problem';
import {
  extraPuzzles,
  filePuzzles,
  LARGEST_SAMPLED,
  SPLITS,
  splitPuzzles,
  trainingParts,
} from '../../../../src/tasks/game24/splits';

const texts = (puzzles: Parameters<typeof formatPuzzle>[0][]): string[] => puzzles.map(formatPuzzle);
const unseen = new Set(texts(filePuzzles.slice(850)));

describe('the puzzle file', () => {
  it('is the published one, in its order', () => {
    expect(
      createHash('sha256')
        .update(texts([...filePuzzles]).join('\n'))
        .digest('hex'),
    ).toBe('0582618aea29faae297d041636c71a131865e9e6b5031181d31b06e765c386b9');
    expect(texts(filePuzzles.slice(0, 3))).toEqual(['1 1 4 6', '1 1 11 11', '1 1 3 8']);
  });

  it('holds 1,362 different solvable puzzles of numbers up to 13', () => {
    expect(new Set(texts([...filePuzzles])).size).toBe(1362);
    expect(filePuzzles.every((puzzle) => isSolvable(puzzle) && puzzle[0] >= 1 && puzzle[3] <= 13)).toBe(true);
  });
});

describe('the splits', () => {
  it.each([
    ['train', 850],
    ['settings', 50],
    ['test', 100],
    ['rest', 362],
  ] as const)('%s has %i puzzles', (split, count) => expect(splitPuzzles(split)).toHaveLength(count));

  it('cover the file once, and the test slice is 900-999', () => {
    expect(Object.values(SPLITS).flatMap(([from, to]) => filePuzzles.slice(from, to))).toEqual(filePuzzles);
    expect(splitPuzzles('test')).toEqual(filePuzzles.slice(900, 1000));
  });
});

describe('what training may see', () => {
  const parts = trainingParts();
  const extra = extraPuzzles();
  const all = [...texts(parts.policy), ...texts(parts.value)];

  it('holds no puzzle of index 850 or above', () => {
    expect(unseen.size).toBe(512);
    expect(all.filter((text) => unseen.has(text))).toEqual([]);
  });

  it('holds every training puzzle and every extra one exactly once', () => {
    expect(all.toSorted()).toEqual(texts([...splitPuzzles('train'), ...extra]).toSorted());
    expect(new Set(all).size).toBe(all.length);
    expect(extra.every((puzzle) => puzzle[3] > 13 && puzzle[3] <= 30 && isSolvable(puzzle))).toBe(true);
  });

  it('is the same every time, and half of what may be sampled is', () => {
    expect(trainingParts()).toEqual(parts);
    const small = parts.policy.filter((puzzle) => puzzle[3] <= LARGEST_SAMPLED);
    expect(parts.value.every((puzzle) => puzzle[3] <= LARGEST_SAMPLED)).toBe(true);
    expect(parts.value.length / (small.length + parts.value.length)).toBeCloseTo(0.5, 1);
  });
});
