/** A model in the hub's layout, from a folder of this machine, for the commands that take `--model FOLDER`. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { env } from '@huggingface/transformers';
import * as v from 'valibot';
import { askedOf, formatFor, openHubModels, type HubModels } from '../../workers/hub/hub-models';
import { prepareLibrary } from '../../workers/hub/hub-model';
import { withStates } from '../../workers/graph/hidden-states';
import type { Problem } from '../../workers/problems';
import { errorCode } from '../core/errors';
import type { CommonParameters } from '../core/search-parameters';
import type { TaskId } from '../core/ids';
import {
  DELIMITER_LIMIT,
  EXAMPLES_LIMIT,
  PROMPT_LIMIT,
  promptProblem,
  type PromptFormat,
} from '../model/prompt-format';
import { hubGraph, type HubModelBytes, type StateLayer } from '../protocol/hub';
import { usablePlans } from '../runtime/hub/plan';
import { HUB_PARAMETERS } from '../tasks/registry';
import { badInput } from './command';
import { readInput } from './input-file';
import { delayWasmTiering } from './wasm-tiering';

const WASM = { backend: 'wasm', hasHalf: false, memoryGiB: null } as const;

const message = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/**
 * The files of the model's size that WASM runs best.
 * @param option by which the folder was given
 * @throws AppError `bad-input`, with one sentence, for a folder that holds no such model
 */
export function readHubFolder(folder: string, option = '--model'): HubModelBytes {
  try {
    const paths = [...namesIn(folder, '', option), ...namesIn(folder, 'onnx', option)];
    const files = paths.map((path) => ({ path, sizeBytes: statSync(join(folder, path)).size, sha256: null }));
    const listing = { address: null, name: folder, revision: '', license: null, parameters: 0, files };
    const [plan] = usablePlans(listing, WASM);
    const bytes = Object.fromEntries(
      plan!.files.map(({ path }) => [path, new Uint8Array(readFileSync(join(folder, path)))]),
    );
    const { dtype, dataFiles } = plan!;
    return { id: kindOf(bytes['config.json']!), files: bytes, dtype, dataFiles, parameters: 0 };
  } catch (error) {
    throw ['not-a-model', 'too-large', 'file-damaged'].includes(errorCode(error)) ? badInput(message(error)) : error;
  }
}

/** The files, by their paths in the model's folder. */
function namesIn(folder: string, part: string, option: string): string[] {
  try {
    const entries = readdirSync(join(folder, part), { withFileTypes: true });
    return entries.filter((entry) => !entry.isDirectory()).map(({ name }) => (part ? `${part}/${name}` : name));
  } catch {
    if (part) return [];
    throw badInput(`There is no folder ${folder} that can be read: ${option} takes a folder in the layout of a hub.`);
  }
}

/** As the page calls a model out of a folder: by its architecture. */
function kindOf(config: Uint8Array): string {
  try {
    const { model_type: kind } = JSON.parse(new TextDecoder().decode(config)) as { readonly model_type?: unknown };
    return typeof kind === 'string' && /^[\w.-]{1,100}$/.test(kind) ? kind : 'model';
  } catch {
    // Whoever loads it says what is wrong with it.
    return 'model';
  }
}

/** How many layers a model has, as far as its graph tells; 0 where it does not. @throws AppError as `withStates` */
export const layersIn = ({ files, dtype }: HubModelBytes): number =>
  withStates(files[hubGraph(dtype)]!, ['last']).layers;

/** Whether the model can have all of these layers, as far as its graph tells. @throws AppError as `withStates` */
export function hasLayers(model: HubModelBytes, states: readonly StateLayer[]): boolean {
  const most = states.length ? layersIn(model) : 0;
  return most === 0 || states.every((layer) => layer === 'last' || layer <= most);
}

/** @throws AppError as `openHubModels`; what is wrong with the files is `bad-input` */
export async function openHubFolder(model: HubModelBytes, states: readonly StateLayer[]): Promise<HubModels> {
  delayWasmTiering();
  // The library's default is a CDN.
  env.backends.onnx.wasm!.wasmPaths = new URL('./', import.meta.resolve('onnxruntime-web/wasm')).href;
  env.backends.onnx.wasm!.numThreads = 1;
  prepareLibrary(null);
  try {
    return await openHubModels({ policy: { ...model, states }, backend: 'wasm' });
  } catch (error) {
    throw ['file-missing', 'file-damaged', 'backend-unavailable'].includes(errorCode(error))
      ? badInput(message(error))
      : error;
  }
}

const text = v.pipe(v.string(), v.maxLength(PROMPT_LIMIT));
const PromptSchema = v.object({
  examples: v.pipe(v.array(v.object({ question: text, solution: text })), v.maxLength(EXAMPLES_LIMIT)),
  system: text,
  user: text,
  delimiter: v.pipe(v.string(), v.maxLength(DELIMITER_LIMIT)),
});

/**
 * How the model is asked: as the page asks it, or what a file says of that, {"system", "examples", "user", "delimiter"} or
 * a part. @throws AppError `bad-input` for a file that does not
 */
export async function promptOf(models: HubModels, task: TaskId, path: string | undefined): Promise<PromptFormat> {
  const format = formatFor(models.model, task);
  if (path === undefined) return format;
  let given: unknown;
  try {
    given = JSON.parse(await readInput(path, 16 * PROMPT_LIMIT, `${path} is too large to say how a model is asked.`));
  } catch (error) {
    if (errorCode(error) === 'bad-input') throw error;
    throw badInput(
      `${path} is no JSON file that can be read: --prompt takes {"system", "examples", "user", "delimiter"}.`,
    );
  }
  const read = v.safeParse(v.partial(PromptSchema), given);
  const whole = read.success ? { ...format, ...(read.output as Partial<PromptFormat>) } : null;
  const problem = whole && promptProblem(whole);
  if (whole && !problem) return whole;
  const why = problem ? problem.code.replace('-', ' ') : (v.getDotPath(read.issues![0]) ?? 'its top');
  throw badInput(`${path} does not say how a model is asked (${why}): "user" holds {problem} once.`);
}

/** Steps of a language model are sentences. */
export const hubLimits = (task: TaskId): Pick<CommonParameters, 'maxSteps' | 'maxStepTokens'> => {
  const { maxSteps, maxStepTokens } = HUB_PARAMETERS[task];
  return { maxSteps, maxStepTokens };
};

/** Problems as they are put to this model. */
export const askedIn =
  (models: HubModels, task: TaskId, format: PromptFormat) =>
  (problem: Problem): Problem => {
    models.setFormat(format);
    return { ...askedOf(models, format, problem), limits: hubLimits(task) };
  };
