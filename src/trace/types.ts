/** The trace file, version 1 (`*.inkling.json`). Public: `schema/trace-1.json` describes the same. */
import type { SearchEvent } from '../search/types';

export const TRACE_FORMAT = 'inkling-trace';
export const TRACE_VERSION = 1;

export type NodeStatus = 'open' | 'kept' | 'pruned' | 'finished';

export interface TraceToken {
  readonly text: string;
  readonly logprob?: number;
  /** By verifier, such as `{ tvm: 0.61 }`. Absent only in the root. */
  readonly values?: Readonly<Record<string, number>>;
  readonly alternatives?: readonly { readonly text: string; readonly logprob: number; readonly value?: number }[];
}

export interface TraceNode {
  readonly id: number;
  readonly parent: number | null;
  readonly text: string;
  readonly tokens: readonly TraceToken[];
  /** The node's raw value on the steering verifier's scale; null where nothing scored it. */
  readonly value: number | null;
  readonly prior?: number;
  readonly visits?: number;
  readonly meanValue?: number;
  readonly status: NodeStatus;
  /** The earlier node with exactly the same path, when this candidate duplicates one. */
  readonly duplicateOf?: number;
  /** The `seq` of the event that added it. */
  readonly firstSeen: number;
}

export interface Budget {
  readonly policyTokens: number;
  readonly valueTokens: number;
  readonly elapsedMs: number;
}

export interface TraceResult {
  readonly answer: string | null;
  readonly correct: boolean;
  readonly stepsLegal?: boolean;
  readonly budget: Budget;
}

export interface TraceModel {
  readonly id: string;
  readonly role: 'policy' | 'verifier';
  readonly verifier?: string;
  readonly scale?: 'probability' | 'logprob' | 'unbounded';
  readonly parameters: number;
  /** Of a verifier that is made of others, or of the policy: what it was made with. */
  readonly options?: Readonly<Record<string, number | readonly string[]>>;
}

/** Of a tree that another tool made: where it comes from, and what its file leaves open. */
export interface TraceOrigin {
  /** Such as `llm-reasoners` (`src/import`). */
  readonly format: string;
  /** `reconstructed`: the file held whole solutions, and the tree was put together from their shared beginnings. */
  readonly tree: 'recorded' | 'reconstructed';
  /** What its scores were given to. A step or a solution that was scored as a whole stands as one token. */
  readonly scores: 'token' | 'step' | 'solution' | 'none';
  /** Whether the file says if the answer is right; `result.correct` means nothing where it is false. */
  readonly judged?: boolean;
}

export interface Trace {
  readonly format: typeof TRACE_FORMAT;
  readonly version: typeof TRACE_VERSION;
  readonly task: string;
  readonly problem: { readonly text: string; readonly answer?: string };
  readonly models: readonly TraceModel[];
  readonly backend: string;
  readonly strategy: { readonly id: string; readonly parameters: Readonly<Record<string, unknown>> };
  readonly seed: number;
  readonly nodes: readonly TraceNode[];
  readonly events: readonly SearchEvent[];
  readonly result: TraceResult;
  /** Absent for a search of our own. */
  readonly origin?: TraceOrigin;
}
