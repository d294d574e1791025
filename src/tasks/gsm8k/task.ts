/**
 * GSM8K: questions in everyday words, for language models that know everyday words. No pack is trained for it; it is
 * offered with a hub model.
 *
 * Only the final answer can be judged exactly, and the equations that are written. `stepsLegal` says that every
 * equation is true and the answer right; what the words claim is not checked, and so `oracle` is no oracle of the
 * steps: it is 1 until an equation is false.
 */
import { pick } from '../../core/rng';
import { STANDARD_PARAMETERS } from '../../core/search-parameters';
import type { FirstError, GalleryProblem, Task, TaskProblem, Verdict } from '../task';
import { NUMBERED_STEPS, STEP_END } from '../written';
import { answerOf } from './answer';
import { equationsOf } from './equations';
import { questionData, questionMessage } from './messages';
import { MAX_TEXT, parseQuestion, PROBLEMS, type Question } from './problem';
import { MULTIPLYING } from './signs';
import { words } from './words.en';

/** Places in the file, easiest first. */
const GALLERY = [0, 6, 7, 5, 33, 8];
const DEFAULT_PLACE = 6;

function judge({ answer: right }: Question, solution: string): Verdict {
  const answer = answerOf(solution);
  const correct = answer !== null && answer === right;
  return { answer, correct, stepsLegal: correct && firstError(solution) === null };
}

/** Whether what stands after a right side leaves open what comes next: a space, a sign, the beginning of a word. */
function mayGoOn(rest: string): boolean {
  const word = /^[\s.,]*(\p{L}+)$/u.exec(rest)?.[1];
  if (word === undefined) return !/[^\s.,+*/^%-]/.test(rest);
  return [...MULTIPLYING].some((known) => known.startsWith(word.toLowerCase()));
}

/** The first false equation. One that reaches the end of an unfinished line is left alone: its right side may go on. */
function firstError(solution: string): FirstError | null {
  let start = 0;
  const lines = solution.split('\n');
  for (const [step, line] of lines.entries()) {
    const isUnfinished = step === lines.length - 1;
    const wrong = equationsOf(line).find(({ isTrue, end }) => !isTrue && !(isUnfinished && mayGoOn(line.slice(end))));
    if (wrong) return { step, offset: start + wrong.offset };
    start += line.length + 1;
  }
  return null;
}

function problemOf(question: Question): TaskProblem {
  return {
    text: question.text,
    // The answer is no part of it.
    prompt: `${question.question}\n`,
    warning: question.answer === null ? { code: 'no-answer', data: {}, message: words.warnings['no-answer'] } : null,
    hasAnswer: question.answer !== null,
    level: question.steps,
    answerOf,
    judge: (solution) => judge(question, solution),
    firstError,
    isExact: false,
    rightAnswer: () => question.answer,
    oracle: (solution, isComplete) =>
      (isComplete ? judge(question, solution).correct : firstError(solution) === null) ? 1 : 0,
  };
}

export const gsm8k: Task = {
  id: 'gsm8k',
  words,
  languages: ['es', 'zh'],
  // A few candidates: a hub model is large. Its steps are sentences.
  defaults: { ...STANDARD_PARAMETERS, samples: 4, beam: 2, maxSteps: 20, maxStepTokens: 120 },
  hubPrompt: NUMBERED_STEPS,
  hubExamples: [
    {
      question:
        'A bakery sells muffins at $3 each. On Monday it sold 14 muffins, and on Tuesday twice as many. How many dollars did it take on both days together?',
      solution:
        'On Tuesday it sold 14 * 2 = 28 muffins.\nOn both days it sold 14 + 28 = 42 muffins.\nIt took 42 * 3 = 126 dollars.\nThe answer is 126',
    },
    {
      question:
        'Maya has 45 stickers. She gives 9 of them to her brother, and shares the others equally with 3 friends. How many stickers does Maya keep?',
      solution:
        'After the gift she has 45 - 9 = 36 stickers.\nThose who share are 3 + 1 = 4 people.\nMaya keeps 36 / 4 = 9 stickers.\nThe answer is 9',
    },
  ],
  stepEnd: STEP_END,
  isTrained: false,
  suitsChat: true,
  isText: true,
  defaultProblem: PROBLEMS[DEFAULT_PLACE]!.question,
  levels: null,
  maxText: MAX_TEXT,
  gallery: GALLERY.map((place): GalleryProblem => {
    const { question, steps } = PROBLEMS[place]!;
    return { text: question, origin: 'held-out', level: steps };
  }),
  parse(text) {
    const parsed = parseQuestion(text);
    if (parsed.ok) return { ok: true, problem: problemOf(parsed.question) };
    const { problem } = parsed;
    return { ok: false, code: problem.code, data: questionData(problem), message: questionMessage(problem) };
  },
  generate: (rng) => pick(rng, PROBLEMS).question,
  // All of them are of the test set: no setting may be chosen on them.
  splitSize: (split) => (split === 'test' ? PROBLEMS.length : 0),
  splitProblem: (_, index) => PROBLEMS[index]!.question,
  // What a hub model has read nobody here knows.
  trainingProblems: () => [],
  originOf: () => null,
};
