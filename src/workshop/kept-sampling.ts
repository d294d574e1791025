/** Samples only what is not there yet: several trainings learn from the same solutions of the same problems. */
import { promptTokens } from '../model/prompt';
import { sampleProblems, type Sampled, type SamplingOptions, type SamplingProgress } from './sampling';
import type { Solution, WorkshopProblem } from './sampling';

/** Solutions of a problem that were written before. */
export interface KeptSolutions {
  /** How many it was asked for. */
  readonly samples: number;
  /** As many, or none where the prompt fills the model. */
  readonly solutions: readonly Solution[];
}

/** Where they are, by the problem's place among those that are sampled. */
export interface SampleStore {
  at(place: number): KeptSolutions | undefined;
  /** Hears of each batch as it is written: of problems from `place` on, their solutions from number `sample` on. */
  add(place: number, sample: number, samples: number, written: readonly Sampled[]): void;
}

type Count = { -readonly [Name in 'problems' | 'solutions' | 'correct' | 'tokens']: number };

/**
 * What samples as `sampleProblems` does. Of what a store holds, as many problems are taken as are asked for, and of a
 * problem's solutions as well; what is missing is sampled as if it had been asked for then.
 * @param storeOf called once for every sampling
 */
export function keptSampling(
  storeOf: (problems: readonly WorkshopProblem[], options: SamplingOptions) => SampleStore,
): typeof sampleProblems {
  return async (policy, problems, options, onProgress = () => undefined) => {
    const { samples } = options;
    const store = storeOf(problems, options);
    const known = problems.map((_, at): KeptSolutions => store.at(at) ?? { samples: 0, solutions: [] });
    const countAt = (at: number): number => Math.min(known[at]!.samples, samples);
    const total = totalOf(known, samples);
    const { solutions, tokens } = total;
    const tell = (): void => onProgress({ ...total, ...(solutions > 0 && { reused: { solutions, tokens } }) });
    tell();
    for (let [from, to] = [0, 0]; from < problems.length; from = to) {
      const have = countAt(from);
      while (to < problems.length && countAt(to) === have) to++;
      if (have === samples) continue;
      let done = 0;
      const keep = (all: readonly Sampled[]): void => {
        const written = all.slice(done);
        store.add(from + done, have, samples - have, written);
        for (const [i, own] of written.entries()) {
          const at = from + done + i;
          known[at] = { samples, solutions: [...known[at]!.solutions, ...own.solutions] };
        }
        done = all.length;
      };
      const before = { ...total };
      await sampleProblems(
        policy,
        problems.slice(from, to),
        { ...options, samples: samples - have, firstProblem: from, firstSample: have, written: [], onWritten: keep },
        (now: SamplingProgress) => {
          for (const name of ['problems', 'solutions', 'correct', 'tokens'] as const)
            total[name] = before[name] + now[name];
          tell();
        },
      );
    }
    return problems.map((problem, at) => ({
      problem,
      prompt: promptTokens(policy.tokenizer, problem.prompt),
      solutions: known[at]!.solutions.slice(0, samples),
    }));
  };
}

/** Of the first `samples` solutions of each. */
function totalOf(known: readonly KeptSolutions[], samples: number): Count {
  const solutions = known.flatMap((own) => own.solutions.slice(0, samples));
  return {
    problems: known.filter((own) => own.samples >= samples).length,
    solutions: solutions.length,
    correct: solutions.filter(({ correct }) => correct).length,
    tokens: solutions.reduce((sum, { tokens }) => sum + tokens.length, 0),
  };
}
