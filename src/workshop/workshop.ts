/**
 * The workshop: verifiers trained from samples of a policy, in four stages (sample, label, learn, test). All rules learn
 * from the same samples, the same start and the same number of steps, so that only what they are told differs. It runs
 * wherever the models do; nothing here knows a page or a file.
 */
import { AppError } from '../core/errors';
import type { CommonParameters } from '../core/search-parameters';
import type { Policy } from '../model/types';
import { holdOut } from '../rollouts/data-set';
import { asVerifier, prepareLooks } from './as-verifier';
import { batchOf, selections, sizeFor } from './batches';
import { isCheckpoint } from './checkpoints';
import { gated, type Gate } from './gate';
import { canContrast } from './contrast';
import type { Start, Trunk } from './features';
import { freshWeights } from './fresh';
import { lessonsOf } from './lessons';
import { isMixed, labelSamples, type LabellingReport, type Teacher } from './labelling';
import { createLearner, type Learner, type LearnerDevice } from './learner';
import { learn, type Learned, type LearningPoint } from './learning';
import { learnedTogether, memberShape } from './members';
import { checkRequest, type WorkshopRequest } from './request';
import { GOAL, type WorkshopRule } from './rules';
import { sampleProblems } from './sampling';
import type { Sampled, SamplingOptions, SamplingProgress, WorkshopProblem } from './sampling';
import { measured } from './head';
import { isHeadShape, type Weights } from './shape';
import { stopwatch } from './stopwatch';
import { testAll, type Outcome, type TaughtRun, type TeacherTest, type WorkshopRun } from './test-stage';
import type { TestResult } from './testing';
import { packPoints, UnfinishedTeller, unpackLearning, unpackSamples } from './unfinished';
import type { Unfinished, UnfinishedNews } from './unfinished';
import type { WatchCandidate } from './watched-problem';
import { beginWatch, type WatchNews } from './watching';

export type { TeacherTest, WorkshopRun };

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
  /**
   * A training of the same request that was interrupted, which is gone on from: it gives the verifiers that it would have
   * given.
   */
  readonly unfinished?: Unfinished | undefined;
}

/** Of several that learn one after the other and are averaged, the one at work, from 1; steps are those of all. */
export interface LearningMember {
  readonly at: number;
  readonly of: number;
}

/** A stage and how far it is. */
export type WorkshopEvent =
  | ({ readonly stage: 'sample'; readonly of: number } & SamplingProgress)
  | ({ readonly stage: 'label' } & LabellingReport)
  | { readonly stage: 'features'; readonly done: number; readonly of: number }
  | ({
      readonly stage: 'learn';
      readonly rule: WorkshopRule;
      readonly of: number;
      readonly member?: LearningMember;
    } & LearningPoint)
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
  /** Hears of what has learned, before it is tested: that takes long, too. */
  readonly onTaught?: (taught: WorkshopTaught) => void;
  /** Hears now and then what the training could be gone on from. What it is given is read before it returns. */
  readonly onUnfinished?: ((news: UnfinishedNews) => void) | undefined;
  /** Milliseconds between two of these, at least, where not as seldom as is usual. */
  readonly tellEveryMs?: number;
}

interface WorkshopBasis {
  readonly trunk: Pick<Trunk, 'base' | 'shape'>;
  readonly labels: LabellingReport;
}
export interface WorkshopResult extends Outcome, WorkshopBasis {}
export interface WorkshopTaught extends WorkshopBasis {
  readonly runs: readonly TaughtRun[];
}

/** Tell the random numbers of the two samplings apart. */
export const STREAMS = { training: 0x7ea1, test: 0x7e57 } as const;
/** Share of the training problems that is not learned from, for the curve beside the loss. */
const HELD_OUT = 0.1;
/** A batch: small enough that a stop is prompt. */
const PROMPTS = 8;
const SOLUTIONS = 24;

/**
 * @throws AppError `bad-input` for a request outside of its limits, and for an unfinished training that does not fit;
 * `aborted`; and what the models throw. Whatever it opened is released.
 */
export async function runWorkshop(
  request: WorkshopRequest,
  inputs: WorkshopInputs,
  control: WorkshopControl = {},
): Promise<WorkshopResult> {
  const { signal, gate = async () => undefined, shouldStop = () => false, onEvent = () => undefined } = control;
  checkRequest(request);
  const { rules, samples, temperature, seed, steps, rate, flip, wrongSteps } = request;
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
  const { policy, training, unfinished } = inputs;
  const { tokenizer } = policy;
  const written = unfinished ? unpackSamples(unfinished.samples, training, samples, tokenizer) : [];
  const teller = new UnfinishedTeller(control.onUnfinished, control.tellEveryMs, unfinished?.learning);
  const trunk = await inputs.openTrunk(request.start);
  try {
    if (isHeadShape(trunk.shape) && rules.includes(GOAL))
      throw new AppError('bad-input', 'A head on hidden states makes none to contrast: take another rule than goal.');
    const before = unfinished?.learning ? unpackLearning(unfinished.learning, trunk.shape, request) : null;
    const sample = (
      problems: readonly WorkshopProblem[],
      count: number,
      stream: number,
      stage: 'sample' | 'test-sample',
      known: Pick<SamplingOptions, 'written' | 'onWritten'> = {},
    ): Promise<Sampled[]> => {
      const [between, ends] = stage === 'sample' ? [pass, signal] : [testPass, testing];
      return (inputs.sample ?? sampleProblems)(
        gated(policy, between),
        problems,
        { samples: count, temperature, seed, stream, maxSteps, maxStepTokens, signal: ends, ...known },
        (progress) => onEvent({ stage, of: problems.length, ...progress }),
      );
    };
    const look = await beginWatch(inputs, { trunk, seed, pass, signal }, (news) => {
      if (news.kind === 'checkpoint') teller.look(news);
      onEvent({ stage: 'watch', ...news });
    });
    const clock = stopwatch(unfinished?.seconds);
    const all = await sample(training, samples, STREAMS.training, 'sample', {
      written,
      onWritten: (part) => {
        if (teller.isDue && part.length < training.length) teller.written(part, clock(), tokenizer);
      },
    });
    if (written.length < training.length) teller.written(all, clock(), tokenizer);
    // What a verifier teaches is learned without the checker, so that its own verdicts tell which problems are mixed.
    const isByChecker = typeof inputs.teacher === 'string';
    const sampled = inputs.onlyMixed && isByChecker ? all.filter(({ solutions }) => isMixed(solutions)) : all;
    const { labelled, report } = await labelSamples(policy, sampled, {
      ...{ rules, flip, wrongSteps, seed, signal },
      ...{ teacher: inputs.teacher, onlyMixed: inputs.onlyMixed === true && !isByChecker },
    });
    if (!labelled.length)
      throw new AppError(
        'bad-input',
        isByChecker
          ? 'No problem has right and wrong samples, so there is nothing to learn: take easier or harder problems, or more samples.'
          : 'The teacher calls all samples of each problem right, or all wrong, so there is nothing to learn: take problems that its model solves about half the time, or more samples.',
        { fault: 'alike' },
      );
    onEvent({ stage: 'label', ...report });
    if (rules.includes(GOAL) && !labelled.some(canContrast))
      throw new AppError(
        'bad-input',
        'No problem has a right and a wrong solution to contrast: take more problems or samples, or another rule.',
        { fault: 'nothing' },
      );
    const lessons = await lessonsOf(
      trunk,
      labelled,
      pass,
      (done, of) => onEvent({ stage: 'features', done, of }),
      signal,
    );
    const sampleSeconds = clock();
    const { members } = trunk;
    /** By member, the problems that it learns from, and those that are held out. */
    const parts = Array.from({ length: members }, (_, member) => {
      const { learned, heldOut } = holdOut(lessons.length, HELD_OUT, seed + member);
      return { learned: learned.map((at) => lessons[at]!), heldOut: heldOut.map((at) => lessons[at]!) };
    });
    const [{ learned, heldOut }] = parts as [(typeof parts)[0]];
    const prompts = Math.min(SOLUTIONS, Math.max(PROMPTS, Math.ceil(SOLUTIONS / request.together)));
    const size = sizeFor(lessons, prompts, SOLUTIONS);
    const shape = memberShape(trunk.shape, members);
    const startOf = (member: number): Weights => {
      const fresh = trunk.own ?? freshWeights(shape, seed + member);
      return isHeadShape(shape) ? measured(fresh, shape, members > 1 ? lessons : learned) : fresh;
    };
    const start = startOf(0);
    const options = { shape, start, device: inputs.device, weightDecay: 0.01, clip: 1 };
    const learner = await createLearner(options);
    let whole: Learner | null = null;
    try {
      const [selection] = selections(heldOut, size);
      await pass();
      if (selection) await prepareLooks(learner, rules, (rule) => batchOf(selection, shape, size, rule));
      const verifiers = asVerifier(learner, { lessons: learned, size, pass, shape });
      const lookAt = look && verifiers.look(look);
      const which = (member: number) => (members > 1 ? { member: { at: member + 1, of: members } } : {});
      const taught: TaughtRun[] = [...(before?.taught ?? [])];
      // Learning that was stopped is over, whatever rules are left.
      const left = before?.isOver ? [] : rules.filter((one) => !taught.some((run) => run.rule === one));
      for (const rule of left) {
        const atWork = before?.atWork?.rule === rule ? before.atWork : null;
        const clock = stopwatch(atWork?.seconds);
        const apart: Learned[] = [];
        for (const [member, part] of parts.entries()) {
          learner.reset(member ? startOf(member) : start);
          if (!atWork && !shouldStop()) await lookAt?.(learner, rule, 0, steps);
          const place = (point: LearningPoint): LearningPoint => ({ ...point, step: member * steps + point.step });
          const one = await learn(
            ...([learner, part.learned, part.heldOut] as const),
            { rule, steps, rate, seed: seed + member, together: request.together, size, shape },
            {
              ...{ pass, shouldStop },
              onPoint: (point) =>
                onEvent({ stage: 'learn', rule, of: steps * members, ...place(point), ...which(member) }),
              afterStep: async (step, mark) => {
                if (isCheckpoint(step, steps)) await lookAt?.(learner, rule, step, steps);
                // Of several members there is no state to go on from.
                if (!teller.isDue || members > 1) return;
                const now = await mark();
                teller.learned(taught, { ...now, rule, points: packPoints(now.points), seconds: clock() });
              },
            },
            atWork?.mark,
          );
          // A stop before its first step leaves nothing that could be called a verifier.
          if (one.steps > 0 || one.exploded) apart.push({ ...one, points: one.points.map(place) });
        }
        if (!apart.length) continue;
        const { weights, ...own } = learnedTogether(apart, trunk.shape);
        const verifier = await verifiers.of(rule, weights);
        taught.push({
          ...{ rule, ...own, weights: verifier },
          seconds: { sample: sampleSeconds, learn: clock(), test: 0 },
        });
        if (members > 1) continue;
        learner.reset(verifier);
        await look?.(learner, rule, own.steps, steps);
      }
      if (!taught.length) throw new AppError('aborted', 'The training was stopped before anything was learned.');
      teller.learned(taught, null);
      const basis = { trunk: { base: trunk.base, shape: trunk.shape }, labels: report };
      control.onTaught?.({ ...basis, runs: taught });
      whole = members > 1 ? await createLearner({ ...options, shape: trunk.shape, start: taught[0]!.weights }) : null;
      const tested = await testAll(taught, {
        most: { prompts: PROMPTS, solutions: SOLUTIONS },
        ...{ trunk, learner: whole ?? learner, pass: testPass, signal: testing, teacher: inputs.teacher },
        sample: () => sample(inputs.test, request.testSamples, STREAMS.test, 'test-sample'),
        isAborted: () => signal?.aborted ?? false,
        onTested: (rule, result) => onEvent({ stage: 'test', rule, result }),
      });
      return { ...basis, ...tested };
    } finally {
      whole?.dispose();
      learner.dispose();
    }
  } finally {
    await trunk.release();
  }
}
