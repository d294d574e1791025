/** One search of one problem, and what the checker says of its answer. */
import { AppError } from '../src/core/errors';
import type { Policy, Verifier } from '../src/model/types';
import type { RunRequest } from '../src/protocol/engine';
import { strategyOf } from '../src/search/registry';
import type { SearchControl, SearchEvent } from '../src/search/types';
import { resultOf } from '../src/trace/codec';
import { treeAt } from '../src/trace/reducer';
import type { TraceResult } from '../src/trace/types';
import type { Problem } from './problems';

/** @throws AppError `bad-input` for an unknown strategy; `aborted`; what the models throw */
export async function runSearch(
  { strategy: id, parameters }: Pick<RunRequest, 'strategy' | 'parameters'>,
  problem: Problem,
  models: { readonly policy: Policy; readonly verifier: Verifier },
  control: SearchControl,
  onEvent: (event: SearchEvent) => void = () => undefined,
): Promise<TraceResult> {
  const strategy = strategyOf(id);
  if (!strategy) throw new AppError('bad-input', `There is no strategy ${id}.`);
  const ports = { ...models, answerOf: (solution: string) => problem.answerOf(solution) };
  const events: SearchEvent[] = [];
  const start = performance.now();
  for await (const event of strategy.search(problem.prompt, ports, parameters, control)) {
    events.push(event);
    onEvent(event);
  }
  const elapsedMs = performance.now() - start;
  return resultOf(treeAt(events), (solution) => problem.judge(solution), elapsedMs);
}
