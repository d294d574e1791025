import { describe, expect, it } from 'vitest';
import { checkRequest } from '../../../../src/protocol/train';
import type { WorkshopEvent } from '../../../../src/protocol/train';
import { TASKS, TRAINED_TASK_IDS } from '../../../../src/tasks/registry';
import { firstChoice, isPossible, presetChoice, presetOf, PRESETS } from '../../../../src/ui/views/train/presets';
import { thinned } from '../../../../src/ui/views/train/loss-figure';
import { advance, NO_PROGRESS, stageState, STAGES } from '../../../../src/ui/views/train/progress';

const EVENTS: readonly WorkshopEvent[] = [
  { stage: 'sample', problems: 0, of: 8, solutions: 0, correct: 0, tokens: 90 },
  { stage: 'sample', problems: 6, of: 8, solutions: 18, correct: 7, tokens: 900 },
  { stage: 'sample', problems: 8, of: 8, solutions: 24, correct: 9, tokens: 1200 },
  { stage: 'label', solutions: 24, kept: 20, flipped: 3, spoiled: 1 },
  { stage: 'features', done: 2, of: 8 },
  { stage: 'features', done: 8, of: 8 },
  { stage: 'learn', rule: 'tvm', of: 4, step: 1, loss: 0.7, heldOut: null },
  { stage: 'learn', rule: 'tvm', of: 4, step: 4, loss: 0.5, heldOut: 0.6 },
  { stage: 'learn', rule: 'ovm', of: 4, step: 2, loss: 0.65, heldOut: null },
  { stage: 'learn', rule: 'ovm', of: 4, step: 4, loss: 0.6, heldOut: 0.62 },
  { stage: 'test-sample', problems: 2, of: 4, solutions: 4, correct: 1, tokens: 50 },
  { stage: 'test-sample', problems: 4, of: 4, solutions: 8, correct: 3, tokens: 100 },
  { stage: 'test', rule: 'tvm', result: { auc: 0.8, aucWithin: null, brier: 0.2, ece: 0.1 } },
];
const after = (count: number) => EVENTS.slice(0, count).reduce(advance, NO_PROGRESS);

describe('the progress of a training', () => {
  it('keeps the last of what each stage has told, and every curve', () => {
    const all = after(EVENTS.length);
    expect(all.sample).toEqual({ problems: 8, of: 8, solutions: 24, correct: 9 });
    expect(all.label).toEqual({ solutions: 24, kept: 20, flipped: 3, spoiled: 1 });
    expect(all.read).toEqual({ done: 8, of: 8 });
    expect(all.curves.map(({ rule, points }) => [rule, points.map(({ step }) => step)])).toEqual([
      ['tvm', [1, 4]],
      ['ovm', [2, 4]],
    ]);
    expect(all.testSample).toMatchObject({ problems: 4 });
    expect(all.tests).toMatchObject([{ rule: 'tvm', result: { auc: 0.8 } }]);
  });

  it('only ever grows: no share of a stage falls, and those before the one at work are done', () => {
    const shares = EVENTS.map((_, i) => STAGES.map((stage) => stageState(after(i + 1), stage, 2, false).share));
    shares
      .slice(1)
      .forEach((now, i) => now.forEach((share, j) => expect(share).toBeGreaterThanOrEqual(shares[i]![j]!)));
    expect(stageState(NO_PROGRESS, 'sample', 2, false)).toEqual({ state: 'waiting', share: 0 });
    expect(STAGES.map((stage) => stageState(after(9), stage, 2, false))).toEqual([
      { state: 'done', share: 1 },
      { state: 'done', share: 1 },
      { state: 'running', share: 0.75 },
      { state: 'waiting', share: 0 },
    ]);
    expect(stageState(after(EVENTS.length), 'test', 2, true)).toEqual({ state: 'done', share: 1 });
  });
});

describe('a long curve', () => {
  it('is drawn with few points, the last among them', () => {
    const points = Array.from({ length: 5001 }, (_, step) => ({ step, loss: 1 / (step + 1), heldOut: null }));
    const few = thinned(points);
    expect(few.length).toBeLessThanOrEqual(401);
    expect(few.at(-1)).toBe(points.at(-1));
    expect(thinned(points.slice(0, 12))).toHaveLength(12);
  });
});

describe('the presets', () => {
  it.each(TRAINED_TASK_IDS)('of %s can all be asked, are told apart, and keep the seed', (id) => {
    const task = TASKS[id];
    for (const preset of PRESETS.filter((one) => isPossible(one, task, ['trunk', 'policy']))) {
      const choice = presetChoice(preset, task, 7);
      expect(() => checkRequest({ ...choice, start: choice.start ?? 'policy' })).not.toThrow();
      expect(choice.seed).toBe(7);
      expect(presetOf(choice, task)).toBe(preset);
      const [low, high] = choice.testLevels ?? [1, 1];
      expect(low).toBeLessThanOrEqual(high);
    }
    expect(presetOf({ ...firstChoice(task), steps: 41 }, task)).toBeNull();
  });

  it('about levels and starts are not offered where there is nothing to choose', () => {
    expect(isPossible('hard', TASKS.game24, [])).toBe(false);
    expect(isPossible('hard', TASKS['word-problems'], [])).toBe(true);
    expect(isPossible('start', TASKS.game24, ['policy'])).toBe(false);
    expect(isPossible('start', TASKS['word-problems'], ['trunk', 'policy'])).toBe(true);
  });
});
