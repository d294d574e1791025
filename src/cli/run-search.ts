/** One search on one problem, as both `solve` and `evaluate` run it. */
import type { Problem } from '../../workers/problems';
import type { VerifierId } from '../core/ids';
import type { SharedModels } from '../model/lockstep';
import type { Policy, Verifier } from '../model/types';
import type { SearchEvent, SearchParameters, Strategy } from '../search/types';
import { resultOf } from '../trace/codec';
import { treeAt } from '../trace/reducer';
import type { TraceModel, TraceResult } from '../trace/types';
import { optionsSaid } from '../verifiers/find';
import { makeVerifier } from '../verifiers/make';
import type { VerifierOptions } from '../verifiers/types';

export interface SearchRun {
  readonly events: readonly SearchEvent[];
  readonly result: TraceResult;
}

/** The loaded model of this name, or a verifier that is made for the problem. @throws AppError as `makeVerifier`. */
export const findVerifier = (
  id: VerifierId,
  { policy, verifiers }: { readonly policy: Policy; readonly verifiers: ReadonlyMap<VerifierId, Verifier> },
  problem: Problem,
  options?: VerifierOptions,
): Verifier => makeVerifier(id, { policy, loaded: verifiers, problem }, options);

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
export function usedModels(
  { models }: { readonly models: readonly TraceModel[] },
  verifier: Verifier | null,
  given?: VerifierOptions,
): TraceModel[] {
  const used = models.filter(({ role, verifier: id }) => role === 'policy' || id === verifier?.id);
  if (!verifier || used.some(({ role }) => role === 'verifier')) return used;
  const { id, info, scale } = verifier;
  return [...used, { ...info, role: 'verifier', verifier: id, scale, ...optionsSaid(id, given) }];
}
