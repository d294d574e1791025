/**
 * The workshop: verifiers trained from samples of a policy, in four stages (sample, label, learn, test). All rules learn
 * from the same samples, the same start and the same number of steps, so that only what they are told differs. It runs
 * wherever the models do; nothing here knows a page or a file.
 */
import { AppError, errorCode } from '../core/errors';
import type { CommonParameters } from '../core/search-parameters';
import type { Policy } from '../model/types';
import { holdOut } from '../rollouts/data-set';
import { batchOf, selections, sizeFor } from './batches';
import { isCheckpoint } from './checkpoints';
import { gated, type Gate } from './gate';
import type { Start, Trunk } from './features';
import { freshWeights } from './fresh';
import { lessonsOf, unlabelled } from './lessons';
import { labelSamples, saidOf, type LabellingReport, type Teacher } from './labelling';
import { createLearner, type Learner, type LearnerDevice } from './learner';
import { learn, valuesOf, type LearningPoint } from './learning';
import { checkRequest, type WorkshopRequest } from './request';
import type { WorkshopRule } from './rules';
import { sampleProblems, type Sampled, type SamplingProgress, type WorkshopProblem } from './sampling';
import { measured } from './head';
import { isHeadShape, type Weights } from './shape';
import { differencesOf, type Difference, type Tested } from './differences';
import { placesOf, testResult, toldAt, UNTESTED, type TestPlaces, type TestResult } from './testing';
import type { WatchCandidate } from './watched-problem';
import { beginWatch, type WatchNews } from './watching';

/** What the workshop needs of the place that it runs in. */
export interface WorkshopInputs {
  readonly policy: Policy;
  readonly openTrunk: (start: Start) => Promise<Trunk>;
  readonly teacher: Teacher;
  readonly device: LearnerDevice;
  readonly limits: Pick<CommonParameters, 'maxSteps' | 'maxStepTokens'>;
  /** Problems to learn from, and held-out ones to test on. */
  readonly training: readonly WorkshopProblem[];
  readonly test: readonly WorkshopProblem[];
  /** Samples, in place of `sampleProblems`: several trainings can share what was sampled. */
  readonly sample?: typeof sampleProblems;
  /** Whether problems all of whose samples end alike are left out: they teach nothing of what search chooses between. */
  readonly onlyMixed?: boolean;
  /** Held-out problems one of which is watched while verifiers learn; none by default. */
  readonly watched?: readonly WatchCandidate[];
}

/** A stage and how far it is. */
export type WorkshopEvent =
  | ({ readonly stage: 'sample'; readonly of: number } & SamplingProgress)
  | ({ readonly stage: 'label' } & LabellingReport)
  | { readonly stage: 'features'; readonly done: number; readonly of: number }
  | ({ readonly stage: 'learn'; readonly rule: WorkshopRule; readonly of: number } & LearningPoint)
  | ({ readonly stage: 'test-sample'; readonly of: number } & SamplingProgress)
  | { readonly stage: 'test'; readonly rule: WorkshopRule; readonly result: TestResult }
  /** Beside the stages, whichever is at work. */
  | ({ readonly stage: 'watch' } & WatchNews);

export interface WorkshopControl {
  /** Ends all with no result: what runs rejects with `aborted`, within the pass that is at work. */
  readonly signal?: AbortSignal;
  /** Awaited between passes: a pause holds it. */
  readonly gate?: Gate;
  /**
   * Asked between steps of learning: once true, a verifier is what it has learned by then, and those that have learned
   * nothing are left out.
   */
  readonly shouldStop?: () => boolean;
  /** Ends the test: what was learned stays, with what is known of it by then. */
  readonly skipTest?: AbortSignal;
  readonly onEvent?: (event: WorkshopEvent) => void;
}

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

/** A verifier that teaches, at the same places as those that learned from it. */
export interface TeacherTest {
  readonly test: TestResult;
  readonly places: TestPlaces;
}

export interface WorkshopResult {
  readonly trunk: Pick<Trunk, 'base' | 'shape'>;
  readonly labels: LabellingReport;
  readonly runs: readonly WorkshopRun[];
  /** What they were tested on; none where the test was ended before. */
  readonly tests: readonly Sampled[];
  /** Of every two runs that learned for as many steps. */
  readonly differences: readonly Difference[];
  /** Null where no verifier teaches, and where the test was ended before. */
  readonly teacher: TeacherTest | null;
}

/** Tell the random numbers of the two samplings apart. */
const TRAINING = 0x7ea1;
const TEST = 0x7e57;
/** Share of the training problems that is not learned from, for the curve beside the loss. */
const HELD_OUT = 0.1;
const TEMPERATURE = 1;
/** A batch: small enough that a stop is prompt. */
const PROMPTS = 8;
const SOLUTIONS = 24;

/**
 * @throws AppError `bad-input` for a request outside of its limits; `aborted`; and what the models throw. Whatever it
 * opened is released.
 */
export async function runWorkshop(
  request: WorkshopRequest,
  inputs: WorkshopInputs,
  control: WorkshopControl = {},
): Promise<WorkshopResult> {
  const { signal, gate = async () => undefined, shouldStop = () => false, onEvent = () => undefined } = control;
  checkRequest(request);
  const { rules, samples, seed, steps, rate, flip, wrongSteps } = request;
  const pass = async (): Promise<void> => {
    await gate();
    if (signal?.aborted) throw new AppError('aborted', 'The training was aborted.');
  };
  const testing = control.skipTest ?? signal;
  const testPass = async (): Promise<void> => {
    await pass();
    if (testing?.aborted) throw new AppError('aborted', 'The test was ended.');
  };
  const { maxSteps, maxStepTokens } = inputs.limits;
  const trunk = await inputs.openTrunk(request.start);
  try {
    const sample = (
      problems: readonly WorkshopProblem[],
      count: number,
      stream: number,
      stage: 'sample' | 'test-sample',
    ): Promise<Sampled[]> => {
      const [between, ends] = stage === 'sample' ? [pass, signal] : [testPass, testing];
      return (inputs.sample ?? sampleProblems)(
        gated(inputs.policy, between),
        problems,
        { samples: count, temperature: TEMPERATURE, seed, stream, maxSteps, maxStepTokens, signal: ends },
        (progress) => onEvent({ stage, of: problems.length, ...progress }),
      );
    };
    const look = await beginWatch(inputs, { trunk, seed, pass, signal }, (news) =>
      onEvent({ stage: 'watch', ...news }),
    );
    const clock = stopwatch();
    const all = await sample(inputs.training, samples, TRAINING, 'sample');
    const sampled = inputs.onlyMixed ? all.filter(isMixed) : all;
    if (!sampled.length)
      throw new AppError(
        'bad-input',
        'No problem has right and wrong samples, so there is nothing to learn: take easier or harder problems, or more samples.',
      );
    const { labelled, report } = await labelSamples(inputs.policy, sampled, {
      ...{ rules, flip, wrongSteps, seed, signal },
      teacher: inputs.teacher,
    });
    onEvent({ stage: 'label', ...report });
    const lessons = await lessonsOf(
      trunk,
      labelled,
      pass,
      (done, of) => onEvent({ stage: 'features', done, of }),
      signal,
    );
    const sampleSeconds = clock();
    const { learned, heldOut } = holdOut(lessons.length, HELD_OUT, seed);
    const prompts = Math.min(SOLUTIONS, Math.max(PROMPTS, Math.ceil(SOLUTIONS / request.together)));
    const size = sizeFor(lessons, prompts, SOLUTIONS);
    const fresh = trunk.own ?? freshWeights(trunk.shape, seed);
    const start = isHeadShape(trunk.shape)
      ? measured(
          fresh,
          trunk.shape,
          learned.map((at) => lessons[at]!),
        )
      : fresh;
    const options = { shape: trunk.shape, start, device: inputs.device, weightDecay: 0.01, clip: 1 };
    const learner = await createLearner(options);
    try {
      const [selection] = selections(
        heldOut.map((at) => lessons[at]!),
        size,
      );
      await pass();
      // The program that looks is made with its first look: between two steps that would hold up a stop.
      if (selection) await learner.look(batchOf(selection, trunk.shape, size, rules[0]!));
      const taught: Omit<WorkshopRun, 'test' | 'places' | 'values'>[] = [];
      for (const rule of rules) {
        const clock = stopwatch();
        learner.reset(start);
        if (!shouldStop()) await look?.(learner, rule, 0, steps);
        const own = await learn(
          learner,
          learned.map((at) => lessons[at]!),
          heldOut.map((at) => lessons[at]!),
          { rule, steps, rate, seed, together: request.together, size, shape: trunk.shape },
          {
            ...{ pass, shouldStop, onPoint: (point) => onEvent({ stage: 'learn', rule, of: steps, ...point }) },
            afterStep: async (step) => {
              if (isCheckpoint(step, steps)) await look?.(learner, rule, step, steps);
            },
          },
        );
        // A stop before its first step leaves nothing that could be called a verifier.
        if (own.steps === 0 && !own.exploded) continue;
        taught.push({ rule, ...own, seconds: { sample: sampleSeconds, learn: clock(), test: 0 } });
        learner.reset(own.weights);
        await look?.(learner, rule, own.steps, steps);
      }
      if (!taught.length) throw new AppError('aborted', 'The training was stopped before anything was learned.');
      const tested = await testAll(taught, {
        ...{ trunk, learner, pass: testPass, signal: testing, teacher: inputs.teacher },
        sample: () => sample(inputs.test, request.testSamples, TEST, 'test-sample'),
        isAborted: () => signal?.aborted ?? false,
        onTested: (rule, result) => onEvent({ stage: 'test', rule, result }),
      });
      return { trunk: { base: trunk.base, shape: trunk.shape }, labels: report, ...tested };
    } finally {
      learner.dispose();
    }
  } finally {
    await trunk.release();
  }
}

interface TestInputs {
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
async function testAll(
  taught: readonly Omit<WorkshopRun, 'test' | 'places' | 'values'>[],
  { trunk, learner, teacher, sample, pass, signal, isAborted, onTested }: TestInputs,
): Promise<Pick<WorkshopResult, 'runs' | 'tests' | 'differences' | 'teacher'>> {
  const runs: WorkshopRun[] = taught.map((run) => ({ ...run, test: UNTESTED, places: [], values: [] }));
  let tests: readonly Sampled[] = [];
  let ofTeacher: TeacherTest | null = null;
  const tested: Tested[] = [];
  try {
    const common = stopwatch();
    tests = await sample();
    const known = await lessonsOf(trunk, tests.map(unlabelled), pass, () => undefined, signal);
    const shared = common();
    const size = sizeFor(known, PROMPTS, SOLUTIONS, 1);
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

const isMixed = ({ solutions }: Sampled): boolean => new Set(solutions.map(({ correct }) => correct)).size > 1;

/** Seconds since it was made. */
function stopwatch(): () => number {
  const start = performance.now();
  return () => (performance.now() - start) / 1000;
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
