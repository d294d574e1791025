/** The sentences about a typed question: what stands in their slots, and how they read in English. */
import { fill } from '../../core/fill';
import type { FaultData } from '../../core/errors';
import type { QuestionProblem } from './problem';
import { words } from './words.en';

export const questionData = ({ code: _, ...data }: QuestionProblem): FaultData => data;

export const questionMessage = (problem: QuestionProblem): string =>
  fill(words.faults[problem.code], questionData(problem));
