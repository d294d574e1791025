/** From a finished search to the same search with a branch more. */
import type { CheckEvent } from '../checks/registry';
import type { StrategyId } from '../core/ids';
import { STANDARD_PARAMETERS } from '../core/search-parameters';
import { recordedParameters } from '../search/options';
import type { SearchParameters } from '../search/types';
import { taskOf } from '../tasks/registry';
import { encodeTrace, traceNodes } from '../trace/codec';
import { treeAt } from '../trace/reducer';
import type { Trace, TraceModel } from '../trace/types';
import type { CheckReport } from './check-report';
import { printCheck } from './print/check';
import { printTrace } from './print-trace';

/** The parameters that a trace says its search had; what it leaves out has its default. */
export function parametersOf({ task, seed, strategy }: Trace): SearchParameters {
  const defaults = taskOf(task)?.defaults ?? STANDARD_PARAMETERS;
  return { ...recordedParameters(strategy.parameters, strategy.id as StrategyId, defaults), seed };
}

/** Both branches: the trace with what the check told after its own events, or its tree and what came of the change. */
export function printBranches(
  trace: Trace,
  report: CheckReport,
  told: readonly CheckEvent[],
  { models }: { readonly models: readonly TraceModel[] },
  json: boolean,
): string {
  if (report.result.kind !== 'counterfactual') return printCheck(report);
  const added = told.flatMap((event) => (event.type === 'search' ? event.event : []));
  const events = [...trace.events.filter(({ type }) => type !== 'done'), ...added];
  const { after, budget } = report.result;
  const { elapsedMs } = trace.result.budget;
  const tree = treeAt(events);
  const known = new Set(trace.models.map(({ id }) => id));
  const both: Trace = {
    ...trace,
    models: [...trace.models, ...models.filter(({ id }) => !known.has(id))],
    nodes: traceNodes(tree),
    events,
    // The time is that of the first search: the page shows the cost of what it ran.
    result: { ...after, budget: { policyTokens: tree.policyTokens, valueTokens: tree.valueTokens, elapsedMs } },
  };
  if (json) return encodeTrace(both);
  return `${printTrace(both)}${printCheck({ ...report, result: { ...report.result, budget } })}`;
}
