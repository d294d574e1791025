/** What is asked of the workshop, and the limits of it. */
import { AppError } from '../core/errors';
import type { LevelRange } from '../tasks/task';
import type { Start } from './features';
import type { WorkshopRule } from './rules';

export interface WorkshopRequest {
  /** One verifier for each, all from the same samples. */
  readonly rules: readonly WorkshopRule[];
  /** Problems that are learned from. */
  readonly problems: number;
  /** Solutions of each. */
  readonly samples: number;
  /** At which they are drawn, those of the test too. */
  readonly temperature: number;
  /** Of a task that has levels; null for all of them, or none. */
  readonly levels: LevelRange | null;
  readonly testLevels: LevelRange | null;
  /** Held-out problems that it is tested on, and solutions of each. */
  readonly testProblems: number;
  readonly testSamples: number;
  /** Problems of the test that are searched with every verifier; 0 for none. */
  readonly searchProblems: number;
  /** Share of the outcomes that are turned over. */
  readonly flip: number;
  /** Share of the solutions that get a wrong step under the outcome that they had. */
  readonly wrongSteps: number;
  readonly start: Start;
  /** Solutions of one problem that stand in one batch at most. */
  readonly together: number;
  readonly steps: number;
  readonly rate: number;
  readonly seed: number;
}

interface Limit {
  readonly name: Exclude<keyof WorkshopRequest, 'rules' | 'levels' | 'testLevels' | 'start'>;
  readonly label: string;
  readonly min: number;
  readonly max: number;
  readonly whole: boolean;
}

export const WORKSHOP_LIMITS: readonly Limit[] = [
  { name: 'problems', label: 'problems', min: 8, max: 20_000, whole: true },
  { name: 'samples', label: 'samples', min: 1, max: 64, whole: true },
  { name: 'temperature', label: 'temperature', min: 0.1, max: 2, whole: false },
  { name: 'testProblems', label: 'test problems', min: 2, max: 500, whole: true },
  { name: 'testSamples', label: 'test samples', min: 1, max: 64, whole: true },
  { name: 'searchProblems', label: 'searched problems', min: 0, max: 500, whole: true },
  { name: 'flip', label: 'share of flipped outcomes', min: 0, max: 1, whole: false },
  { name: 'wrongSteps', label: 'share of wrong steps', min: 0, max: 1, whole: false },
  { name: 'together', label: 'solutions of a problem in a batch', min: 1, max: 64, whole: true },
  { name: 'steps', label: 'steps', min: 1, max: 100_000, whole: true },
  { name: 'rate', label: 'learning rate', min: 1e-6, max: 0.1, whole: false },
  { name: 'seed', label: 'seed', min: 0, max: 2 ** 31 - 1, whole: true },
];

/** What a reader begins with. */
export const DEFAULT_REQUEST: Omit<WorkshopRequest, 'start' | 'levels' | 'testLevels'> = {
  rules: ['tvm'],
  problems: 200,
  samples: 4,
  temperature: 1,
  testProblems: 40,
  testSamples: 4,
  searchProblems: 0,
  flip: 0,
  wrongSteps: 0,
  together: 64,
  steps: 40,
  rate: 2e-3,
  seed: 1,
};

/**
 * At which a language model is sampled for a head. What the packs' policies write at 1 is still of the kind that they
 * learned; a language model leaves it. It is near what its searches draw at, too.
 */
export const HEAD_TEMPERATURE = 0.8;

/** @throws AppError `bad-input` with a sentence, for a number outside of its limits or no rule */
export function checkRequest(request: WorkshopRequest): void {
  for (const { name, label, min, max, whole } of WORKSHOP_LIMITS) {
    const value = request[name];
    if ((whole ? Number.isInteger(value) : Number.isFinite(value)) && value >= min && value <= max) continue;
    throw new AppError(
      'bad-input',
      `The ${label} must be ${whole ? 'a whole number' : 'a number'} from ${min} to ${max}, and this is ${value}.`,
    );
  }
  if (!request.rules.length) throw new AppError('bad-input', 'Name at least one label rule.');
}
