import { describe, expect, it } from 'vitest';
import { createRng } from '../../../../src/core/rng';
import { answerOf, firstError, judge, oracleValue } from '../../../../src/tasks/word-problems/checker';
import { generateStory } from '../../../../src/tasks/word-problems/generator';
import { parseStory } from '../../../../src/tasks/word-problems/parser';
import { perturbedPrefix } from '../../../../src/tasks/word-problems/perturbed-prefixes';
import { formatSolution, type Solved } from '../../../../src/tasks/word-problems/solver';

function solvedOf(text: string): Solved {
  const parsed = parseStory(text);
  if (!parsed.ok) throw new Error(parsed.problem.code);
  return parsed.solved;
}

const solved = solvedOf(
  'Ben has 6 marbles. Carla has twice as many marbles as Ben. Dana has 3 more marbles than Ben. ' +
    'Anna has as many marbles as Ben and Carla together. How many marbles does Anna have?',
);
const RIGHT =
  "Carla's marbles: Ben's marbles 6 * 2 = 12\nAnna's marbles: Ben's marbles 6 + Carla's marbles 12 = 18\nThe answer is 18";

describe('the step checker', () => {
  it.each([
    ['the pupil’s solution', RIGHT],
    [
      'a sum the other way round',
      RIGHT.replace("Ben's marbles 6 + Carla's marbles 12", "Carla's marbles 12 + Ben's marbles 6"),
    ],
    ['a true step that is not needed', `Dana's marbles: Ben's marbles 6 + 3 = 9\n${RIGHT}`],
    ['a line end after the answer', `${RIGHT}\n`],
  ])('accepts %s', (_, text) => {
    expect(firstError(solved, text)).toBeNull();
    expect(judge(solved, text)).toEqual({ answer: '18', correct: true, stepsLegal: true });
    expect(oracleValue(solved)(text, true)).toBe(1);
  });

  // The offset is the place of the bar.
  it.each([
    ['a wrong result', "Carla's marbles: Ben's marbles 6 * 2 = 1|3\n", 0],
    ['a number that goes on', "Carla's marbles: Ben's marbles 6 * 2 = 12|0\n", 0],
    ['a number that stops short', "Carla's marbles: Ben's marbles 6 * 2 = 1|\n", 0],
    ['a wrong operation', "Carla's marbles: Ben's marbles 6 |+ 2 = 8\n", 0],
    ['somebody who is not in the story', '|Erik', 0],
    ['a step before its time', '|Anna', 0],
    ['an answer before its time', '|The answer is 18', 0],
    [
      'a wrong second step',
      "Carla's marbles: Ben's marbles 6 * 2 = 12\nAnna's marbles: Ben's marbles 6 + |Ben's marbles 6 = 12\n",
      1,
    ],
    ['somebody else’s number', "Carla's marbles: |Dana's marbles 6 * 2 = 12\n", 0],
    ['a number that is not theirs', "Carla's marbles: Ben's marbles |3 * 2 = 6\n", 0],
    [
      'a wrong answer',
      "Carla's marbles: Ben's marbles 6 * 2 = 12\nAnna's marbles: Ben's marbles 6 + Carla's marbles 12 = 18\nThe answer is 1|2",
      2,
    ],
    ['a line after the answer', `${RIGHT}\n|More`, 3],
    ['an empty line', "Carla's marbles: Ben's marbles 6 * 2 = 12\n|\n", 1],
  ])('finds %s, exactly', (_, marked, step) => {
    const text = marked.replace('|', '');
    const offset = marked.indexOf('|');
    expect(firstError(solved, text)).toEqual({ step, offset });
    expect(firstError(solved, text.slice(0, offset))).toBeNull();
    expect(oracleValue(solved)(text, false)).toBe(0);
    expect(judge(solved, text).stepsLegal).toBe(false);
  });

  it('judges the answer apart from the steps', () => {
    expect(judge(solved, 'The answer is 18')).toEqual({ answer: '18', correct: true, stepsLegal: false });
    expect(judge(solved, 'no answer')).toEqual({ answer: null, correct: false, stepsLegal: false });
    expect(judge(solved, 'The answer is 018').correct).toBe(false);
    expect(answerOf('The answer is 4\n\n')).toBeNull();
  });

  it('calls no beginning of a right solution wrong, and every perturbed prefix wrong in its last line', () => {
    for (let i = 0; i < 400; i++) {
      const { solved: truth } = generateStory(createRng(5, i), 1 + (i % 8));
      const text = formatSolution(truth);
      for (let end = 0; end <= text.length; end += 3) expect(firstError(truth, text.slice(0, end))).toBeNull();
      const steps = 1 + (i % 3);
      const perturbed = perturbedPrefix(truth, steps, createRng(6, i));
      if (perturbed === null) continue;
      const found = firstError(truth, perturbed)!;
      expect(found.step).toBe(steps - 1);
      expect(firstError(truth, perturbed.slice(0, found.offset))).toBeNull();
      expect(firstError(truth, perturbed.slice(0, found.offset + 1))).toEqual(found);
    }
  });
});
