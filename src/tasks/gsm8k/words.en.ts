/** The words of GSM8K in English. */
import type { TaskWords } from '../words';
import type { QuestionProblem } from './problem';

export type QuestionWords = TaskWords<QuestionProblem['code'], 'no-answer', never>;

export const words: QuestionWords = {
  name: 'GSM8K',
  label: 'A question in everyday words',
  ask: 'Solve',
  another: 'Another question',
  faults: {
    empty: 'There is no question yet: type one, or take an example.',
    'text-too-long': 'That question is too long: use {limit} characters or fewer.',
    'too-short': 'That is no question: write {least} words or more.',
    'bad-answer': '"{word}" is not a number: after #### write the right answer, such as #### 18, or leave it out.',
  },
  warnings: {
    'no-answer':
      'The right answer to this question is not known here, so the result is not judged: write it behind the question, as in #### 18.',
  },
  verdicts: {},
};
