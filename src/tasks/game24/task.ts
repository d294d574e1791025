/** The Game of 24 as a task like any other. */
import type { Task, TaskProblem } from '../task';
import { answerOf, firstError, judge } from './checker';
import { gallery } from './gallery';
import { puzzleData, puzzleMessage, UNSOLVABLE_MESSAGE } from './messages';
import { oracleValue } from './oracle';
import { formatPuzzle, generatePuzzle, MAX_TEXT, parsePuzzle, type Puzzle } from './problem';
import { splitPuzzles } from './splits';

function problemOf(puzzle: Puzzle, solvable: boolean): TaskProblem {
  const text = formatPuzzle(puzzle);
  return {
    text,
    prompt: `${text}\n`,
    warning: solvable ? null : UNSOLVABLE_MESSAGE,
    hasAnswer: true,
    level: null,
    answerOf,
    judge: (solution) => judge(puzzle, solution),
    firstError: (solution) => firstError(puzzle, solution),
    oracle: oracleValue(puzzle),
  };
}

export const game24: Task = {
  id: 'game24',
  levels: null,
  maxText: MAX_TEXT,
  gallery,
  parse(text) {
    const parsed = parsePuzzle(text);
    if (parsed.ok) return { ok: true, problem: problemOf(parsed.puzzle, parsed.solvable) };
    const { problem } = parsed;
    return { ok: false, code: problem.code, data: puzzleData(problem), message: puzzleMessage(problem) };
  },
  generate: (rng) => formatPuzzle(generatePuzzle(rng)),
  splitSize: (split) => splitPuzzles(split).length,
  splitProblem: (split, index) => formatPuzzle(splitPuzzles(split)[index]!),
};
