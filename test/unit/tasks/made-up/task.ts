/** A task that is nowhere but here: the double of a number. */
import { STANDARD_PARAMETERS } from '../../../../src/core/search-parameters';
import { wordProblems } from '../../../../src/tasks/word-problems/task';
import type { Task } from '../../../../src/tasks/task';

export const DEFAULTS = { ...STANDARD_PARAMETERS, samples: 6, beam: 3, maxSteps: 2 };

const judge = (text: string, solution: string) => {
  const answer = /The answer is (\S+)$/.exec(solution)?.[1] ?? null;
  const correct = answer === `${2 * Number(text)}`;
  return { answer, correct, stepsLegal: correct };
};

export const doubling: Task = {
  ...wordProblems,
  id: 'doubling' as Task['id'],
  words: {
    name: 'Doubling',
    label: 'A number',
    ask: 'Double',
    another: 'Another',
    faults: { odd: 'No number.' },
    warnings: {},
    verdicts: {},
  },
  languages: [],
  defaults: DEFAULTS,
  isTrained: false,
  isText: false,
  defaultProblem: '21',
  gallery: [{ text: '21', origin: 'held-out', level: 1 }],
  parse: (text) =>
    /^\d+$/.test(text)
      ? {
          ok: true,
          problem: {
            ...{ text, prompt: `${text}\n`, warning: null, hasAnswer: true, level: null },
            answerOf: (solution) => judge(text, solution).answer,
            judge: (solution) => judge(text, solution),
            firstError: () => null,
            oracle: (solution) => (judge(text, solution).correct ? 1 : 0),
            isExact: false,
            rightAnswer: () => null,
          },
        }
      : { ok: false, code: 'odd', data: {}, message: 'No number.' },
};
