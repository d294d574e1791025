/** The models of a run, as its trace lists them. */
import { optionsOf } from '../../trace/models';
import type { TraceModel } from '../../trace/types';
import type { OfferedVerifier } from '../../url/fields';
import { nameOf, optionsSaid, scaleOf } from '../../verifiers/find';
import type { VerifierOptions } from '../../verifiers/types';
import type { Asking } from './asking';
import type { LoadedEngine } from './ports';

/** The model that writes, of those that are loaded or took part. */
export const policyOf = (models: readonly TraceModel[]): string | null =>
  models.find(({ role }) => role === 'policy')?.id ?? null;

/** The models that take part in a run, as its trace lists them. A verifier that is no model is one of its own. */
export function usedModels(
  { models }: LoadedEngine,
  verifier: OfferedVerifier,
  options: VerifierOptions,
): TraceModel[] {
  const used = models.filter(({ role, verifier: id }) => role === 'policy' || id === verifier);
  if (used.some(({ role }) => role === 'verifier')) return used;
  const made = { id: nameOf(verifier, options), verifier, scale: scaleOf(verifier), parameters: 0 };
  return [...used, { ...made, role: 'verifier', ...optionsSaid(verifier, options) }];
}

/** What the tree's verifier was made with, whatever the reader has chosen since; of others, what is chosen now. */
export const optionsOfTree = ({ settings, search }: Pick<Asking, 'settings' | 'search'>): VerifierOptions => ({
  ...settings.verifierOptions,
  ...optionsOf(search.info?.models ?? []),
});
