/** An order for the workshop, carried out with a pack's models: the same for the page and for the command line. */
import { AppError } from '../src/core/errors';
import type { TaskId } from '../src/core/ids';
import { isProbability } from '../src/core/scale';
import type { PackBytes } from '../src/protocol/engine';
import type { Manifest } from '../src/protocol/pack';
import {
  OWN_TEACHERS,
  verifiersTeaching,
  type TrainEvent,
  type TrainOrder,
  type Trained,
  type TrainedRun,
} from '../src/protocol/train';
import { DEFAULT_PARAMETERS, TASKS } from '../src/tasks/registry';
import { scaleOf, traitsOf } from '../src/verifiers/find';
import { cardOf } from '../src/workshop/card';
import { chooseDevice } from '../src/workshop/learner-device';
import { checkRequest, type WorkshopRequest } from '../src/workshop/request';
import type { Unfinished } from '../src/workshop/unfinished';
import { FILE_ENDING, freeName, writeVerifier, type VerifierCard } from '../src/workshop/verifier-file';
import {
  runWorkshop,
  type WorkshopControl,
  type WorkshopInputs,
  type WorkshopResult,
  type WorkshopRun,
} from '../src/workshop/workshop';
import type { LoadedModels } from './models';
import { watchCandidates } from './watch-candidates';
import { readProblem, type Problem } from './problems';
import { testSearch } from './search-test';
import { makeTeaching } from './teaching';
import { headId } from './trained-verifier';
import { openTrunk, startsOf } from './trunk';

const badInput = (message: string): AppError => new AppError('bad-input', message);

/** A pack with its models, for the workshop. */
export interface TrainModels {
  /** With the files of the pattern (`patternOf`). */
  readonly pack: PackBytes;
  readonly manifest: Manifest;
  /** The policy, and the verifiers that teach. */
  readonly models: LoadedModels;
}

/** As for the workshop; hears of the searches, too. */
export interface OrderControl extends Omit<WorkshopControl, 'onEvent'> {
  readonly onEvent?: (event: TrainEvent) => void;
}

export interface OrderOptions {
  /** Whether a held-out problem is watched while it learns. */
  readonly isWatched?: boolean;
  /** See `WorkshopInputs`. */
  readonly unfinished?: Unfinished | undefined;
}

/**
 * Trains what was ordered, and searches with it.
 * @throws AppError `bad-input` for what cannot be asked, and as `runWorkshop`
 */
export async function runOrder(
  order: TrainOrder,
  loaded: TrainModels,
  control: OrderControl,
  { isWatched = false, unfinished }: OrderOptions = {},
): Promise<Trained> {
  const { task, teacher } = order;
  const { pack, manifest, models } = loaded;
  const { onEvent = () => undefined } = control;
  const request = { ...order.request, start: order.request.start ?? startsOf(pack, manifest)[0]! };
  checkRequest(request);
  const problems = problemsOf(task, request);
  const place = await chooseDevice(order.learner ?? 'wasm');
  if (order.learner === 'webgpu') onEvent({ stage: 'learner', ...place });
  const result = await runWorkshop(
    request,
    {
      policy: models.policy,
      openTrunk: (start) => openTrunk(pack, manifest, start, models.backend),
      teacher: teacherOf(teacher, models, problems.training[0]!),
      device: place.device,
      ...{ limits: DEFAULT_PARAMETERS[task], unfinished },
      ...problems,
      ...(isWatched ? { watched: watchCandidates(task, request) } : {}),
    },
    control,
  );
  const taken = new Set(order.taken);
  const trained: Trained = {
    start: request.start,
    labels: result.labels,
    runs: result.runs.map((run) => {
      const card = cardOf({
        task,
        teacher,
        request,
        base: result.trunk.base,
        labels: result.labels,
        run,
        learner: place.device,
      });
      const name = freeName(card.name, taken);
      taken.add(name);
      return trainedRun(task, { ...card, name }, run, result);
    }),
    differences: result.differences,
    teacher: result.teacher,
    searched: null,
  };
  onEvent({ stage: 'made', trained });
  const heads = trained.runs.map(({ head }) => head);
  const searched = await testSearch(order, { ...loaded, heads }, control, (searched, of) =>
    onEvent({ stage: 'search', of, searched }),
  );
  return { ...trained, searched };
}

/** The problems of both stages, read. @throws AppError `bad-input` where the task has too few */
function problemsOf(task: TaskId, { problems, testProblems, seed, levels, testLevels }: WorkshopRequest) {
  const source = TASKS[task];
  const texts = source.trainingProblems(problems, seed, levels ?? undefined);
  if (texts.length < problems) {
    const data = { fault: 'few', count: texts.length };
    throw new AppError('bad-input', `${task} has ${texts.length} problems to learn from: ask for fewer.`, data);
  }
  const most = source.splitSize('test', testLevels ?? undefined);
  if (testProblems > most) {
    const data = { fault: 'few-tests', count: most };
    throw new AppError('bad-input', `The test split has ${most} problems of these levels: ask for fewer.`, data);
  }
  const tests = Array.from({ length: testProblems }, (_, i) => source.splitProblem('test', i, testLevels ?? undefined));
  const read = (text: string): Problem => readProblem(task, text);
  return { training: texts.map(read), test: tests.map(read) };
}

/** @throws AppError `bad-input` for a verifier that cannot teach */
function teacherOf(
  name: string,
  { policy, verifiers, models }: LoadedModels,
  problem: Problem,
): WorkshopInputs['teacher'] {
  const own = OWN_TEACHERS.find((known) => known === name);
  if (own) return own;
  const names = verifiersTeaching(name);
  for (const id of names) {
    if (!isProbability(scaleOf(id, models)))
      throw badInput(`A teacher says how probable a right answer is, and ${id} does not: take another.`);
    if (traitsOf(id).needs.answer)
      throw badInput(`${id} is another for every problem, so it cannot teach: take the checker.`);
  }
  const given = { policy, loaded: verifiers, problem };
  return makeTeaching(name, given);
}

function trainedRun(
  task: TaskId,
  card: VerifierCard,
  { rule, weights, points, steps, tokens, seconds, test, places, exploded }: WorkshopRun,
  { trunk }: WorkshopResult,
): TrainedRun {
  const head = {
    ...{ id: headId(card), task, scale: card.scale, rule, file: `${card.name}${FILE_ENDING}` },
    bytes: writeVerifier({ card, weights }, trunk.shape),
  };
  return { rule, head, points, steps, tokens, seconds, test, places, exploded };
}
