/** The words of the word problems in English. */
import type { TaskWords } from '../words';
import type { StoryProblem } from './parser';

export type StoryWords = TaskWords<StoryProblem['code'], never, never>;

export const words: StoryWords = {
  name: 'Word problems',
  label: 'A story with numbers',
  ask: 'Solve',
  another: 'Another story',
  faults: {
    empty: 'There is no story yet: type a few facts and one question, or take an example.',
    'text-too-long': 'That story is too long: use {limit} characters or fewer.',
    'too-many-sentences': 'That story has too many sentences: use {limit} or fewer.',
    'no-question':
      'A story ends with a question, and this ends with "{sentence}": add one such as "How many marbles does Anna have?".',
    'early-question': 'Only the last sentence may be a question: take out "{sentence}".',
    'unknown-sentence': 'The model has not learned to read "{sentence}": word it as in an example.',
    'unread-sentence':
      'The model has not learned to read "{sentence}": say one thing in a sentence, whose it is and how many, such as "{example}".',
    'unread-question': 'The sentences can be read, but not the question "{sentence}": ask it such as "{example}".',
    'unclear-times': '"{sentence}" may mean two things, which differ by one time: say "{example}".',
    'part-number':
      '{word} in "{sentence}" is no whole number: count everything of its kind in a smaller unit, such as "{example}".',
    'no-relation':
      'The model has learned nothing about "{word}", as in "{sentence}": say what it comes to as a number of its own.',
    'unused-number':
      'The answer as it was read does not use the {word} of "{sentence}": say whose it is, or take it out where it is not needed.',
    uncounted:
      '"{sentence}" changes a count and does not say by how many: write a number from {least} on, or take the sentence out.',
    unclear:
      'The sentences can be read, but not how the question follows from them: say of each number whose it is, as in an example.',
    'unknown-word': 'The model has not learned the word "{word}" in "{sentence}": take one from an example.',
    'bad-number': '{word} in "{sentence}" cannot be told to the model: use whole numbers from {least} to {most}.',
    'stated-twice': '"{sentence}" states {label} a second time: take one of the two sentences out.',
    'not-stated': '"{sentence}" needs {label}, and no sentence states it: add one that does.',
    circular: '"{sentence}" goes in a circle: {label} would be worked out from itself.',
    'which-time':
      '"{sentence}" could mean {label} before or after the change: compare with somebody whose number stays.',
    'not-whole': '"{sentence}" does not come out as a whole number: change its numbers.',
    'out-of-range': '"{sentence}" makes {label} {value}: everything must stay from 1 to {most}.',
  },
  warnings: {},
  verdicts: {},
};
