import { describe, expect, it } from 'vitest';
import { endlessSelections, type BatchSize, type Lesson, type Row } from '../../../src/workshop/batches';

const features = { tokens: 1, seen: new Float32Array(1), told: new Float32Array(0) };
const rowOf = (): Row => ({ features, weight: 1, labels: new Map() });
/** Problems with so many solutions each. */
const lessonsOf = (...solutions: number[]): Lesson[] =>
  solutions.map((count) => ({ prompt: features, rows: Array.from({ length: count }, rowOf) }));
const size: BatchSize = { prompts: 4, promptTokens: 8, solutions: 6, solutionTokens: 8 };

function take(lessons: readonly Lesson[], together: number | undefined, batches: number) {
  const endless = endlessSelections(lessons, size, 1, together);
  return Array.from({ length: batches }, () => endless.next().value);
}
const seen = (batches: ReturnType<typeof take>): Row[] => batches.flatMap((batch) => batch.flatMap(({ rows }) => rows));

describe('batches', () => {
  it('hold no more of a problem than may stand together, and none goes twice before all went once', () => {
    const lessons = lessonsOf(5, 5, 5, 5, 1);
    const all = lessons.flatMap(({ rows }) => rows);
    for (const together of [1, 2]) {
      const batches: ReturnType<typeof take> = [];
      const endless = endlessSelections(lessons, size, 1, together);
      while (seen(batches).length < all.length) batches.push(endless.next().value);
      for (const batch of batches) {
        for (const { rows } of batch) expect(rows.length).toBeLessThanOrEqual(together);
        const owners = batch.map(({ rows }) => lessons.findIndex((lesson) => lesson.rows.includes(rows[0]!)));
        expect(new Set(owners).size).toBe(owners.length);
      }
      expect(new Set(seen(batches))).toEqual(new Set(all));
      expect(seen(batches)).toHaveLength(all.length);
    }
  });

  it('are what they were where all may stand together', () => {
    const lessons = lessonsOf(3, 2, 4, 1);
    expect(take(lessons, 64, 6)).toEqual(take(lessons, undefined, 6));
  });
});
