/** The workshop of the worker that holds a hub model: what the page ordered, from problems to heads in their files. */
import { AppError } from '../../src/core/errors';
import type { TaskId, VerifierId } from '../../src/core/ids';
import type { CommonParameters } from '../../src/core/search-parameters';
import type { HeadBytes } from '../../src/protocol/engine';
import { oneLevel } from '../../src/protocol/head-training';
import type { HeadEvent, HeadOrder, OpenedHead, TrainedHeads } from '../../src/protocol/head-training';
import { HUB_PARAMETERS, TASKS } from '../../src/tasks/registry';
import { checkRequest } from '../../src/workshop/request';
import type { sampleProblems } from '../../src/workshop/sampling';
import type { Problem } from '../problems';
import { readProblem } from '../problems';
import type { StageControl } from '../stage-control';
import { checkTests, ownProblems, taskProblems } from './head-problems';
import type { HubModels } from './hub-models';
import { rememberedSampling, trainHeads, type HeadControl } from './hub-training';
import { probeLevels } from './level-probe';

/** Solutions that are learned from are short: a longer one is seldom right, and costs as much as several. */
const MOST_STEPS = 12;
const MOST_STEP_TOKENS = 80;

/** Of the solutions that a value head learns from, here and on the command line. */
export function solutionLimits(task: TaskId): Pick<CommonParameters, 'maxSteps' | 'maxStepTokens'> {
  const { maxSteps, maxStepTokens } = HUB_PARAMETERS[task];
  return { maxSteps: Math.min(maxSteps, MOST_STEPS), maxStepTokens: Math.min(maxStepTokens, MOST_STEP_TOKENS) };
}

export interface HeadWork {
  readonly models: HubModels;
  /** As `modelHash` */
  readonly sha256: string;
  /** The problem as it is put to the model. */
  readonly adapt: (problem: Problem) => Problem;
  readonly stages: StageControl;
  /** Samples, where it remembers what trainings before have written. */
  readonly sample?: typeof sampleProblems;
  readonly onEvent: (event: HeadEvent) => void;
  /** Makes a head in a file one of the model's verifiers. */
  readonly open: (given: HeadBytes) => OpenedHead;
}

/** @throws AppError as `trainHeads`, `ownProblems` and `taskProblems`; `bad-input` for a layer that is not given */
export async function trainOrdered(
  { task, teacher, request: asked, head, layers, questions }: HeadOrder,
  { models, sha256, adapt, stages, sample, onEvent, open }: HeadWork,
): Promise<TrainedHeads> {
  const given = models.model.states?.given ?? [];
  if (!layers.length || layers.some((layer) => !given.includes(layer)))
    throw new AppError('bad-input', `${models.model.id} gives no hidden states of the layers that were asked for.`);
  const tell = (event: HeadEvent): void => {
    stages.note(event);
    onEvent(event);
  };
  checkRequest({ ...asked, start: 'policy' });
  if (asked.searchProblems > asked.testProblems)
    throw new AppError('bad-input', 'Problems that are searched are among those that are tested on: ask for fewer.');
  const limits = solutionLimits(task);
  const read = (text: string): Problem => adapt(readProblem(task, text));
  const source = TASKS[task];
  const isProbed = questions === null && source.levels !== null && asked.levels === null;
  tell({ stage: 'probe', shares: [], levels: null, written: null });
  // Said before the model has written for minutes.
  if (isProbed) checkTests(task, asked.testProblems, asked.testLevels ?? oneLevel(source.levels));
  const probe = isProbed
    ? await probeLevels(
        models.policy,
        source,
        read,
        { ...limits, temperature: asked.temperature, seed: asked.seed, signal: stages.control.signal },
        (shares, written) => tell({ stage: 'probe', shares, levels: null, written }),
        sample,
      )
    : null;
  const levels = probe?.levels ?? asked.levels;
  const request = { ...asked, levels, testLevels: asked.testLevels ?? levels, start: 'policy' as const };
  if (probe) tell({ stage: 'probe', ...probe, written: null });
  // Said before the model has written for an hour what nothing can be learned from.
  if (probe?.shares.every(({ share }) => share === 0))
    throw new AppError('bad-input', 'The model was right in no solution of the probe.', { fault: 'unable' });
  const problems = questions ? ownProblems(questions, request) : taskProblems(task, request);
  /** Verifiers as soon as they are tested: another head may have had a name before. By the names that they were given. */
  const joined = new Map<VerifierId, OpenedHead>();
  const onMade: HeadControl['onMade'] = (head, layer, isTested) => {
    if (isTested) joined.set(head.id, open(head));
    tell({ stage: 'made', layer, isTested, head: joined.get(head.id)?.head ?? head });
  };
  const trained = await trainHeads(
    {
      ...{ task, teacher, request, head, limits, layers, sample: rememberedSampling(sample) },
      training: problems.training.map(read),
      test: problems.test.map(read),
    },
    models,
    sha256,
    { ...stages.control, onEvent: tell, onMade },
  );
  const runs = trained.runs.map(({ rule, layer, test, points, steps, exploded, seconds, id }) => {
    return { rule, layer, test, points, steps, exploded, seconds, ...joined.get(id)! };
  });
  const { labels, gauges: told, searched } = trained;
  const named = <Line extends { readonly id: VerifierId }>(lines: readonly Line[]): Line[] =>
    lines.map((line) => ({ ...line, id: joined.get(line.id)?.head.id ?? line.id }));
  return {
    ...{ levels, shares: probe?.shares ?? [], labels, runs },
    gauges: told && { ...told, lines: named(told.lines) },
    searched: searched && { ...searched, lines: named(searched.lines) },
  };
}
