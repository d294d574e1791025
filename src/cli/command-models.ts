/** The models of a command: those of a task's pack, or a language model in a folder with the heads that were trained on it. */
import { layersOf, openHead } from '../../workers/hub/hub-heads';
import type { Problem } from '../../workers/problems';
import { errorCode } from '../core/errors';
import { TASK_IDS, type BackendId, type TaskId, type VerifierId } from '../core/ids';
import type { CommonParameters } from '../core/search-parameters';
import type { Policy, Verifier } from '../model/types';
import { DEFAULT_VERIFIER } from '../search/defaults';
import { DEFAULT_PARAMETERS, HUB_PARAMETERS, TRAINED_TASK_IDS } from '../tasks/registry';
import type { TraceModel } from '../trace/types';
import { confidence } from '../verifiers/confidence';
import { modelsNeeded, offeredBeside } from '../verifiers/find';
import type { VerifierOptions } from '../verifiers/types';
import { badInput, oneOf } from './command';
import { headFile, isHead } from './head-files';
import { askedIn, hasLayers, hubLimits, openHubFolder, promptOf, readHubFolder } from './hub-folder';
import { modelHash } from './model-hash';
import { loadNodeModels } from './node-models';

export interface CommandModels {
  readonly policy: Policy;
  readonly verifiers: ReadonlyMap<VerifierId, Verifier>;
  readonly models: readonly TraceModel[];
  readonly backend: BackendId;
  /** The problem as it is put to the policy. */
  adapt(problem: Problem): Problem;
  /** Of a search, where they are not the task's. */
  readonly limits: Partial<Pick<CommonParameters, 'maxSteps' | 'maxStepTokens'>>;
  dispose(): Promise<void>;
}

/** A language model in a folder, and how it is asked. */
export interface ModelChoice {
  readonly model?: string;
  readonly prompt?: string;
}

/** The task of a command: with a model in a folder, one that no pack is trained for can be it. */
export function commandTask(text: string, { model, prompt }: ModelChoice): TaskId {
  if (model === undefined && prompt !== undefined)
    throw badInput('--prompt is for a model in a folder: name that with --model FOLDER.');
  return oneOf('task', model === undefined ? TRAINED_TASK_IDS : TASK_IDS, text);
}

/** What a search begins with: as on the page, that of a model in a folder with its own few candidates and longer steps. */
export const beginningWith = (task: TaskId, { model }: ModelChoice): CommonParameters =>
  (model === undefined ? DEFAULT_PARAMETERS : HUB_PARAMETERS)[task];

/** Who judges unless the reader says otherwise: as on the page, beside a model in a folder what needs no other model. */
export const beginningVerifier = ({ model }: ModelChoice): VerifierId =>
  model === undefined ? DEFAULT_VERIFIER : confidence.id;

/** For help texts. */
export const MODEL_HELP = "a language model in a hub's layout, in place of the task's own";
export const VERIFIER_DEFAULT_HELP = `(default: "${DEFAULT_VERIFIER}", with --model "${confidence.id}")`;
export const PROMPT_HELP = 'how such a model is asked: JSON with system, examples, user and delimiter';

/**
 * The policy and those of `verifiers` that are models, on WASM.
 * @throws AppError `bad-input` for a verifier that is not there, or for a folder or a file that does not fit
 */
export async function loadCommandModels(
  task: TaskId,
  verifiers: readonly VerifierId[],
  { model, prompt }: ModelChoice,
  options: VerifierOptions = {},
): Promise<CommandModels> {
  if (model !== undefined) return loadFolder(task, verifiers, model, prompt);
  const loaded = await loadNodeModels(task, verifiers, undefined, options);
  return { ...loaded, adapt: (problem) => problem, limits: {} };
}

async function loadFolder(
  task: TaskId,
  verifiers: readonly VerifierId[],
  folder: string,
  prompt: string | undefined,
): Promise<CommandModels> {
  const heads = verifiers.filter(isHead).map((id) => {
    const file = headFile(id);
    if (!file) throw badInput(`${id} is a verifier in a file of its own: name it as head:FILE.`);
    return file;
  });
  const offered = offeredBeside('hub', []);
  const lacking = [...verifiers, ...modelsNeeded(verifiers)].find((id) => !isHead(id) && !offered.includes(id));
  if (lacking !== undefined)
    throw badInput(`There is no verifier ${lacking} beside this model: take one of ${offered.join(', ')}, head:FILE.`);
  const bytes = readHubFolder(folder);
  const unfit = heads.find(
    (head) =>
      !hasLayers(
        bytes,
        refusing(() => layersOf([head])),
      ),
  );
  if (unfit) throw badInput(`${unfit.file} does not fit ${folder}: it was not trained on that model.`);
  const models = await openHubFolder(bytes, layersOf(heads));
  try {
    const sha256 = heads.length ? await modelHash(bytes) : '';
    const opened = heads.map((head) => refusing(() => openHead(models, sha256, head)));
    const { policy } = models;
    return {
      policy,
      verifiers: new Map<VerifierId, Verifier>([
        ...models.verifiers,
        ...opened.map(({ verifier }) => [verifier.id, verifier] as const),
      ]),
      models: [{ ...policy.info, role: 'policy' }, ...opened.map((head) => head.model)],
      backend: 'wasm',
      adapt: askedIn(models, task, await promptOf(models, task, prompt)),
      limits: hubLimits(task),
      dispose: () => models.dispose(),
    };
  } catch (error) {
    await models.dispose();
    throw error;
  }
}

/** What is wrong with a file is what is wrong with the command. */
function refusing<T>(make: () => T): T {
  try {
    return make();
  } catch (error) {
    throw ['file-damaged', 'too-large'].includes(errorCode(error)) ? badInput((error as Error).message) : error;
  }
}
