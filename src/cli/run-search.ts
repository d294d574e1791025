/** One search on one problem, as both `solve` and `evaluate` run it. */
import type { LoadedModels } from '../../workers/models';
import type { Problem } from '../../workers/problems';
import type { VerifierId } from '../core/ids';
import type { SharedModels } from '../model/together';
import type { Verifier } from '../model/types';
import type { VerifierOptions } from '../model/verifier-options';
import type { SearchEvent, SearchParameters, Strategy } from '../search/types';
import { resultOf } from '../trace/codec';
import { treeAt } from '../trace/reducer';
import type { TraceModel, TraceResult } from '../trace/types';
import { badInput } from './command';

export interface SearchRun {
  readonly events: readonly SearchEvent[];
  readonly result: TraceResult;
}

/** The model or exact verifier of this name. */
export function findVerifier(
  id: VerifierId,
  models: LoadedModels,
  problem: Problem,
  options?: Partial<VerifierOptions>,
): Verifier {
  const verifier = models.verifiers.get(id) ?? problem.modelFreeVerifier(id, models, options);
  if (!verifier) throw badInput(`There is no verifier ${id} for this task.`);
  return verifier;
}

export async function runSearch(
  strategy: Strategy,
  problem: Problem,
  { policy, verifier }: SharedModels,
  parameters: SearchParameters,
): Promise<SearchRun> {
  const ports = { policy, verifier, answerOf: (text: string) => problem.answerOf(text) };
  const events: SearchEvent[] = [];
  const start = performance.now();
  for await (const event of strategy.search(problem.prompt, ports, parameters)) events.push(event);
  const elapsedMs = performance.now() - start;
  return { events, result: resultOf(treeAt(events), (text) => problem.judge(text), elapsedMs) };
}

/** The models that took part, as a trace lists them. */
export function usedModels({ models }: LoadedModels, verifier: Verifier | null): TraceModel[] {
  const used = models.filter(({ role, verifier: id }) => role === 'policy' || id === verifier?.id);
  if (!verifier || used.some(({ role }) => role === 'verifier')) return used;
  return [...used, { ...verifier.info, role: 'verifier', verifier: verifier.id, scale: verifier.scale }];
}
