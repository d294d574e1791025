/** Value heads on the hidden states of a hub model: what they stand on, and those in files, as verifiers. */
import type { VerifierId } from '../../src/core/ids';
import type { StateLayer } from '../../src/protocol/hub';
import type { HeadBytes } from '../../src/protocol/engine';
import type { TraceModel } from '../../src/trace/types';
import { headShapeOf, layerOf } from '../../src/workshop/card';
import type { Base } from '../../src/workshop/features';
import { parameterCount } from '../../src/workshop/shape';
import { readCard, readVerifier } from '../../src/workshop/verifier-file';
import { headId } from '../trained-verifier';
import { HeadVerifier } from './head-verifier';
import type { HubModels } from './hub-models';
import type { HubCache } from './rows';

/** What a head on these states of a model stands on. */
export function headBase({ model }: Pick<HubModels, 'model'>, sha256: string, layer: StateLayer): Base {
  const layers = layer === 'last' ? (model.states?.layers ?? 0) : layer;
  return { id: model.id, sha256, layers };
}

/**
 * The states that the heads of some files read, each once: a model is asked for them before it is loaded. Files of other
 * verifiers ask for none, and are refused later.
 * @throws AppError `too-large` or `file-damaged`
 */
export const layersOf = (heads: readonly HeadBytes[]): StateLayer[] => [
  ...new Set(heads.flatMap(({ bytes, file }) => layerOf(readCard(bytes, file)) ?? [])),
];

export interface OpenedHead {
  readonly verifier: HeadVerifier<HubCache>;
  readonly model: TraceModel;
}

/**
 * A head in a file, on a model that gives the states that it reads.
 * @param sha256 as `modelHash`
 * @throws AppError `too-large` or `file-damaged`, with one sentence, for a file that does not fit
 */
export function openHead(models: HubModels, sha256: string, { bytes, file }: HeadBytes): OpenedHead {
  const layer = layerOf(readCard(bytes, file));
  const given = models.model.states?.given ?? [];
  const decoding = models.states[layer === null ? -1 : given.indexOf(layer)];
  const width = decoding?.states?.info.width ?? 0;
  const bases = layer === null ? [] : [headBase(models, sha256, layer)];
  const read = readVerifier(bytes, file, (card) => headShapeOf(card, width), bases);
  const shape = headShapeOf(read.card, width)!;
  const id: VerifierId = headId(read.card);
  const info = { id: `${models.model.id}/${id}`, parameters: parameterCount(shape) };
  return {
    verifier: new HeadVerifier(id, info, { shape, weights: read.weights }, decoding!),
    model: { ...info, role: 'verifier', verifier: id, scale: read.card.scale },
  };
}
