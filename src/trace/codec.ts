/**
 * Makes a trace of a run and writes it. The same run gives the same bytes, `elapsedMs` apart: every field has its
 * place, and all numbers were rounded when the search logged them (`src/search/precision.ts`).
 */
import type { SearchEvent, SearchParameters } from '../search/types';
import { solutionText, treeAt, type SearchTree, type TreeNode } from './reducer';
import { TRACE_FORMAT, TRACE_VERSION, type Trace, type TraceModel, type TraceNode, type TraceResult } from './types';

/** What is known before the search starts. */
export interface RunInfo {
  readonly task: string;
  readonly problem: Trace['problem'];
  readonly models: readonly TraceModel[];
  readonly backend: string;
  readonly strategy: string;
  /** The verifier that steers or, for a strategy that needs none, only tints; null for neither. */
  readonly verifier: string | null;
  readonly parameters: SearchParameters;
}

/** The part of a node that a trace holds, in the order in which it is written. */
function traceNode(node: TreeNode): TraceNode {
  const { id, parent, text, tokens, value, prior, visits, meanValue, status, duplicateOf, firstSeen } = node;
  return {
    id,
    parent,
    text,
    tokens,
    value,
    ...(prior === undefined ? {} : { prior }),
    ...(visits === undefined ? {} : { visits }),
    ...(meanValue === undefined ? {} : { meanValue }),
    status,
    ...(duplicateOf === undefined ? {} : { duplicateOf }),
    firstSeen,
  };
}

export const traceNodes = (tree: SearchTree): TraceNode[] => tree.nodes.map(traceNode);

export function buildTrace(run: RunInfo, events: readonly SearchEvent[], result: TraceResult): Trace {
  const { seed, options, ...parameters } = run.parameters;
  return {
    format: TRACE_FORMAT,
    version: TRACE_VERSION,
    task: run.task,
    problem: run.problem,
    models: run.models,
    backend: run.backend,
    strategy: { id: run.strategy, parameters: { verifier: run.verifier, ...parameters, ...options } },
    seed,
    nodes: traceNodes(treeAt(events)),
    events,
    result,
  };
}

/** What a task's checker says of a solution's text. */
export type Judge = (solution: string) => { readonly correct: boolean; readonly stepsLegal?: boolean };

/** The result of a search that is done: its answer, judged, and what it cost. */
export function resultOf(tree: SearchTree, judge: Judge, elapsedMs: number): TraceResult {
  const { policyTokens, valueTokens, done } = tree;
  const budget = { policyTokens, valueTokens, elapsedMs: Math.round(elapsedMs) };
  if (!done || done.id === null) return { answer: null, correct: false, budget };
  const { correct, stepsLegal } = judge(solutionText(tree.nodes, done.id));
  return { answer: done.answer, correct, ...(stepsLegal === undefined ? {} : { stepsLegal }), budget };
}

/** The text of a `*.inkling.json` file. */
export const encodeTrace = (trace: Trace): string => `${JSON.stringify(trace)}\n`;
