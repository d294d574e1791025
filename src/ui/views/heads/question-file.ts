/** A reader's own questions: how many of a file are learned from and tested on. */
import type { ReadQuestions } from '../../../protocol/import';
import type { Questions } from '../../../tasks/questions';
import { WORKSHOP_LIMITS } from '../../../protocol/train';

/** Questions that are learned from, with the name of their file. */
export interface Asked extends ReadQuestions<Questions> {
  readonly name: string;
}

export interface QuestionCounts {
  readonly problems: number;
  readonly testProblems: number;
}

const leastOf = (name: keyof QuestionCounts): number => WORKSHOP_LIMITS.find((limit) => limit.name === name)!.min;

/** As many as asked where a file has so many questions; else a third of them to be tested on, and the others. */
export function countsWithin(questions: number, { problems, testProblems }: QuestionCounts): QuestionCounts {
  if (problems + testProblems <= questions) return { problems, testProblems };
  const tests = Math.max(leastOf('testProblems'), Math.min(testProblems, Math.floor(questions / 3)));
  return { problems: Math.max(leastOf('problems'), Math.min(problems, questions - tests)), testProblems: tests };
}
