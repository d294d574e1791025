/** The fourth stage, for all verifiers of a training: the same solutions of held-out problems, and what each says of them. */
import { errorCode } from '../core/errors';
import { sizeFor, type BatchSize } from './batches';
import { differencesOf, type Difference, type Tested } from './differences';
import type { Trunk } from './features';
import { saidOf, type Teacher } from './labelling';
import type { Learner } from './learner';
import { valuesOf, type LearningPoint } from './learning';
import { lessonsOf, unlabelled } from './lessons';
import type { WorkshopRule } from './rules';
import type { Sampled } from './sampling';
import type { Weights } from './shape';
import { stopwatch } from './stopwatch';
import { placesOf, testResult, toldAt, UNTESTED, type TestPlaces, type TestResult } from './testing';

export interface WorkshopRun {
  readonly rule: WorkshopRule;
  readonly weights: Weights;
  readonly points: readonly LearningPoint[];
  /** Steps that were done, and tokens that were learned from. */
  readonly steps: number;
  readonly tokens: number;
  readonly seconds: { readonly sample: number; readonly learn: number; readonly test: number };
  readonly test: TestResult;
  /** What it says at the places of the test; none where it was not tested. */
  readonly places: TestPlaces;
  /** By solution of `WorkshopResult.tests`, one after the other: its values, one a token; none where it is untested. */
  readonly values: readonly Float32Array[];
  /** Whether the loss ceased to be a number, so that the last good state was kept. */
  readonly exploded: boolean;
}

/** A verifier that has learned and is not tested yet. */
export type TaughtRun = Omit<WorkshopRun, 'test' | 'places' | 'values'>;

/** A verifier that teaches, at the same places as those that learned from it. */
export interface TeacherTest {
  readonly test: TestResult;
  readonly places: TestPlaces;
}

/** What came of the verifiers of a training. */
export interface Outcome {
  readonly runs: readonly WorkshopRun[];
  /** What they were tested on; none where the test was ended before. */
  readonly tests: readonly Sampled[];
  /** Of every two runs that learned for as many steps. */
  readonly differences: readonly Difference[];
  /** Null where no verifier teaches, and where the test was ended before. */
  readonly teacher: TeacherTest | null;
}

interface TestInputs {
  /** Of a batch. */
  readonly most: Pick<BatchSize, 'prompts' | 'solutions'>;
  readonly trunk: Trunk;
  readonly learner: Learner;
  readonly teacher: Teacher;
  readonly sample: () => Promise<Sampled[]>;
  /** Between passes. @throws AppError `aborted` to end the test */
  readonly pass: () => Promise<void>;
  readonly signal: AbortSignal | undefined;
  /** Whether all of the training is to end, and not its test alone. */
  readonly isAborted: () => boolean;
  readonly onTested: (rule: WorkshopRule, result: TestResult) => void;
}

/** The fourth stage. What was learned is not lost where the test is ended: what it has not reached is untested. */
export async function testAll(
  taught: readonly TaughtRun[],
  { most, trunk, learner, teacher, sample, pass, signal, isAborted, onTested }: TestInputs,
): Promise<Outcome> {
  const runs: WorkshopRun[] = taught.map((run) => ({ ...run, test: UNTESTED, places: [], values: [] }));
  let tests: readonly Sampled[] = [];
  let ofTeacher: TeacherTest | null = null;
  const tested: Tested[] = [];
  try {
    const common = stopwatch();
    tests = await sample();
    const known = await lessonsOf(trunk, tests.map(unlabelled), pass, () => undefined, signal);
    const shared = common();
    const size = sizeFor(known, most.prompts, most.solutions, 1);
    for (const [at, run] of taught.entries()) {
      const clock = stopwatch();
      learner.reset(run.weights);
      const said = await valuesOf(learner, known, size, trunk.shape, pass);
      const own = scored(tests, said);
      const places = placesOf(own);
      tested.push({ rule: run.rule, steps: run.steps, places });
      const test = testResult(own);
      onTested(run.rule, test);
      runs[at] = {
        ...run,
        test,
        places: toldAt(places),
        values: said,
        seconds: { ...run.seconds, test: shared + clock() },
      };
    }
    if (typeof teacher !== 'string') {
      const values: Float32Array[] = [];
      for (const { prompt, solutions } of tests) {
        await pass();
        values.push(...(await saidOf(teacher, prompt, solutions, signal)));
      }
      const own = scored(tests, values);
      ofTeacher = { test: testResult(own), places: toldAt(placesOf(own)) };
    }
  } catch (error) {
    if (errorCode(error) !== 'aborted' || isAborted()) throw error;
  }
  return { runs, tests, differences: differencesOf(tested), teacher: ofTeacher };
}

function scored(sampled: readonly Sampled[], values: readonly Float32Array[]) {
  let at = 0;
  return sampled.flatMap(({ solutions }, problem) =>
    solutions.map(({ tokens, stepEnds, correct, firstError }) => ({
      ...{ problem, tokens, stepEnds, correct, firstError },
      values: values[at++]!,
    })),
  );
}
