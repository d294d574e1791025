/** What every task offers, so that the command line, the page and the workers treat all tasks alike. */
import type { FaultData } from '../core/errors';
import type { TaskId } from '../core/ids';
import type { Rng } from '../core/rng';
import type { CommonParameters } from '../core/search-parameters';
import type { WorkedExample } from '../core/worked-example';
import type { TaskWords } from './words';

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
  /** The reader said it in other words, and `text` is how it was understood. */
  readonly isReworded?: boolean;
  /** How it was understood is a guess, which the reader should look at. */
  readonly isGuessed?: boolean;
  /** How many times as large as what the reader asks for the answer is, so that it is whole; 1 if nothing is said. */
  readonly times?: number;
  /** Words in the text, and the reader's own that they stand for; none if nothing is said. */
  readonly standIns?: readonly { readonly word: string; readonly own: string }[];
  /** What the policy is given. */
  readonly prompt: string;
  /** What a reader should see before a run, such as that there is no solution; else null. */
  readonly warning: Fault | null;
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
  /**
   * Whether `oracle` is 1 of a beginning only where a right solution can follow; else it only knows what is certainly
   * wrong, and nothing is known of other beginnings.
   */
  readonly isExact: boolean;
  /** A right answer, as it stands after "The answer is"; null where there is none, or nobody here knows. */
  rightAnswer(): string | null;
  /** What an answer is worth and why a wrong one does not check, where the task can say more than that it is wrong. */
  explain?(answer: string): AnswerNote;
}

/** What there is to say of an answer. */
export interface AnswerNote {
  /** What it is worth, such as `8/3`; null where it has no worth. */
  readonly worth: string | null;
  /** Why it does not check, by a code of the task's `verdicts`; of a right answer it means nothing. */
  readonly reason: string;
}

/**
 * Something that a reader is told. `message` is one English sentence, and says where and what to do; `code` and `data`
 * make it in other languages.
 */
export interface Fault {
  readonly code: string;
  readonly data: FaultData;
  readonly message: string;
}

export type ParsedProblem =
  | { readonly ok: true; readonly problem: TaskProblem }
  | ({
      readonly ok: false;
      /** What it may mean, as a problem that can be read. */
      readonly guess?: string;
    } & Fault);

/** What the models that are trained for a task know of one of its problems; `unused` is neither of the others. */
export type Origin = 'training' | 'held-out' | 'unused';

export interface GalleryProblem {
  readonly text: string;
  /** Whether the models were trained on problems of its split. */
  readonly origin: Exclude<Origin, 'unused'>;
  /** Easiest first from 1. */
  readonly level: number;
  /** What a reader is told of it beside its text. */
  readonly difficulty?: 'easy' | 'medium' | 'hard';
}

/** Splits that a number may be measured on. `rest` holds what nothing was chosen on; not every task has one. */
export type MeasuredSplit = 'settings' | 'test' | 'rest';

/** Both ends included. */
export type LevelRange = readonly [low: number, high: number];

export interface Task {
  readonly id: TaskId;
  /** What is said of it in English. */
  readonly words: TaskWords;
  /** The other languages that it has words in, such as `es`: `words.<language>.ts` in its folder. */
  readonly languages: readonly string[];
  /** What a search begins with. */
  readonly defaults: CommonParameters;
  /** What a hub model is told to do, unless the reader words it otherwise. */
  readonly hubPrompt: string;
  /** What it is shown before, unless the reader shows it others: solved problems that no number is measured on. */
  readonly hubExamples: readonly WorkedExample[];
  /** What a model's text is when a step has ended. */
  readonly stepEnd: string;
  /**
   * Whether packs are trained for it. Its folder then holds `training-files.ts`, which exports a `TrainingFilesOf` as
   * `trainingFiles`; a task without packs is offered with a hub model.
   */
  readonly isTrained: boolean;
  /** Whether a chat model of a hub has a fair chance at it; else such a model begins with another task. */
  readonly suitsChat: boolean;
  /** Whether a problem is a text of several lines; else it is one short line. */
  readonly isText: boolean;
  /** The problem that the page begins with. */
  readonly defaultProblem: string;
  /** The levels that there are, or null for a task without levels. */
  readonly levels: LevelRange | null;
  /** Longest text that is read as a problem, in characters. */
  readonly maxText: number;
  readonly gallery: readonly GalleryProblem[];
  parse(text: string): ParsedProblem;
  /** Does beforehand, in small steps, what the first problem of a reader's own would wait for; absent where that is nothing. */
  readonly prepare?: () => Iterable<void>;
  /** A new problem's text; `level` is ignored by a task without levels. */
  generate(rng: Rng, level?: number): string;
  /** How many problems a split holds, of these levels; 0 where the task has no such split. */
  splitSize(split: MeasuredSplit, levels?: LevelRange): number;
  /** The text of one, counted from 0. The same problem comes up whatever else is asked for. */
  splitProblem(split: MeasuredSplit, index: number, levels?: LevelRange): string;
  /**
   * Texts of problems that a reader's verifier may learn from: the first `count` of a seed, none of which the policy has
   * learned from on purpose and no number is measured on. Fewer where the task has no more; empty where it has no policy.
   */
  trainingProblems(count: number, seed: number, levels?: LevelRange): string[];
  /** What the trained models know of a problem; null where nothing is known. */
  originOf(problem: TaskProblem): Origin | null;
}

/** By file name: the rows of a `.jsonl` file, or the content of a `.json` file. */
export type TrainingFiles = Readonly<Record<string, readonly object[] | object>>;

/** How much training data is wanted; what is left out is the task's to choose. */
export interface TrainingCounts {
  /** Problems that the policy learns from. */
  readonly policy?: number;
  /** Problems that it is sampled on. */
  readonly value?: number;
  readonly levels?: LevelRange;
  /** How many of each of the levels come in a turn of what the policy learns from; one each by default. */
  readonly shares?: readonly number[];
}

/**
 * The files that training reads.
 * @throws AppError `bad-input` for counts that the task does not take.
 */
export type TrainingFilesOf = (counts: TrainingCounts) => TrainingFiles;
