import type { StateLayer } from '../../../protocol/hub';
import { fill, type Messages } from '../../../words';

/** Where in a model hidden states stand, as the page says it. */
export const layerName = (layer: StateLayer, { heads, language }: Messages): string =>
  layer === 'last' ? heads.lastLayer : fill(heads.layerName, { layer }, language);

/** A head by its layer, within a sentence. */
export const headAfter = (layer: StateLayer, messages: Messages): string =>
  fill(messages.heads.headAfter, { layer: layerName(layer, messages) }, messages.language);
