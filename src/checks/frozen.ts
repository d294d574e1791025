/**
 * One finished tree, judged by any set of verifiers without generating anything: where would each have chosen
 * differently, and did that cost or bring a candidate that can still become right?
 *
 * A choice is a selection of the log: its candidates, in the log's order, and which of them were kept. A verifier keeps
 * as many, by its number at each candidate's last token; where the log put duplicates last, they come last here too. Of the
 * choice of an answer only the first place counts, since the rest of a vote's winners are not chosen by score.
 *
 * It compares choices among what was sampled: a verifier that steers would have seen other candidates from its first
 * different choice on.
 */
import type { VerifierId } from '../core/ids';
import type { Scale } from '../model/types';
import type { SearchEvent } from '../search/types';
import { solutionText } from '../trace/reducer';
import type { TraceNode } from '../trace/types';
import type { Truth } from './check';
import { defineCheck } from './define';
import { scoreTree } from './frozen-score';

export interface FrozenOptions {
  readonly kind: 'frozen';
  readonly nodes: readonly TraceNode[];
  /** The log of the tree; empty for an imported tree without one, whose selections are not known. */
  readonly events: readonly SearchEvent[];
  readonly verifiers: readonly VerifierId[];
}

/** One selection of the log and what a verifier would have chosen from the same candidates. */
export interface FrozenDecision {
  readonly verifier: VerifierId;
  /** `seq` of the first event of the selection. */
  readonly seq: number;
  /** Ids, in the order of the log. */
  readonly candidates: readonly number[];
  readonly kept: readonly number[];
  /** As many, by this verifier's number at the last token; of equal ones the earlier candidate comes first. */
  readonly wouldKeep: readonly number[];
  readonly differs: boolean;
  /**
   * Candidates that can still become right by the task's exact oracle, among those kept and those that would be; of
   * finished paths, the right ones. The difference is what the other choice costs or brings.
   */
  readonly keptGood: number;
  readonly wouldKeepGood: number;
}

export type FrozenEvent =
  /** One number for each of the node's tokens; `value` is the last. */
  | {
      readonly type: 'scored';
      readonly verifier: VerifierId;
      readonly id: number;
      readonly values: readonly number[];
      readonly value: number;
    }
  | ({ readonly type: 'decision' } & FrozenDecision);

export interface FrozenSummary {
  readonly verifier: VerifierId;
  readonly scale: Scale;
  /** Selections of the log that left something out. */
  readonly decisions: number;
  readonly differing: number;
  /** Selections in which it would have kept more (fewer) candidates that can still become right. */
  readonly better: number;
  readonly worse: number;
  /** The finished path that it values most. */
  readonly choice: { readonly id: number; readonly answer: string | null; readonly correct: boolean } | null;
  readonly valueTokens: number;
}

export interface FrozenResult {
  readonly kind: 'frozen';
  readonly verifiers: readonly FrozenSummary[];
}

type Choice = Extract<SearchEvent, { type: 'kept' | 'pruned' }>;

export interface Selection {
  readonly seq: number;
  /** In the log's order, the best first. */
  readonly candidates: readonly number[];
  readonly kept: readonly number[];
  /** Whether duplicates were put after all others. */
  readonly duplicatesLast: boolean;
  /** Whether it chose an answer: paths that ended without one come last then. */
  readonly isAnswer: boolean;
}

const isChoice = (event: SearchEvent): event is Choice => event.type === 'kept' || event.type === 'pruned';

/** What the log selected from, where something was kept and something left out. */
export function selectionsOf(events: readonly SearchEvent[]): Selection[] {
  const groups: Choice[][] = [];
  let before: SearchEvent | null = null;
  for (const event of events) {
    if (isChoice(event)) {
      const follows = before !== null && isChoice(before) && event.rank > before.rank && event.of === before.of;
      if (follows) groups.at(-1)!.push(event);
      else groups.push([event]);
    }
    before = event;
  }
  return groups.flatMap((group) => {
    const kept = group.filter(({ type }) => type === 'kept');
    if (!kept.length || kept.length === group.length) return [];
    const isAnswer = group.some((event) => event.type === 'pruned' && event.reason === 'not-chosen');
    return {
      seq: group[0]!.seq,
      candidates: group.map(({ id }) => id),
      kept: (isAnswer ? kept.slice(0, 1) : kept).map(({ id }) => id),
      duplicatesLast: group.some((event) => event.type === 'pruned' && event.reason === 'duplicate'),
      isAnswer,
    };
  });
}

/** What a verifier would keep, by its number for each node; those that `isLate` come after all others. */
export function wouldKeep(
  { candidates, kept }: Selection,
  valueOf: (id: number) => number,
  isLate: (id: number) => boolean,
): number[] {
  return [...candidates]
    .sort((a, b) => Number(isLate(a)) - Number(isLate(b)) || valueOf(b) - valueOf(a))
    .slice(0, kept.length);
}

/** Which nodes can still become right, or are. */
function goodness(nodes: readonly TraceNode[], truth: Truth): (id: number) => boolean {
  const known = new Map<number, boolean>();
  const judge = (id: number): boolean => {
    const text = solutionText(nodes, id);
    return hasEnded(nodes[id]!) ? truth.judge(text).correct : truth.oracle(text, false) > 0;
  };
  return (id) => {
    const isGood = known.get(id) ?? judge(id);
    known.set(id, isGood);
    return isGood;
  };
}

const hasEnded = ({ status, tokens }: TraceNode): boolean => status === 'finished' || tokens.at(-1)?.text === '';

export const frozenCheck = defineCheck<FrozenOptions, FrozenEvent, FrozenResult>(
  ({ nodes, verifiers }) =>
    nodes.length === 0 || verifiers.length === 0
      ? 'There must be a tree, and at least one verifier to judge it.'
      : null,
  async function* ({ nodes, events, verifiers }, { policy, truth, verifierOf }, control) {
    const selections = selectionsOf(events);
    const isGood = goodness(nodes, truth);
    const countGood = (ids: readonly number[]): number => ids.filter(isGood).length;
    const lacksAnswer = (id: number): boolean =>
      hasEnded(nodes[id]!) && truth.answerOf(solutionText(nodes, id)) === null;
    const lateIn =
      ({ duplicatesLast, isAnswer }: Selection) =>
      (id: number): boolean =>
        (duplicatesLast && nodes[id]!.duplicateOf !== undefined) || (isAnswer && lacksAnswer(id));
    const ended = nodes.slice(1).filter((node) => hasEnded(node));
    const summaries: FrozenSummary[] = [];
    // Each is asked for before any of them computes.
    for (const verifier of [...new Set(verifiers)].map(verifierOf)) {
      const { id: name, scale } = verifier;
      const values = new Map<number, number>();
      let valueTokens = 0;
      const spend = (count: number): void => void (valueTokens += count);
      for await (const scored of scoreTree(verifier, policy.tokenizer, truth.prompt, nodes, control, spend)) {
        const value = scored.values.at(-1)!;
        values.set(scored.id, value);
        yield { type: 'scored', verifier: name, ...scored, value };
      }
      const valueOf = (id: number): number => values.get(id) ?? -Infinity;
      const decisions = selections
        .filter(({ candidates }) => candidates.every((id) => values.has(id)))
        .map((selection): FrozenDecision => {
          const { seq, candidates, kept } = selection;
          const other = wouldKeep(selection, valueOf, lateIn(selection));
          return {
            ...{ verifier: name, seq, candidates, kept, wouldKeep: other },
            differs: other.some((id) => !kept.includes(id)),
            ...{ keptGood: countGood(kept), wouldKeepGood: countGood(other) },
          };
        });
      for (const decision of decisions) yield { type: 'decision', ...decision };
      const answered = ended.filter(({ id }) => values.has(id) && !lacksAnswer(id));
      const best = [...answered].sort((a, b) => valueOf(b.id) - valueOf(a.id))[0];
      summaries.push({
        ...{ verifier: name, scale, decisions: decisions.length },
        differing: decisions.filter(({ differs }) => differs).length,
        better: decisions.filter(({ keptGood, wouldKeepGood }) => wouldKeepGood > keptGood).length,
        worse: decisions.filter(({ keptGood, wouldKeepGood }) => wouldKeepGood < keptGood).length,
        choice: best
          ? { id: best.id, answer: truth.answerOf(solutionText(nodes, best.id)), correct: isGood(best.id) }
          : null,
        valueTokens,
      });
    }
    return { kind: 'frozen', verifiers: summaries };
  },
);
