/** What a verifier that was trained here says of itself. */
import type { LevelRange } from '../tasks/task';
import type { Base } from './features';
import { HEAD_KINDS, type HeadShape } from './shape';
import type { LabellingReport } from './labelling';
import type { LearnerDevice } from './learner';
import type { WorkshopRequest } from './request';
import type { VerifierCard } from './verifier-file';
import type { WorkshopRun } from './workshop';

export interface CardInputs {
  readonly task: string;
  /** `checker`, `consensus` or the verifier's name. */
  readonly teacher: string;
  readonly request: WorkshopRequest;
  readonly base: Base;
  /** Of a head on hidden states. */
  readonly head?: HeadShape & { readonly layer: number | null; readonly members: number };
  readonly labels: LabellingReport;
  /** Where it learned, which decides the last digits; WASM by default. */
  readonly learner?: LearnerDevice;
  readonly run: Pick<WorkshopRun, 'rule' | 'steps' | 'tokens' | 'test'>;
}

/** Of the layer: behind the norm that follows all of them. */
const LAST = 'last';

const range = (levels: LevelRange | null): string | null => levels && levels.join('-');

/** The same training gives the same card: no time stands in it. */
export function cardOf({
  task,
  teacher,
  request,
  base,
  head,
  labels,
  run,
  learner = 'wasm',
}: CardInputs): VerifierCard {
  const { problems, samples, levels, testLevels, testProblems, testSamples } = request;
  const { flip, wrongSteps, start, rate, seed, together, temperature } = request;
  return {
    format: 'inkling-verifier',
    version: 1,
    name: nameOf(task, run.rule, request, head),
    base,
    rule: run.rule,
    scale: 'probability',
    data: {
      ...{ task, problems, samples, levels: range(levels), kept: labels.kept, flip, wrongSteps, teacher },
      // `trunk`: the frozen layers have read more than the policy (*more reading*); `policy`: they have not.
      reading: start === 'trunk' ? 'more' : 'equal',
      ...{ steps: run.steps, tokens: run.tokens, rate, together },
      ...{ testLevels: range(testLevels), testProblems, testSamples },
      ...(learner === 'wasm' ? {} : { learner }),
      ...(temperature === 1 ? {} : { temperature }),
      ...headData(head),
    },
    seed,
    metrics: { ...run.test },
    license: 'MIT',
  };
}

const headData = (head: CardInputs['head']) =>
  head && {
    ...{ head: head.head, hidden: head.hidden, window: head.window, members: head.members },
    layer: head.layer ?? LAST,
  };

/** Short, and another for another training as far as it has room. */
function nameOf(
  task: string,
  rule: string,
  { flip, wrongSteps, together, seed, samples, problems, start }: WorkshopRequest,
  head: CardInputs['head'],
): string {
  const noise = [...(flip ? [`flip${flip}`] : []), ...(wrongSteps ? [`wrong${wrongSteps}`] : [])];
  const from = head ? [head.head, `L${head.layer ?? LAST}`] : start === 'policy' ? ['policy'] : [];
  const apart = together < samples ? [`b${together}`] : [];
  return [task, rule, `${problems}x${samples}`, ...from, ...noise, ...apart, `s${seed}`].join('-').slice(0, 60);
}

/** The largest hidden layer and window that a file may name. */
const MOST_HIDDEN = 4096;
const MOST_WINDOW = 64;
const isWhole = (value: unknown, least: number, most: number): value is number =>
  Number.isInteger(value) && Number(value) >= least && Number(value) <= most;

/** What a card says of a head on hidden states of `width` numbers a token; null where it is none. */
export function headShapeOf({ data }: Pick<VerifierCard, 'data'>, width: number): HeadShape | null {
  const { hidden, window } = data;
  const head = HEAD_KINDS.find((kind) => kind === data['head']);
  if (!head || !isWhole(window, 1, MOST_WINDOW)) return null;
  if (!isWhole(hidden, head === 'mlp' ? 1 : 0, head === 'mlp' ? MOST_HIDDEN : 0)) return null;
  return { head, width, hidden, told: 0, window };
}

/** The states that a head reads: after a layer, or behind the last norm; null where the card is of no head. */
export function layerOf({ data }: Pick<VerifierCard, 'data'>): number | 'last' | null {
  const { layer } = data;
  return layer === LAST || isWhole(layer, 1, 1000) ? layer : null;
}
