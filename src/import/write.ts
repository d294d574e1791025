/**
 * Writes a trace in the forms of other tools, so that what Python made of them works on a search of ours. What a form
 * has no place for (alternatives, the history, all but one verifier's token scores) is left out.
 */
import { solutionText } from '../trace/reducer';
import type { Trace, TraceNode } from '../trace/types';

export const WRITTEN_FORMATS = ['llm-reasoners', 'ovm-steps', 'ovm-scores'] as const;
export type WrittenFormat = (typeof WRITTEN_FORMATS)[number];

/** One document; for the two forms of OVM, one line. */
export function writeTrace(trace: Trace, format: WrittenFormat): string {
  const make = { 'llm-reasoners': llmReasonersLog, 'ovm-steps': ovmSteps, 'ovm-scores': ovmScores }[format];
  return `${JSON.stringify(make(trace))}\n`;
}

/** The ids from the root to the answer, both included; the root alone where there is no answer. */
function answerPath({ nodes, events, result }: Trace): number[] {
  const done = events.at(-1);
  const told = done?.type === 'done' ? done.id : null;
  const { answer } = result;
  const found = nodes.find(({ status, text }) => answer !== null && status === 'finished' && text.includes(answer));
  const path: number[] = [];
  for (let at: number | null = told ?? found?.id ?? 0; at !== null; at = nodes[at]!.parent) path.push(at);
  return path.reverse();
}

/** Children by parent. */
function childrenOf(nodes: readonly TraceNode[]): readonly (readonly TraceNode[])[] {
  const children: TraceNode[][] = nodes.map(() => []);
  for (const node of nodes) if (node.parent !== null) children[node.parent]!.push(node);
  return children;
}

const qOf = ({ meanValue, value }: TraceNode): number | null => meanValue ?? value;

/** The numbers of an edge: Q and reward as llm-reasoners names them, then every verifier's score of the step. */
function edgeData(node: TraceNode): object {
  const q = qOf(node);
  return {
    action: node.text,
    ...(q === null ? {} : { Q: q }),
    ...(node.value === null ? {} : { reward: node.value }),
    ...(node.visits === undefined ? {} : { visits: node.visits }),
    ...node.tokens.at(-1)?.values,
    status: node.status,
  };
}

/** A log with one snapshot: the tree at the end of the search. */
function llmReasonersLog(trace: Trace): object {
  const children = childrenOf(trace.nodes);
  const onPath = new Set(answerPath(trace));
  const selected = (id: number): number | null => {
    const chosen = children[id]!.find((child) => onPath.has(child.id));
    const best = [...children[id]!].sort((a, b) => (qOf(b) ?? -Infinity) - (qOf(a) ?? -Infinity) || a.id - b.id)[0];
    const child = chosen ?? best;
    // Every node but the root has one edge into it: its own, numbered one lower.
    return child ? child.id - 1 : null;
  };
  const nodes = trace.nodes.map(({ id, text }) => {
    const data = id === 0 ? { question: trace.problem.text } : { text };
    return [String(id), { id, data, selected_edge: selected(id) }];
  });
  const edges = trace.nodes.slice(1).map((node) => {
    const id = node.id - 1;
    return [String(id), { id, source: node.parent, target: node.id, data: edgeData(node) }];
  });
  return { logs: [{ nodes: Object.fromEntries(nodes) as object, edges: Object.fromEntries(edges) as object }] };
}

const labelOf = ({ result, origin }: Trace): boolean | null =>
  origin && !origin.judged ? null : result.answer !== null && result.correct;

/** A candidate of one step, as `intermediate_steps` lists it. */
interface Sequence {
  readonly sample_id: number;
  readonly str: string;
  readonly vscore: number | null;
}

/** All candidates of each depth with cumulative texts; a finished path is carried along to the end. */
function ovmSteps(trace: Trace): object {
  const { nodes, problem, result } = trace;
  const children = childrenOf(nodes);
  const path = answerPath(trace);
  const chosen = path.length > 1 ? path.at(-1)! : null;
  const livesOn = ({ id, status }: TraceNode): boolean =>
    children[id]!.length > 0 || status === 'finished' || status === 'kept' || id === chosen;
  const steps: { sequences: Sequence[]; choices: number[] }[] = [];
  let level = children[0]!;
  while (level.length) {
    const choices = level.flatMap((node, i) => (livesOn(node) ? i : []));
    const kept = choices.map((i) => level[i]!);
    steps.push({
      sequences: level.map((node, i) => sequence(nodes, node, i)),
      choices,
    });
    const grows = kept.some(({ id }) => children[id]!.length > 0);
    level = kept.flatMap((node) => (children[node.id]!.length ? children[node.id]! : [node]));
    if (grows) continue;
    const place = level.findIndex(({ id }) => id === chosen);
    if (level.length) {
      steps.push({ sequences: level.map((node, i) => sequence(nodes, node, i)), choices: place < 0 ? [] : [place] });
    }
    break;
  }
  const response = chosen === null ? '' : solutionText(nodes, chosen);
  const { answer } = result;
  return {
    ...{
      idx: 0,
      input: nodes[0]!.text,
      question: problem.text,
      response,
      response_answer: answer,
      label: labelOf(trace),
    },
    intermediate_steps: steps,
  };
}

const sequence = (nodes: readonly TraceNode[], { id, value }: TraceNode, place: number): Sequence => ({
  sample_id: place,
  str: solutionText(nodes, id),
  vscore: value,
});

/** Every path to a leaf as an output, with its tokens and the steering verifier's score of each. */
function ovmScores(trace: Trace): object {
  const { nodes, problem, models } = trace;
  const children = childrenOf(nodes);
  const verifier =
    models.find(({ role }) => role === 'verifier')?.verifier ??
    Object.keys(nodes.find(({ tokens }) => tokens[0]?.values)?.tokens[0]?.values ?? {})[0];
  const last = answerPath(trace).at(-1);
  const outputs = nodes.slice(1).flatMap((leaf) => {
    if (children[leaf.id]!.length) return [];
    const path: TraceNode[] = [];
    for (let at = leaf; at.parent !== null; at = nodes[at.parent]!) path.push(at);
    path.reverse();
    const tokens = path.flatMap((node) => node.tokens);
    const scores = tokens.map(({ values }) => (verifier === undefined ? undefined : values?.[verifier]));
    const isAnswer = leaf.id === last;
    return {
      response: tokens.map(({ text }) => text).join(''),
      ...(isAnswer ? { response_answer: trace.result.answer, label: labelOf(trace) } : {}),
      tokens: tokens.map(({ text }) => text),
      vscores: scores.map((score) => score ?? null),
    };
  });
  return { idx: 0, input: nodes[0]!.text, question: problem.text, outputs };
}
