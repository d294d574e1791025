/** One plain sentence for every way in which a question can be refused or doubtful, in English. */
import { fill } from '../../core/fill';
import type { FaultData } from '../task';
import type { QuestionProblem } from './problem';

/** With slots for what `questionData` gives. Another language has the same codes and slots. */
export const QUESTION_SENTENCES: Readonly<Record<QuestionProblem['code'], string>> = {
  empty: 'There is no question yet: type one, or take an example.',
  'text-too-long': 'That question is too long: use {limit} characters or fewer.',
  'too-short': 'That is no question: write {least} words or more.',
  'bad-answer': '"{word}" is not a number: after #### write the right answer, such as #### 18, or leave it out.',
};

export const questionData = ({ code: _, ...data }: QuestionProblem): FaultData => data;

export const questionMessage = (problem: QuestionProblem): string =>
  fill(QUESTION_SENTENCES[problem.code], questionData(problem));

export const NO_ANSWER_MESSAGE =
  'The right answer to this question is not known here, so the result is not judged: write it behind the question, as in #### 18.';
