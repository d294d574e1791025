/** Trains value heads on a hub model: one for each rule and each layer, all from the same samples. */
import { AppError, errorCode } from '../../src/core/errors';
import { packHalf, unpackHalf } from '../../src/core/half';
import type { TaskId } from '../../src/core/ids';
import type { Verifier } from '../../src/model/types';
import type { StateLayer } from '../../src/protocol/hub';
import { HUB_PARAMETERS } from '../../src/tasks/registry';
import { cardOf } from '../../src/workshop/card';
import { gaugesOf, type Gauges } from '../../src/workshop/gauges';
import { headTrunk, type HeadChoice, type StateSource } from '../../src/workshop/head-trunk';
import type { LabellingReport } from '../../src/workshop/labelling';
import type { WorkshopRequest } from '../../src/workshop/request';
import { sampleProblems, type Sampled } from '../../src/workshop/sampling';
import { isHeadShape } from '../../src/workshop/shape';
import type { TaughtRun } from '../../src/workshop/test-stage';
import { UNTESTED } from '../../src/workshop/testing';
import { FILE_ENDING, freeName, writeVerifier } from '../../src/workshop/verifier-file';
import {
  runWorkshop,
  type TeacherTest,
  type WorkshopControl,
  type WorkshopInputs,
  type WorkshopRun,
  type WorkshopTaught,
} from '../../src/workshop/workshop';
import type { HeadEvent, HeadSearched, MadeHead } from '../../src/protocol/head-training';
import { headName } from '../../src/protocol/train';
import type { Problem } from '../problems';
import { headId } from '../trained-verifier';
import { searchHeads } from './head-search';
import { headBase } from './hub-heads';
import type { HubModels } from './hub-models';
import { ownVerdicts } from './own-verdicts';

/** A verifier that takes the place of the checker, and how its files are told of it. */
export interface TeachingHead {
  readonly name: string;
  readonly verifier: Verifier;
}

export interface HeadOrder {
  readonly task: TaskId;
  readonly teacher: 'checker' | 'consensus' | TeachingHead;
  /** Samples, where several trainings share them (`rememberedSampling`). */
  readonly sample?: typeof sampleProblems;
  /** Names that heads have already. */
  readonly taken?: ReadonlySet<string>;
  readonly request: WorkshopRequest;
  readonly head: HeadChoice;
  /** As the model has them, already put to it. */
  readonly training: readonly Problem[];
  readonly test: readonly Problem[];
  readonly limits: WorkshopInputs['limits'];
  /** Of those that the model gives; all by default. */
  readonly layers?: readonly StateLayer[];
  /** Whether the model is asked what it thinks of the test's solutions, which takes longer than all else; by default. */
  readonly asks?: boolean;
}

export interface TrainedHead extends Omit<WorkshopRun, 'weights' | 'values'> {
  readonly layer: StateLayer;
  /** `head:<name>` */
  readonly id: string;
  readonly file: string;
  readonly bytes: Uint8Array;
}

export interface TrainedHeads {
  readonly labels: LabellingReport;
  readonly runs: readonly TrainedHead[];
  /** Null where the test was ended before its samples were there. */
  readonly gauges: Gauges | null;
  /** Of the first problems of the test, as many as were asked for; null for none. */
  readonly searched: HeadSearched | null;
  /** Of a head that taught; null for other teachers, and where the test was ended before. */
  readonly teacher: TeacherTest | null;
}

export interface HeadControl extends Omit<WorkshopControl, 'onEvent' | 'onTaught'> {
  readonly onEvent?: (event: Exclude<HeadEvent, { readonly stage: 'probe' | 'made' }>) => void;
  /** Hears of every head as soon as it is there: before its test, and after it in place of that. */
  readonly onMade?: (head: MadeHead, layer: StateLayer, isTested: boolean) => void;
}

/**
 * Of all states that the model was asked for.
 * @param sha256 as `modelHash`
 * @throws AppError as `runWorkshop`; `bad-input` where no problem has right and wrong samples
 */
export async function trainHeads(
  {
    task,
    teacher,
    request,
    head,
    training,
    test,
    limits,
    layers,
    sample = rememberedSampling(),
    taken,
    asks = true,
  }: HeadOrder,
  models: HubModels,
  sha256: string,
  { onEvent, onMade, ...control }: HeadControl = {},
): Promise<TrainedHeads> {
  const sourceOf = sharedStates(models, layers);
  const runs: TrainedHead[] = [];
  const gauged: { readonly id: string; readonly values: readonly Float32Array[] }[] = [];
  let tests: readonly Sampled[] = [];
  let labels: LabellingReport | null = null;
  let ofTeacher: TeacherTest | null = null;
  const names = new Set(taken);
  const teaching = typeof teacher === 'string' ? { name: teacher, verifier: teacher } : teacher;
  const given = models.model.states?.given ?? [];
  for (const layer of layers ?? given) {
    // What was stopped is stopped for the layers that are left, too.
    if (runs.length && (control.shouldStop?.() || control.skipTest?.aborted)) break;
    const which = given.indexOf(layer);
    const base = headBase(models, sha256, layer);
    const headOf = (
      { trunk: { shape }, labels }: Pick<WorkshopTaught, 'trunk' | 'labels'>,
      { weights, ...run }: Omit<TaughtRun, 'seconds'> & Pick<WorkshopRun, 'test'>,
    ): MadeHead => {
      if (!isHeadShape(shape)) throw new AppError('internal', 'A head was trained, and it is none.');
      const about = { ...shape, members: head.members, layer: layer === 'last' ? null : layer };
      const made = cardOf({ task, teacher: teaching.name, request, base, head: about, labels, run });
      const card = { ...made, name: freeName(made.name, names) };
      const bytes = writeVerifier({ card, weights }, shape);
      return { id: headId(card), file: `${card.name}${FILE_ENDING}`, bytes };
    };
    const onTaught = (taught: WorkshopTaught): void => {
      for (const run of taught.runs) onMade?.(headOf(taught, { ...run, test: UNTESTED }), layer, false);
    };
    const result = await runWorkshop(
      request,
      {
        policy: models.policy,
        openTrunk: async () => headTrunk(sourceOf(which), base, head),
        ...{ teacher: teaching.verifier, device: 'wasm', limits, training, test, sample, onlyMixed: true },
      },
      { ...control, onTaught, ...(onEvent ? { onEvent: (event) => onEvent({ ...event, layer }) } : {}) },
    ).catch((error: unknown) => {
      // Stopped before this layer's has learned anything: those before it stay.
      if (runs.length && errorCode(error) === 'aborted' && !control.signal?.aborted) return null;
      throw error;
    });
    if (!result) break;
    ({ labels } = result);
    if (result.tests.length) ({ tests } = result);
    ofTeacher ??= result.teacher;
    for (const tested of result.runs) {
      const made = headOf(result, tested);
      names.add(headName(made.id));
      const { weights: _, values, ...run } = tested;
      runs.push({ ...run, layer, ...made });
      onMade?.(made, layer, true);
      if (values.length) gauged.push({ id: made.id, values });
    }
  }
  if (!labels) throw new AppError('internal', 'The model was asked for no hidden states.');
  if (!tests.length) return { labels, runs, gauges: null, searched: null, teacher: ofTeacher };
  const asked = asks
    ? await ownVerdicts(models, test, tests, textOf(models), control, (done) =>
        onEvent?.({ stage: 'ask', done, of: tests.length }),
      )
    : null;
  const problems = test.slice(0, request.searchProblems);
  const parameters = { ...HUB_PARAMETERS[task], ...limits, seed: request.seed };
  const searched = problems.length
    ? await searchHeads({ problems, heads: runs, parameters }, models, sha256, control, (sofar) =>
        onEvent?.({ stage: 'search', of: problems.length, searched: sofar }),
      )
    : null;
  return {
    labels,
    runs,
    gauges: gaugesOf(tests, gauged, textOf(models), asked?.verdicts, asked?.readings),
    searched,
    teacher: ofTeacher,
  };
}

/** What a solution's tokens say, without the end. */
const textOf =
  ({ policy: { tokenizer } }: HubModels) =>
  (tokens: readonly number[]): string =>
    tokenizer.decode(tokens.at(-1) === tokenizer.eosToken ? tokens.slice(0, -1) : tokens);

/**
 * Hidden states by layer, all of which one pass gives: those of a layer that learns later are kept in half precision
 * until it reads them, and are gone then. So that all layers learn from numbers of one kind, every one is brought to it.
 * @param layers that learn, in their order; all by default
 * @returns by the place of a layer among those that the model gives
 */
export function sharedStates(
  { model, states, readStates, policy }: Pick<HubModels, 'model' | 'states' | 'readStates' | 'policy'>,
  layers?: readonly StateLayer[],
): (which: number) => StateSource {
  const given = model.states?.given ?? [];
  const order = (layers ?? given).map((layer) => given.indexOf(layer));
  /** By prompt and texts, of each layer that has not read them yet, by its place. */
  const shelf = new Map<string, Map<number, readonly Uint16Array[]>>();
  const read = async (
    which: number,
    prompt: readonly number[],
    texts: readonly (readonly number[])[],
    signal?: AbortSignal,
  ): Promise<Float32Array[]> => {
    const key = [prompt, ...texts].map((tokens) => tokens.join()).join(';');
    let kept = shelf.get(key);
    if (!kept?.has(which)) {
      const later = order.slice(order.indexOf(which));
      const all = await readStates(prompt, texts, later, signal);
      kept = new Map(later.map((place, at) => [place, all.map((own) => packHalf(own[at]!))]));
      shelf.set(key, kept);
    }
    const own = kept.get(which)!.map(unpackHalf);
    kept.delete(which);
    if (!kept.size) shelf.delete(key);
    return own;
  };
  return (which) => ({
    width: states[which]!.states!.info.width,
    contextTokens: policy.contextTokens,
    read: (...given) => read(which, ...given),
  });
}

/** The caches of a language model are large: so many solutions grow side by side. */
const TOGETHER = 24;

/**
 * Samples what it is asked for once: every layer learns from the same solutions.
 * @param sampling what samples
 */
export function rememberedSampling(sampling = sampleProblems): typeof sampleProblems {
  const known = new Map<number, Sampled[]>();
  return async (policy, problems, options, onProgress) => {
    const before = known.get(options.stream);
    if (before) return before;
    const sampled = await sampling(policy, problems, { ...options, together: TOGETHER }, onProgress);
    known.set(options.stream, sampled);
    return sampled;
  };
}
