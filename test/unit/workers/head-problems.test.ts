/** Problems for value heads: what is learned from is never tested on. */
import { describe, expect, it } from 'vitest';
import { createRng } from '../../../src/core/rng';
import type { LevelShare, ProbeProgress } from '../../../src/protocol/head-training';
import { TASKS } from '../../../src/tasks/registry';
import { ownProblems, taskProblems } from '../../../workers/hub/head-problems';
import { probeLevels } from '../../../workers/hub/level-probe';
import { readProblem } from '../../../workers/problems';
import { EOS, FakePolicy, PROMPT } from '../../fixtures/fake-models';

/** It answers at once. */
const ANSWERS = {
  '*:': { 'The answer is ': 1 },
  '*:The answer is ': { x: 0.5, y: 0.5 },
  '*': { [EOS]: 1 },
};

const counts = { problems: 12, testProblems: 6, seed: 1, levels: [1, 2] as const, testLevels: [1, 2] as const };

describe('of a task', () => {
  it('are of the levels that were asked for, and apart', () => {
    const { training, test } = taskProblems('word-problems', counts);
    expect(test).toHaveLength(6);
    expect(new Set([...training, ...test]).size).toBe(training.length + test.length);
    for (const text of [...training, ...test]) {
      const read = TASKS['word-problems'].parse(text);
      expect(read.ok && [1, 2].includes(read.problem.level!)).toBe(true);
    }
  });

  it('that has none are a reader’s own', () => {
    expect(() => taskProblems('gsm8k', { ...counts, levels: null, testLevels: null })).toThrow(
      'gsm8k has 0 problems to learn from: give a file of your own questions.',
    );
  });
});

describe('of a reader', () => {
  const questions = Array.from({ length: 20 }, (_, i) => `How many is ${i}? #### ${i}`);

  it('are split by seed', () => {
    const split = ownProblems(questions, counts);
    expect(new Set([...split.training, ...split.test]).size).toBe(18);
    expect(ownProblems(questions, counts)).toEqual(split);
    expect(ownProblems(questions, { ...counts, seed: 2 })).not.toEqual(split);
  });

  it('have to be as many as are asked for', () => {
    expect(() => ownProblems(questions.slice(0, 17), counts)).toThrow(
      'There are 17 questions, and 12 to learn from with 6 to test on are more: ask for fewer.',
    );
  });
});

describe('a probe of levels', () => {
  const task = TASKS['word-problems'];
  /** Right in a share of the solutions, by level. */
  const probed = async (shares: readonly number[]) => {
    const rng = createRng(3);
    const told: (readonly LevelShare[])[] = [];
    const written: ProbeProgress[] = [];
    const read = (text: string) => {
      const problem = readProblem('word-problems', text);
      return {
        ...problem,
        prompt: PROMPT,
        firstError: () => null,
        judge: () => ({ answer: null, correct: rng.uniform() < (shares[problem.level! - 1] ?? 0), stepsLegal: true }),
      };
    };
    const options = { temperature: 1, seed: 1, maxSteps: 3, maxStepTokens: 8 };
    const result = await probeLevels(new FakePolicy(ANSWERS), task, read, options, (own, at) => {
      if (at) written.push(at);
      else told.push(own);
    });
    return { ...result, told, written };
  };

  it('takes the level whose share right is nearest to one half, and tries none above one that is right less often', async () => {
    const { levels, shares, told, written } = await probed([1, 0.6, 0.2, 0.5, 0.5]);
    expect(shares.map(({ level }) => level)).toEqual([1, 2, 3]);
    expect(levels).toEqual([2, 2]);
    expect(told.map((own) => own.length)).toEqual([1, 2, 3]);
    // From before the first token of a level to its last solution.
    expect(written.at(0)).toEqual({ level: 1, solutions: 0, of: 16, tokens: 0 });
    expect(written.at(-1)).toMatchObject({ level: 3, solutions: 16, of: 16 });
  });

  it('takes the nearest where a model is never or always right', async () => {
    expect((await probed([0])).levels).toEqual([1, 1]);
    expect((await probed([1, 1, 1, 1, 1, 1, 1])).levels).toEqual([1, 1]);
  });
});
