import { describe, expect, it } from 'vitest';
import {
  ALL_LEVELS,
  measuredKeys,
  measuredStory,
  PER_LEVEL,
  splitSize,
  trainingStories,
} from '../../../../src/tasks/word-problems/splits';
import { neededSteps } from '../../../../src/tasks/word-problems/solver';
import { formatStory, storyKey } from '../../../../src/tasks/word-problems/story';

describe('the splits of the word problems', () => {
  const measured = measuredKeys();

  it('hold no story twice, and none that training reads', () => {
    expect(measured.size).toBe(8 * (PER_LEVEL.test + PER_LEVEL.settings));
    const policy = [...trainingStories('policy', 8000, ALL_LEVELS, measured)].map((s) => storyKey(s.generated.story));
    const value = [...trainingStories('value', 2000, ALL_LEVELS, new Set([...measured, ...policy]))].map((s) =>
      storyKey(s.generated.story),
    );
    expect(new Set([...measured, ...policy, ...value]).size).toBe(measured.size + 10_000);
  });

  it('hold more of the levels that have a larger share', () => {
    const shared = [...trainingStories('policy', 700, [2, 4], measured, [1, 0, 6])];
    const counts = [2, 3, 4].map((level) => shared.filter((one) => one.level === level).length);
    expect(counts).toEqual([100, 0, 600]);
    expect([...trainingStories('policy', 30, [2, 4], measured, [1, 1, 1])]).toEqual([
      ...trainingStories('policy', 30, [2, 4], measured),
    ]);
  });

  it('keep a level’s stories whatever range is asked for', () => {
    const all = Array.from({ length: 80 }, (_, i) => formatStory(measuredStory('test', i, ALL_LEVELS).story));
    const some = Array.from({ length: 20 }, (_, i) => measuredStory('test', i, [4, 5]));
    for (const { story, solved } of some) {
      expect([4, 5]).toContain(neededSteps(solved).length);
      expect(all).toContain(formatStory(story));
    }
    expect(splitSize('test', [2, 6])).toBe(500);
  });
});
