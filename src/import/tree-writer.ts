/**
 * Writes the events of a foreign tree, so that it has a history like a search of our own: what the page can do with
 * one it can do with the other.
 */
import type { SearchEvent, EventToken, PruneReason } from '../search/types';
import { traceNodes } from '../trace/codec';
import { treeAt } from '../trace/reducer';
import { isSameAnswer } from '../trace/same-answer';
import { TRACE_LIMITS } from '../trace/schema';
import { TRACE_FORMAT, TRACE_VERSION, type Trace, type TraceModel, type TraceOrigin } from '../trace/types';
import { badFile } from './faults';
import { cut } from './fields';

type Unnumbered = SearchEvent extends infer E ? (E extends { seq: number } ? Omit<E, 'seq'> : never) : never;

export interface Ending {
  /** The node whose path is the answer, or null. */
  readonly id: number | null;
  readonly answer: string | null;
  /** What the file itself says of it; null where it says nothing, and its `expected` answer tells. */
  readonly correct: boolean | null;
}

/** Of a file, beside those of its verifiers. */
const MOST_COLUMNS = 12;

export class TreeWriter {
  readonly #events: SearchEvent[] = [];
  /** Steps from the root, of each node. */
  readonly #depths: number[] = [];
  /** How many tokens each node has. */
  readonly #lengths: number[] = [];
  #tokens = 0;

  /** Numbers beside the first verifier's, which come after it: the first that scores is the one whose numbers are shown. */
  readonly #beside: { id: number; column: string; number: number }[] = [];
  readonly #columns = new Set<string>();
  #isScored = false;

  /** `expected`: the right answer, where the file has one. */
  constructor(
    readonly problem: string,
    readonly expected: string | null = null,
  ) {
    this.add(null, problem || '?');
  }

  get size(): number {
    return this.#depths.length;
  }

  /**
   * Adds a node. Without `tokens` its text counts as one token: such a file scores steps and says nothing of tokens.
   * Returns its id.
   */
  add(parent: number | null, text: string, tokens?: readonly EventToken[], duplicateOf?: number): number {
    const id = this.#depths.length;
    const depth = parent === null ? 0 : this.#depths[parent]! + 1;
    if (id >= TRACE_LIMITS.nodes) throw badFile('too-many-steps', { limit: TRACE_LIMITS.nodes });
    if (depth > TRACE_LIMITS.depth) throw badFile('too-deep-a-tree', { limit: TRACE_LIMITS.depth });
    if (text.length > TRACE_LIMITS.text) throw badFile('step-too-long', { limit: TRACE_LIMITS.text });
    const own = tokens?.length ? tokens : inPieces(text);
    this.#depths.push(depth);
    this.#lengths.push(own.length);
    if (parent !== null) this.#tokens += tokens?.length ?? 0;
    this.#push({
      type: 'node-added',
      id,
      parent,
      text,
      tokens: own,
      ...(duplicateOf === undefined ? {} : { duplicateOf }),
    });
    return id;
  }

  /** One number for the whole step, or one a token. The node's own score is the last. */
  score(id: number, verifier: string, numbers: number | readonly number[]): void {
    const length = this.#lengths[id]!;
    const values = typeof numbers === 'number' ? Array.from({ length }, () => numbers) : numbers;
    const value = values.at(-1);
    if (value === undefined || values.length !== length || !values.every(Number.isFinite)) return;
    this.#isScored = true;
    this.#push({ type: 'token-values', id, verifier: cut(verifier, TRACE_LIMITS.name), values, value });
  }

  keep(id: number, rank: number, of: number): void {
    this.#push({ type: 'kept', id, rank, of });
  }

  prune(id: number, rank: number, of: number, reason: PruneReason): void {
    this.#push({ type: 'pruned', id, rank, of, reason });
  }

  /** Whatever other numbers a file has of a step or a solution, by their names there: each is a column of its own. */
  beside(id: number, columns: readonly (readonly [column: string, number: number])[]): void {
    for (const [column, number] of columns) {
      if (!this.#columns.has(column) && this.#columns.size >= MOST_COLUMNS) continue;
      this.#columns.add(column);
      this.#beside.push({ id, column, number });
    }
    if (this.#isScored) this.#writeBeside();
  }

  #writeBeside(): void {
    for (const { id, column, number } of this.#beside.splice(0)) this.score(id, column, number);
  }

  /** `correct`: what the file says of this solution; null where it says nothing. */
  finish(id: number, answer: string | null, correct: boolean | null = null): void {
    const said = answer === null ? null : cut(answer);
    this.#push({ type: 'finished-path', id, answer: said, ...(correct === null ? {} : { correct }) });
  }

  #push(event: Unnumbered): void {
    if (this.#events.length >= TRACE_LIMITS.events - 1) throw badFile('history-too-long');
    this.#events.push({ seq: this.#events.length, ...event });
  }

  /** The finished trace. `models` are the verifiers whose numbers it holds, with their scales. */
  trace(origin: TraceOrigin, models: readonly TraceModel[], { id, answer, correct }: Ending): Trace {
    this.#writeBeside();
    const said = answer === null ? null : cut(answer);
    const expected = this.expected === null ? null : cut(this.expected);
    const verdict = correct ?? (expected === null || said === null ? null : isSameAnswer(said, expected));
    const columns = [...this.#columns].map((column) => foreignVerifier(column, 'unbounded'));
    this.#push({ type: 'done', reason: id === null ? 'no-answer' : 'finished', id, answer: said });
    const verifier = models.find(({ role }) => role === 'verifier')?.verifier ?? null;
    return {
      format: TRACE_FORMAT,
      version: TRACE_VERSION,
      task: 'imported',
      problem: { text: cut(this.problem), ...(expected === null ? {} : { answer: expected }) },
      models: [...models, ...columns],
      backend: 'elsewhere',
      strategy: { id: 'imported', parameters: { verifier } },
      seed: 0,
      nodes: traceNodes(treeAt(this.#events)),
      events: this.#events,
      result: {
        answer: said,
        correct: verdict === true,
        budget: { policyTokens: this.#tokens, valueTokens: 0, elapsedMs: 0 },
      },
      origin: { ...origin, judged: verdict !== null },
    };
  }
}

/** A text as one token, or as several where it is longer than a token may be. */
function inPieces(text: string): EventToken[] {
  const pieces: EventToken[] = [];
  for (let i = 0; i === 0 || i < text.length; i += TRACE_LIMITS.tokenText)
    pieces.push({ text: text.slice(i, i + TRACE_LIMITS.tokenText) });
  return pieces;
}

/** A verifier as a trace lists it. Of a foreign one nothing but its name and its scale is known. */
export const foreignVerifier = (verifier: string, scale: TraceModel['scale'] & string): TraceModel => ({
  id: cut(verifier, TRACE_LIMITS.name),
  role: 'verifier',
  verifier: cut(verifier, TRACE_LIMITS.name),
  scale,
  parameters: 0,
});
