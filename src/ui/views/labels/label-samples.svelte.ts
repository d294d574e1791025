/** Sampled solutions of one problem, and the labels that any number of the first of them give. */
import { labelTexts } from '../../../protocol/labels';
import type { Checks, SampledPath } from '../../../protocol/checks';
import { DEFAULT_PARAMETERS, TASKS } from '../../../tasks/registry';
import { nextTask } from '../../kit/next-task';
import type { Asking } from '../../shell/asking';

/** What the slider goes through. */
export const SAMPLE_COUNTS = [1, 2, 4, 8, 16, 32, 64, 128, 256] as const;
const MOST = SAMPLE_COUNTS.at(-1)!;

export type Labels = ReturnType<typeof labelTexts>;

/** The mean variance of each label in so many samples. */
export interface VariancePoint {
  readonly count: number;
  readonly variance: Labels['variance'];
}

export class LabelSamples {
  readonly #page: Asking;
  #paths = $state.raw<readonly SampledPath[]>([]);
  #curve = $state.raw<readonly VariancePoint[]>([]);
  #problem = $state<string | null>(null);
  #isRunning = $state(false);
  #place = $state(5);

  constructor(page: Asking) {
    this.#page = page;
  }

  get isRunning(): boolean {
    return this.#isRunning;
  }
  /** The problem whose samples these are; null for none. */
  get problem(): string | null {
    return this.#problem;
  }
  get drawn(): number {
    return this.#paths.length;
  }
  /** Index in `SAMPLE_COUNTS`. */
  get place(): number {
    return this.#place;
  }
  set place(place: number) {
    this.#place = Math.max(0, Math.min(SAMPLE_COUNTS.length - 1, place));
  }
  /** How many samples the labels are made of. */
  get count(): number {
    return Math.min(this.#paths.length, SAMPLE_COUNTS[this.#place]!);
  }

  readonly labels: Labels = $derived(labelTexts(this.#paths.slice(0, this.count)));
  /** The mean variance of each label, by the number of samples; empty until it has been computed. */
  get curve(): readonly VariancePoint[] {
    return this.#curve;
  }

  async draw(): Promise<void> {
    const { task, problem: typed } = this.#page.settings;
    const read = TASKS[task].parse(typed);
    if (!read.ok || this.#isRunning) return;
    const { text: problem } = read.problem;
    const { seed } = this.#page.settings.parameters;
    const { maxSteps, maxStepTokens } = DEFAULT_PARAMETERS[task];
    const options: Checks['labels']['options'] = {
      ...{ kind: 'labels', samples: MOST, sampling: { temperature: 1, seed, maxSteps, maxStepTokens } },
    };
    this.#isRunning = true;
    this.#paths = [];
    this.#curve = [];
    this.#problem = problem;
    const paths: SampledPath[] = [];
    try {
      await this.#page.ask('labels', { task, problem, verifiers: [] }, (host, about) =>
        host.check<'labels'>({ ...about, ...options }, (told) => void paths.push(...told)),
      );
      // To read so long an answer is enough for one task.
      await nextTask();
      // A path ends when it ends: by its number it is the same whatever the count.
      this.#paths = paths.toSorted((a, b) => a.index - b.index);
      this.#curve = await curveOf(this.#paths);
    } catch (error) {
      this.#problem = null;
      this.#page.tell(error);
    } finally {
      this.#isRunning = false;
    }
  }

  stop(): void {
    this.#page.stop();
  }
}

/** A task for each count: all at once would hold up the page. */
async function curveOf(paths: readonly SampledPath[]): Promise<VariancePoint[]> {
  const points: VariancePoint[] = [];
  for (const count of SAMPLE_COUNTS) {
    if (count <= 1 || count > paths.length) continue;
    await nextTask();
    points.push({ count, variance: labelTexts(paths.slice(0, count)).variance });
  }
  await nextTask();
  return points;
}
