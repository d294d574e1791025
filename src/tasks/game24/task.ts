/** The Game of 24 as a task like any other. */
import { createRng } from '../../core/rng';
import { STANDARD_PARAMETERS } from '../../core/search-parameters';
import type { Task, TaskProblem } from '../task';
import { STEP_END } from '../written';
import { answerOf, firstError, judge } from './checker';
import { gallery } from './gallery';
import { explainAnswer } from './explain';
import { puzzleData, puzzleMessage } from './messages';
import { oracleValue } from './oracle';
import { originOf } from './origin';
import {
  formatPuzzle,
  gameOf,
  generatePuzzle,
  MAX_TEXT,
  parsePuzzle,
  puzzleState,
  TARGET,
  type Puzzle,
} from './problem';
import { enumerateSolutions } from './solver';
import { sampledPuzzles, splitPuzzles } from './splits';
import { words } from './words.en';

function problemOf(puzzle: Puzzle, solvable: boolean): TaskProblem {
  const text = formatPuzzle(puzzle);
  const game = gameOf(puzzle);
  return {
    text,
    prompt: `${text}\n`,
    warning: solvable ? null : { code: 'unsolvable', data: {}, message: words.warnings.unsolvable },
    hasAnswer: true,
    level: null,
    answerOf: (solution) => answerOf(solution, TARGET),
    judge: (solution) => judge(game, solution),
    firstError: (solution) => firstError(game, solution),
    oracle: oracleValue(game),
    isExact: true,
    rightAnswer: () => (solvable ? (enumerateSolutions(puzzleState(puzzle), TARGET)[0]?.expression ?? null) : null),
    explain: (answer) => explainAnswer(puzzle, answer),
  };
}

export const game24: Task = {
  id: 'game24',
  words,
  languages: ['es', 'zh'],
  /**
   * The setting in which OVM reports its Game of 24 with a small budget, K = 20 and b = 4, and OVM's temperature. On
   * the settings puzzles (ten seeds, K = 20 and 100) 0.7 and 1 are equally good, 93.3% on average; 0.5 and 1.2 are
   * worse.
   */
  defaults: STANDARD_PARAMETERS,
  hubPrompt:
    'Make 24 from four numbers with + - * / and parentheses, using each number once. Write one calculation on each line and the numbers that are left, as in: 13 - 9 = 4 (left: 4 4 10). Write the last line as: The answer is, and behind it the whole calculation and = 24',
  hubExamples: [
    {
      question: '2 8 9 12',
      solution:
        '9 - 8 = 1 (left: 1 2 12)\n12 * 2 = 24 (left: 1 24)\n24 * 1 = 24 (left: 24)\nThe answer is (12 * 2) * (9 - 8) = 24',
    },
    {
      question: '1 1 4 6',
      solution:
        '1 * 1 = 1 (left: 1 4 6)\n1 * 4 = 4 (left: 4 6)\n4 * 6 = 24 (left: 24)\nThe answer is ((1 * 1) * 4) * 6 = 24',
    },
  ],
  stepEnd: STEP_END,
  isTrained: true,
  suitsChat: false,
  isText: false,
  // A puzzle of the published test slice, which no training has seen.
  defaultProblem: '4 5 6 10',
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
  trainingProblems: (count, seed) => {
    const rng = createRng(24, 7006, seed);
    const shuffled = sampledPuzzles().map((puzzle) => ({ puzzle, key: rng.uniform() }));
    shuffled.sort((a, b) => a.key - b.key);
    return shuffled.slice(0, count).map(({ puzzle }) => formatPuzzle(puzzle));
  },
  originOf,
};
