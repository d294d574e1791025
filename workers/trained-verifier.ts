/** A verifier that a reader trained, from its file: it runs as those of the pack do, on the same graph. */
import type { BackendId } from '../src/core/ids';
import type { HeadBytes, PackBytes } from '../src/protocol/engine';
import { ModelConfigSchema, readJson, type Manifest } from '../src/protocol/pack';
import { HEAD_MARK } from '../src/protocol/train';
import type { TraceModel } from '../src/trace/types';
import { parameterCount } from '../src/workshop/shape';
import { readVerifier, type VerifierCard } from '../src/workshop/verifier-file';
import type { LoadedModels } from './models';
import { createDecoder, oneAtATime } from './onnx-session';
import { OnnxValueModel } from './onnx-value-model';
import { readWorkshopBase, startsOf, trainedModel } from './trunk';

/** How a trained verifier is named wherever a verifier is. */
export const headId = ({ name }: Pick<VerifierCard, 'name'>): string => `${HEAD_MARK}${name}`;

export interface OpenedVerifier {
  readonly verifier: OnnxValueModel;
  readonly model: TraceModel;
  readonly card: VerifierCard;
  release(): Promise<void>;
}

/**
 * Reads a verifier for a pack, which holds the files of its policy and of the verifier whose layers are the pattern
 * (`patternOf`).
 * @throws AppError `too-large` or `file-damaged`, with one sentence, for a file that does not fit
 */
export function readTrained(pack: PackBytes, manifest: Manifest, { bytes, file }: HeadBytes) {
  const all = startsOf(pack, manifest).map((start) => readWorkshopBase(pack, manifest, start));
  const { shape } = all[0]!.graph;
  const bases = all.map(({ base }) => base);
  const { card, weights, base } = readVerifier(bytes, file, shape, bases);
  return { card, weights, base: all.find((one) => one.base === base)! };
}

/** Opens it on a back end. @throws AppError as `readTrained` and `createDecoder` */
export async function openTrained(
  pack: PackBytes,
  manifest: Manifest,
  given: HeadBytes,
  backend: BackendId,
): Promise<OpenedVerifier> {
  const { card, weights, base } = readTrained(pack, manifest, given);
  const config = `${base.folder}/config.json`;
  const decoder = await createDecoder(
    trainedModel(base, weights),
    readJson(ModelConfigSchema, pack.files[config]!, config),
    'value',
    manifest.contextTokens,
    backend,
  );
  const id = headId(card);
  const info = { id: `${pack.id}/${id}`, parameters: parameterCount(base.graph.shape) };
  return {
    verifier: new OnnxValueModel(id, info, card.scale, decoder),
    model: { ...info, role: 'verifier', verifier: id, scale: card.scale },
    card,
    release: () => oneAtATime(() => decoder.session.release()),
  };
}

/**
 * The models with verifiers of these files beside them, on the same back end.
 * @param pack as for `readTrained`
 * @throws AppError as `openTrained`; what was loaded stays
 */
export async function joinTrained(
  loaded: LoadedModels,
  pack: PackBytes,
  manifest: Manifest,
  files: readonly HeadBytes[],
): Promise<LoadedModels> {
  const opened: OpenedVerifier[] = [];
  const release = (): Promise<unknown> => Promise.all(opened.map((head) => head.release()));
  try {
    for (const file of files) opened.push(await openTrained(pack, manifest, file, loaded.backend));
  } catch (error) {
    await release();
    throw error;
  }
  return {
    ...loaded,
    verifiers: new Map([...loaded.verifiers, ...opened.map(({ verifier }) => [verifier.id, verifier] as const)]),
    models: [...loaded.models, ...opened.map(({ model }) => model)],
    dispose: async () => {
      await Promise.all([loaded.dispose(), release()]);
    },
  };
}
