/** The sentences about a typed story: what stands in their slots, and how they read in English. */
import { fill } from '../../core/fill';
import type { FaultData } from '../../core/errors';
import type { StoryProblem } from './parser';
import { MAX_VALUE, MIN_TYPED } from './lexicon';
import { words } from './words.en';

const shorten = (text: string): string => (text.length > 90 ? `${text.slice(0, 89)}…` : text);

export function storyData({ code: _, ...data }: StoryProblem): FaultData {
  const short = Object.entries(data).map(([name, value]) => [name, typeof value === 'string' ? shorten(value) : value]);
  return { least: MIN_TYPED, most: MAX_VALUE, ...(Object.fromEntries(short) as FaultData) };
}

export const storyMessage = (problem: StoryProblem): string => fill(words.faults[problem.code], storyData(problem));
