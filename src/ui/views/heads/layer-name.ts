import type { StateLayer } from '../../../protocol/hub';
import { fill, type Messages } from '../../../words';

/** Where in a model hidden states stand, as the page says it. */
export const layerName = (layer: StateLayer, { heads, language }: Messages): string =>
  layer === 'last' ? heads.lastLayer : fill(heads.layerName, { layer }, language);
