/** What a verifier that was trained here says of itself. */
import type { LevelRange } from '../tasks/task';
import type { Base } from './features';
import type { LabellingReport } from './labelling';
import type { WorkshopRequest } from './request';
import type { VerifierCard } from './verifier-file';
import type { WorkshopRun } from './workshop';

export interface CardInputs {
  readonly task: string;
  /** `checker`, `consensus` or the verifier's name. */
  readonly teacher: string;
  readonly request: WorkshopRequest;
  readonly base: Base;
  readonly labels: LabellingReport;
  readonly run: Pick<WorkshopRun, 'rule' | 'steps' | 'tokens' | 'test'>;
}

const range = (levels: LevelRange | null): string | null => levels && levels.join('-');

/** The same training gives the same card: no time stands in it. */
export function cardOf({ task, teacher, request, base, labels, run }: CardInputs): VerifierCard {
  const { problems, samples, levels, testLevels, testProblems, testSamples } = request;
  const { flip, wrongSteps, start, rate, seed, together } = request;
  return {
    format: 'inkling-verifier',
    version: 1,
    name: nameOf(task, run.rule, request),
    base,
    rule: run.rule,
    scale: 'probability',
    data: {
      ...{ task, problems, samples, levels: range(levels), kept: labels.kept, flip, wrongSteps, teacher },
      // `trunk`: the frozen layers have read more than the policy (*more reading*); `policy`: they have not.
      reading: start === 'trunk' ? 'more' : 'equal',
      ...{ steps: run.steps, tokens: run.tokens, rate, together },
      ...{ testLevels: range(testLevels), testProblems, testSamples },
    },
    seed,
    metrics: { ...run.test },
    license: 'MIT',
  };
}

/** Short, and another for another training as far as it has room. */
function nameOf(
  task: string,
  rule: string,
  { flip, wrongSteps, together, seed, samples, problems, start }: WorkshopRequest,
): string {
  const noise = [...(flip ? [`flip${flip}`] : []), ...(wrongSteps ? [`wrong${wrongSteps}`] : [])];
  const from = start === 'policy' ? ['policy'] : [];
  const apart = together < samples ? [`b${together}`] : [];
  return [task, rule, `${problems}x${samples}`, ...from, ...noise, ...apart, `s${seed}`].join('-').slice(0, 60);
}
