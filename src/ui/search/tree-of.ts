/** The tree of a trace as a search has it. */
import { treeAt, type SearchTree } from '../../trace/reducer';
import type { Trace } from '../../trace/types';

/** One without events is a tree without a history: its answer's node is found by its text. */
export function treeOf(trace: Trace): SearchTree {
  const { events, nodes, strategy } = trace;
  if (events.length) return treeAt(events);
  const { answer, budget } = trace.result;
  const end =
    answer === null ? undefined : nodes.find(({ status, text }) => status === 'finished' && text.includes(answer));
  const { policyTokens, valueTokens } = budget;
  const named = strategy.parameters['verifier'];
  return {
    nodes,
    seq: 0,
    verifier: typeof named === 'string' ? named : (Object.keys(nodes[1]?.tokens[0]?.values ?? {})[0] ?? null),
    policyTokens,
    valueTokens,
    done: { reason: 'finished', id: end?.id ?? null, answer },
  };
}
