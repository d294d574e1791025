/** What a written solution is worth: its verdict, and exactly where it first goes wrong. */
import { stepLine, type Solved, type SolvedStep } from './solver';
import type { FirstError, Verdict } from '../task';
import { ANSWER_PREFIX, finalAnswer, sharedLength } from '../written';

/** The answer in a full solution (the text after the prompt), or null. It extracts and does not judge. */
export const answerOf = finalAnswer;

/** Judges a full solution: the answer by its number, the steps by whether every line is right and leads there. */
export function judge(solved: Solved, text: string): Verdict {
  const answer = answerOf(text);
  const correct = answer === `${solved.answer}`;
  return { answer, correct, stepsLegal: correct && firstError(solved, text) === null };
}

/** A step's line; of a sum or product also the line the other way round. */
function formsOf(step: SolvedStep): string[] {
  const line = stepLine(step);
  const isSymmetric = step.operator === '+' || step.operator === '*';
  return isSymmetric ? [line, stepLine({ ...step, left: step.right, right: step.left, a: step.b, b: step.a })] : [line];
}

/** Every line that may be written when these quantities are known: a true step, needed or not, or the answer. */
function rightLines(solved: Solved, known: ReadonlySet<string>): Map<string, string | null> {
  const lines = new Map<string, string | null>();
  for (const step of solved.steps.values()) {
    if (!step.needs.every((label) => known.has(label))) continue;
    for (const line of formsOf(step)) lines.set(line, step.label);
  }
  if (known.has(solved.asked)) lines.set(`${ANSWER_PREFIX}${solved.answer}`, null);
  return lines;
}

/**
 * Where a solution first goes wrong, or null when everything so far is right. A step is right when the story says it
 * and its numbers stand in the story or in an earlier step. An unfinished last line is wrong as soon as no right line
 * begins like it.
 */
export function firstError(solved: Solved, text: string): FirstError | null {
  const known = new Set(solved.given.keys());
  const lines = text.split('\n');
  let start = 0;
  let isAnswered = false;
  for (const [step, line] of lines.entries()) {
    const isUnfinished = step === lines.length - 1;
    if (isUnfinished && line === '') return null;
    if (isAnswered) return { step, offset: start };
    const right = rightLines(solved, known);
    const label = right.get(line);
    if (label === undefined) {
      const length = Math.max(...[...right.keys()].map((other) => sharedLength(line, other)));
      return isUnfinished && length === line.length ? null : { step, offset: start + length };
    }
    if (label === null) isAnswered = true;
    else known.add(label);
    start += line.length + 1;
  }
  return null;
}

/** 1 while no step is wrong; of a text that has come to its end, 1 when it is a right solution to its answer. */
export function oracleValue(solved: Solved): (text: string, isComplete: boolean) => number {
  return (text, isComplete) => {
    const isRight = isComplete ? judge(solved, text).stepsLegal : firstError(solved, text) === null;
    return isRight ? 1 : 0;
  };
}
