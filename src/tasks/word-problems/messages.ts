/** One plain sentence for every way in which a typed story can be refused, in English. */
import { fill } from '../../core/fill';
import type { FaultData } from '../task';
import type { StoryProblem } from './parser';
import { MAX_VALUE, MIN_TYPED } from './words';

/** With slots for what `storyData` gives. Another language has the same codes and slots. */
export const STORY_SENTENCES: Readonly<Record<StoryProblem['code'], string>> = {
  empty: 'There is no story yet: type a few facts and one question, or take an example.',
  'text-too-long': 'That story is too long: use {limit} characters or fewer.',
  'too-many-sentences': 'That story has too many sentences: use {limit} or fewer.',
  'no-question':
    'A story ends with a question, and this ends with "{sentence}": add one such as "How many marbles does Anna have?".',
  'early-question': 'Only the last sentence may be a question: take out "{sentence}".',
  'unknown-sentence': 'The model has not learned to read "{sentence}": word it as in an example.',
  'unknown-word': 'The model has not learned the word "{word}" in "{sentence}": take one from an example.',
  'bad-number': '{word} in "{sentence}" is out of range: use whole numbers from {least} to {most}.',
  'stated-twice': '"{sentence}" states {label} a second time: take one of the two sentences out.',
  'not-stated': '"{sentence}" needs {label}, and no sentence states it: add one that does.',
  circular: '"{sentence}" goes in a circle: {label} would be worked out from itself.',
  'which-time': '"{sentence}" could mean {label} before or after the change: compare with somebody whose number stays.',
  'not-whole': '"{sentence}" does not come out as a whole number: change its numbers.',
  'out-of-range': '"{sentence}" makes {label} {value}: everything must stay from 1 to {most}.',
};

const shorten = (text: string): string => (text.length > 90 ? `${text.slice(0, 89)}…` : text);

export function storyData({ code: _, ...data }: StoryProblem): FaultData {
  const short = Object.entries(data).map(([name, value]) => [name, typeof value === 'string' ? shorten(value) : value]);
  return { least: MIN_TYPED, most: MAX_VALUE, ...(Object.fromEntries(short) as FaultData) };
}

export const storyMessage = (problem: StoryProblem): string => fill(STORY_SENTENCES[problem.code], storyData(problem));
