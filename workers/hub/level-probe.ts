/** Finds the levels of a task at which a model is right now and then: elsewhere a head has nothing to learn. */
import type { LevelRange, Task } from '../../src/tasks/task';
import type { Policy } from '../../src/model/types';
import type { LevelShare, ProbeProgress } from '../../src/protocol/head-training';
import { sampleProblems, type SamplingOptions } from '../../src/workshop/sampling';
import type { Problem } from '../problems';

/** Of each level. With so few the share is off by a quarter at most most of the time, which is enough to choose by. */
const PROBLEMS = 4;
const SAMPLES = 4;
/** A level is taken where so much of what was sampled is right. */
const LOW = 0.15;
const HIGH = 0.85;
/** Keeps these problems and random numbers apart from those that are learned from. */
const STREAM = 0x9e0b;

export interface Probe {
  readonly shares: readonly LevelShare[];
  /** Those that are taken: all between the first and the last that fit, else the one nearest to one half. */
  readonly levels: LevelRange;
}

/**
 * From the easiest level on, until one is too hard: those above it are harder still.
 * @param onProgress hears what is known of the levels before, and how far the one at hand is; null behind each
 * @throws AppError `aborted`, and what the policy throws
 */
export async function probeLevels(
  policy: Policy,
  { levels, trainingProblems }: Pick<Task, 'levels' | 'trainingProblems'>,
  read: (text: string) => Problem,
  options: Pick<SamplingOptions, 'temperature' | 'seed' | 'maxSteps' | 'maxStepTokens' | 'signal'>,
  onProgress: (shares: readonly LevelShare[], written: ProbeProgress | null) => void = () => undefined,
): Promise<Probe> {
  const [low, high] = levels!;
  const shares: LevelShare[] = [];
  for (let level = low; level <= high; level++) {
    const problems = trainingProblems(PROBLEMS, options.seed + STREAM, [level, level]).map(read);
    const asked = { ...options, samples: SAMPLES, stream: STREAM + level };
    const sampled = await sampleProblems(policy, problems, asked, ({ solutions: done, tokens }) =>
      onProgress([...shares], { level, solutions: done, of: PROBLEMS * SAMPLES, tokens }),
    );
    const solutions = sampled.flatMap((own) => own.solutions);
    const share = solutions.filter(({ correct }) => correct).length / Math.max(1, solutions.length);
    shares.push({ level, share });
    onProgress([...shares], null);
    if (share < LOW) break;
  }
  const fitting = shares.filter(({ share }) => share >= LOW && share <= HIGH).map(({ level }) => level);
  const nearest = shares.reduce((best, one) => (Math.abs(one.share - 0.5) < Math.abs(best.share - 0.5) ? one : best));
  return { shares, levels: [fitting[0] ?? nearest.level, fitting.at(-1) ?? nearest.level] };
}
