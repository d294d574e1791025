/** What every task offers, so that the command line, the page and the workers treat all tasks alike. */
import type { TaskId } from '../core/ids';
import type { Rng } from '../core/rng';

export interface Verdict {
  /** What stands after "The answer is", or null when the text has no answer line. */
  readonly answer: string | null;
  readonly correct: boolean;
  /** Every written step is right, and the steps lead to the answer. */
  readonly stepsLegal: boolean;
}

export interface FirstError {
  /** Index of the first wrong line, counting from 0. */
  readonly step: number;
  /** Offset in the text of the first character after which no right continuation of that line exists. */
  readonly offset: number;
}

/** A problem that was read. Every `solution` is the text after the prompt. */
export interface TaskProblem {
  /** The problem in the task's own spelling, without a line end. */
  readonly text: string;
  /** What the policy is given. */
  readonly prompt: string;
  /** One sentence that a reader should see before a run, such as that there is no solution; else null. */
  readonly warning: string | null;
  /** Whether a solution can be judged: of a question that a reader typed, the right answer may not be known. */
  readonly hasAnswer: boolean;
  /** Steps that a solution takes, where the task has levels. */
  readonly level: number | null;
  /** Extracts and never judges. */
  answerOf(solution: string): string | null;
  judge(solution: string): Verdict;
  /** Where a solution, finished or not, first breaks a rule; null when everything so far is right. */
  firstError(solution: string): FirstError | null;
  /** The exact oracle's value in {0, 1} of a solution's beginning. */
  oracle(solution: string, isComplete: boolean): number;
}

/** What a sentence about a fault speaks of, by the name of its slot. */
export type FaultData = Readonly<Record<string, string | number>>;

export type ParsedProblem =
  | { readonly ok: true; readonly problem: TaskProblem }
  /** `message` is one English sentence, and says where and what to do; `code` and `data` make it in other languages. */
  | { readonly ok: false; readonly code: string; readonly data: FaultData; readonly message: string };

export interface GalleryProblem {
  readonly text: string;
  /** Whether the models were trained on problems of its split. */
  readonly origin: 'training' | 'held-out';
  /** Easiest first from 1. */
  readonly level: number;
}

/** Splits that a number may be measured on. */
export type MeasuredSplit = 'settings' | 'test';

/** Both ends included. */
export type LevelRange = readonly [low: number, high: number];

export interface Task {
  readonly id: TaskId;
  /** The levels that there are, or null for a task without levels. */
  readonly levels: LevelRange | null;
  /** Longest text that is read as a problem, in characters. */
  readonly maxText: number;
  readonly gallery: readonly GalleryProblem[];
  parse(text: string): ParsedProblem;
  /** A new problem's text; `level` is ignored by a task without levels. */
  generate(rng: Rng, level?: number): string;
  /** How many problems a split holds, of these levels. */
  splitSize(split: MeasuredSplit, levels?: LevelRange): number;
  /** The text of one, counted from 0. The same problem comes up whatever else is asked for. */
  splitProblem(split: MeasuredSplit, index: number, levels?: LevelRange): string;
}
