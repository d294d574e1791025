/** The sentences about a typed puzzle: what stands in their slots, and how they read in English. */
import { fill } from '../../core/fill';
import type { FaultData } from '../../core/errors';
import type { PuzzleProblem } from './problem';
import { words } from './words.en';

export function puzzleData({ code: _, ...data }: PuzzleProblem): FaultData {
  return 'count' in data ? { ...data, missing: 4 - data.count, surplus: data.count - 4 } : data;
}

export const puzzleMessage = (problem: PuzzleProblem): string => fill(words.faults[problem.code], puzzleData(problem));
