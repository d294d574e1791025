/**
 * Finds the level of a task at which a model is right about half the time: a head learns from problems that have right and
 * wrong solutions, and nowhere are they more. A level beside it takes the place of problems that teach more: of one model
 * 115 of 150 problems taught where 36% of the solutions were right, and 68 where a harder level among them made it 21.5%
 * (docs/value-heads.md).
 */
import type { LevelRange, Task } from '../../src/tasks/task';
import type { Policy } from '../../src/model/types';
import type { LevelShare, ProbeProgress } from '../../src/protocol/head-training';
import { sampleProblems, type SamplingOptions } from '../../src/workshop/sampling';
import type { Problem } from '../problems';

/** Of each level. With so few the share is off by a quarter at most most of the time, which is enough to choose by. */
const PROBLEMS = 4;
const SAMPLES = 4;
/** Of what was sampled, the share right that is looked for. */
const HALF = 0.5;
/** Keeps these problems and random numbers apart from those that are learned from. */
const STREAM = 0x9e0b;

export interface Probe {
  readonly shares: readonly LevelShare[];
  /** The one that is taken, as a range; the easier of two that are as near. */
  readonly levels: LevelRange;
}

/**
 * From the easiest level on, until the model is right no more than half the time: those above are harder, so farther off.
 * @param onProgress hears what is known of the levels before, and how far the one at hand is; null behind each
 * @param sample what samples
 * @throws AppError `aborted`, and what the policy throws
 */
export async function probeLevels(
  policy: Policy,
  { levels, trainingProblems }: Pick<Task, 'levels' | 'trainingProblems'>,
  read: (text: string) => Problem,
  options: Pick<SamplingOptions, 'temperature' | 'seed' | 'maxSteps' | 'maxStepTokens' | 'signal'>,
  onProgress: (shares: readonly LevelShare[], written: ProbeProgress | null) => void = () => undefined,
  sample = sampleProblems,
): Promise<Probe> {
  const [low, high] = levels!;
  const shares: LevelShare[] = [];
  for (let level = low; level <= high; level++) {
    const problems = trainingProblems(PROBLEMS, options.seed + STREAM, [level, level]).map(read);
    const asked = { ...options, samples: SAMPLES, stream: STREAM + level };
    const sampled = await sample(policy, problems, asked, ({ solutions: done, tokens }) =>
      onProgress([...shares], { level, solutions: done, of: PROBLEMS * SAMPLES, tokens }),
    );
    const solutions = sampled.flatMap((own) => own.solutions);
    const share = solutions.filter(({ correct }) => correct).length / Math.max(1, solutions.length);
    shares.push({ level, share });
    onProgress([...shares], null);
    if (share <= HALF) break;
  }
  const offBy = ({ share }: LevelShare): number => Math.abs(share - HALF);
  const { level } = shares.reduce((best, one) => (offBy(one) < offBy(best) ? one : best));
  return { shares, levels: [level, level] };
}
