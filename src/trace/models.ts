/** What the models of a tree say. */
import type { TraceModel } from './types';

/** The options that the tree's verifiers were made with, all of them together: no two verifiers share a name. */
export const optionsOf = (models: readonly TraceModel[]): NonNullable<TraceModel['options']> =>
  Object.assign({}, ...models.map(({ options }) => options ?? {})) as NonNullable<TraceModel['options']>;
