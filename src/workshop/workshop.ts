/**
 * The workshop: verifiers trained from samples of a policy, in four stages (sample, label, learn, test). All rules learn
 * from the same samples, the same start and the same number of steps, so that only what they are told differs. It runs
 * wherever the models do; nothing here knows a page or a file.
 */
import { AppError } from '../core/errors';
import type { CommonParameters } from '../core/search-parameters';
import type { Policy, Verifier } from '../model/types';
import { holdOut } from '../rollouts/data-set';
import { sizeFor, type Lesson } from './batches';
import { gated, type Gate } from './gate';
import type { FeatureGroup, Start, TextGroup, Trunk } from './features';
import { freshWeights } from './fresh';
import { labelSamples, type Labelled, type LabellingReport } from './labelling';
import { createLearner, type LearnerDevice } from './learner';
import { learn, valuesOf, type LearningPoint } from './learning';
import { checkRequest, type WorkshopRequest } from './request';
import type { WorkshopRule } from './rules';
import { sampleProblems, type Sampled, type SamplingProgress, type WorkshopProblem } from './sampling';
import type { Weights } from './shape';
import { testResult, type TestResult } from './testing';

/** What the workshop needs of the place that it runs in. */
export interface WorkshopInputs {
  readonly policy: Policy;
  readonly openTrunk: (start: Start) => Promise<Trunk>;
  readonly teacher: 'checker' | 'consensus' | Verifier;
  readonly device: LearnerDevice;
  readonly limits: Pick<CommonParameters, 'maxSteps' | 'maxStepTokens'>;
  /** Problems to learn from, and held-out ones to test on. */
  readonly training: readonly WorkshopProblem[];
  readonly test: readonly WorkshopProblem[];
}

/** A stage and how far it is. */
export type WorkshopEvent =
  | ({ readonly stage: 'sample'; readonly of: number } & SamplingProgress)
  | ({ readonly stage: 'label' } & LabellingReport)
  | { readonly stage: 'features'; readonly done: number; readonly of: number }
  | ({ readonly stage: 'learn'; readonly rule: WorkshopRule; readonly of: number } & LearningPoint)
  | ({ readonly stage: 'test-sample'; readonly of: number } & SamplingProgress)
  | { readonly stage: 'test'; readonly rule: WorkshopRule; readonly result: TestResult };

export interface WorkshopControl {
  /** Ends all with no result: what runs rejects with `aborted`, within the pass that is at work. */
  readonly signal?: AbortSignal;
  /** Awaited between passes: a pause holds it. */
  readonly gate?: Gate;
  /** Asked between steps of learning: once true, a verifier is what it has learned by then. */
  readonly shouldStop?: () => boolean;
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
  /** Whether the loss ceased to be a number, so that the last good state was kept. */
  readonly exploded: boolean;
}

export interface WorkshopResult {
  readonly trunk: Pick<Trunk, 'base' | 'shape'>;
  readonly labels: LabellingReport;
  readonly runs: readonly WorkshopRun[];
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
/** Problems whose features are computed between two looks at the gate. */
const AT_ONCE = 8;

/**
 * @throws AppError `bad-input` for a request outside of its limits; `aborted`; and what the models throw. Whatever it
 * opened is released.
 */
export async function runWorkshop(
  request: WorkshopRequest,
  inputs: WorkshopInputs,
  { signal, gate = async () => undefined, shouldStop = () => false, onEvent = () => undefined }: WorkshopControl = {},
): Promise<WorkshopResult> {
  checkRequest(request);
  const { rules, samples, seed, steps, rate, flip, wrongSteps } = request;
  const pass = async (): Promise<void> => {
    await gate();
    if (signal?.aborted) throw new AppError('aborted', 'The training was aborted.');
  };
  const policy = gated(inputs.policy, pass);
  const { maxSteps, maxStepTokens } = inputs.limits;
  const trunk = await inputs.openTrunk(request.start);
  try {
    const sample = (
      problems: readonly WorkshopProblem[],
      count: number,
      stream: number,
      stage: 'sample' | 'test-sample',
    ): Promise<Sampled[]> =>
      sampleProblems(
        policy,
        problems,
        { samples: count, temperature: TEMPERATURE, seed, stream, maxSteps, maxStepTokens, signal },
        (progress) => onEvent({ stage, of: problems.length, ...progress }),
      );
    const clock = stopwatch();
    const sampled = await sample(inputs.training, samples, TRAINING, 'sample');
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
    const size = sizeFor(lessons, PROMPTS, SOLUTIONS);
    const start = trunk.own ?? freshWeights(trunk.shape, seed);
    const options = { shape: trunk.shape, start, device: inputs.device, weightDecay: 0.01, clip: 1 };
    const learner = await createLearner(options);
    try {
      const taught: Omit<WorkshopRun, 'test'>[] = [];
      for (const rule of rules) {
        const clock = stopwatch();
        learner.reset(start);
        const own = await learn(
          learner,
          learned.map((at) => lessons[at]!),
          heldOut.map((at) => lessons[at]!),
          { rule, steps, rate, seed, size, shape: trunk.shape },
          { pass, shouldStop, onPoint: (point) => onEvent({ stage: 'learn', rule, of: steps, ...point }) },
        );
        taught.push({ rule, ...own, seconds: { sample: sampleSeconds, learn: clock(), test: 0 } });
      }
      const common = stopwatch();
      const tests = await sample(inputs.test, request.testSamples, TEST, 'test-sample');
      const known = await lessonsOf(trunk, tests.map(unlabelled), pass, () => undefined, signal);
      const shared = common();
      const testSize = sizeFor(known, PROMPTS, SOLUTIONS, 1);
      const runs: WorkshopRun[] = [];
      for (const run of taught) {
        const clock = stopwatch();
        learner.reset(run.weights);
        const values = await valuesOf(learner, known, testSize, trunk.shape, pass);
        const test = testResult(scored(tests, values));
        onEvent({ stage: 'test', rule: run.rule, result: test });
        runs.push({ ...run, test, seconds: { ...run.seconds, test: shared + clock() } });
      }
      return { trunk: { base: trunk.base, shape: trunk.shape }, labels: report, runs };
    } finally {
      learner.dispose();
    }
  } finally {
    await trunk.release();
  }
}

/** Seconds since it was made. */
function stopwatch(): () => number {
  const start = performance.now();
  return () => (performance.now() - start) / 1000;
}

/** What the frozen part makes of every distinct solution, computed once. */
async function lessonsOf(
  trunk: Trunk,
  labelled: readonly Labelled[],
  pass: () => Promise<void>,
  onProgress: (done: number, of: number) => void,
  signal?: AbortSignal,
): Promise<Lesson[]> {
  const lessons: Lesson[] = [];
  for (let from = 0; from < labelled.length; from += AT_ONCE) {
    await pass();
    const part = labelled.slice(from, from + AT_ONCE);
    const groups = part.map(({ prompt, rows }): TextGroup => {
      return { prompt, solutions: rows.map(({ tokens }) => tokens) };
    });
    const features = await trunk.features(groups, signal);
    lessons.push(...part.map(({ rows }, i) => lessonOf(features[i]!, rows)));
    onProgress(lessons.length, labelled.length);
  }
  return lessons;
}

const lessonOf = ({ prompt, solutions }: FeatureGroup, rows: Labelled['rows']): Lesson => ({
  prompt,
  rows: rows.map(({ weight, labels }, i) => ({ features: solutions[i]!, weight, labels })),
});

/** Each solution as a row of its own, in its place: what is measured counts every sample. */
const unlabelled = ({ prompt, solutions }: Sampled): Labelled => ({
  prompt,
  rows: solutions.map(({ tokens }) => ({ tokens, weight: 1, labels: new Map() })),
});

function scored(sampled: readonly Sampled[], values: readonly Float32Array[]) {
  let at = 0;
  return sampled.flatMap(({ solutions }, problem) =>
    solutions.map(({ tokens, stepEnds, correct, firstError }) => ({
      ...{ problem, tokens, stepEnds, correct, firstError },
      values: values[at++]!,
    })),
  );
}
