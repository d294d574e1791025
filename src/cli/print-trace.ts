/** A trace as a tree that can be read in a terminal. */
import { reachedLimit, type ReachedLimit } from '../trace/limit';
import { fixed } from './print/text';
import type { Trace, TraceNode } from '../trace/types';

/** How many pruned siblings are written out. */
const PRUNED_SHOWN = 4;

/** Children that repeat the same text are one line, with their number. */
interface Line {
  readonly nodes: TraceNode[];
}

const STATUS_ORDER = ['finished', 'kept', 'open', 'pruned'];
const bestOf = ({ nodes }: Line): TraceNode =>
  nodes.reduce((a, b) => (STATUS_ORDER.indexOf(b.status) < STATUS_ORDER.indexOf(a.status) ? b : a));

function linesUnder(trace: Trace, parents: readonly TraceNode[]): Line[] {
  const ids = new Set(parents.map(({ id }) => id));
  const lines = new Map<string, Line>();
  for (const node of trace.nodes) {
    if (node.parent === null || !ids.has(node.parent)) continue;
    const line = lines.get(node.text);
    if (line) line.nodes.push(node);
    else lines.set(node.text, { nodes: [node] });
  }
  const isPruned = (line: Line): number => Number(bestOf(line).status === 'pruned');
  return [...lines.values()].sort(
    (a, b) => isPruned(a) - isPruned(b) || (bestOf(b).value ?? -Infinity) - (bestOf(a).value ?? -Infinity),
  );
}

function label(line: Line): string {
  const { text, value, status } = bestOf(line);
  const copies = line.nodes.length > 1 ? ` x${line.nodes.length}` : '';
  const number = value === null ? '' : `${fixed(value, 3)}  `;
  return `${number}${text.trimEnd() || '(end)'}  [${status}${copies}]`;
}

function* branches(trace: Trace, parents: readonly TraceNode[], indent: string): Generator<string> {
  const lines = linesUnder(trace, parents);
  const living = lines.filter((line) => bestOf(line).status !== 'pruned').length;
  const shown = lines.slice(0, living + PRUNED_SHOWN);
  const more = lines.length - shown.length;
  for (const [i, line] of shown.entries()) {
    const isLast = i === shown.length - 1 && more === 0;
    yield `${indent}${isLast ? '└─' : '├─'} ${label(line)}`;
    yield* branches(trace, line.nodes, `${indent}${isLast ? '   ' : '│  '}`);
  }
  if (more > 0) yield `${indent}└─ (${more} more pruned)`;
}

const LIMITS: Readonly<Record<ReachedLimit['kind'], string>> = {
  tokens: 'steps were cut at the most tokens that one may have, max step tokens',
  steps: 'no solution ended within the most steps that it may have, max steps',
  context: 'prompt and steps filled what the model takes',
};

function verdict({ nodes, strategy, result: { answer, correct, stepsLegal } }: Trace): string {
  if (answer === null) {
    const reached = reachedLimit(nodes, strategy.parameters);
    return reached ? `No answer: ${LIMITS[reached.kind]} (${reached.limit}).` : 'No answer.';
  }
  const steps =
    stepsLegal === undefined ? '' : stepsLegal ? ', and its steps are legal' : ', and its steps are not legal';
  return `Answer: ${answer} (${correct ? 'correct' : 'wrong'}${steps})`;
}

export function printTrace(trace: Trace): string {
  const { strategy, seed, backend, result, nodes } = trace;
  const { policyTokens, valueTokens, elapsedMs } = result.budget;
  const settings = Object.entries(strategy.parameters).map(([name, value]) => `${name} ${String(value)}`);
  return [
    `${trace.task}: ${trace.problem.text}`,
    `${strategy.id}, ${settings.join(', ')}, seed ${seed}`,
    ...branches(trace, nodes.slice(0, 1), ''),
    verdict(trace),
    `${policyTokens} policy tokens, ${valueTokens} value tokens, ${(elapsedMs / 1000).toFixed(2)} s on ${backend}`,
    '',
  ].join('\n');
}
