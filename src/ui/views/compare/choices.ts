/** The decisions of several verifiers on one tree, selection by selection, as the table shows them. */
import type { FrozenDecision } from '../../../protocol/checks';
import type { ViewTree } from '../../../viz/view-tree';

export interface ChoiceRow {
  /** A `ViewNode.id`. */
  readonly node: number;
  readonly keptBySearch: boolean;
  /** By the place of the verifier. */
  readonly kept: readonly boolean[];
  /** Somebody keeps it and somebody does not. */
  readonly differs: boolean;
}

export interface Choice {
  /** `seq` of the log. */
  readonly seq: number;
  /** The choice of the answer, among finished solutions. */
  readonly isAnswer: boolean;
  /** Depth of the candidates: the step, counting from 1. */
  readonly step: number;
  /** How many candidates there were, duplicates counted, and how many of them the search kept. */
  readonly of: number;
  readonly keeps: number;
  /** What at least one keeps, in the order of the log. */
  readonly rows: readonly ChoiceRow[];
  /** Drawn candidates that nobody keeps. */
  readonly others: number;
  readonly differs: boolean;
  /** Of what the search kept, and what each verifier would keep, how many can still become right. */
  readonly goodOfSearch: number;
  readonly good: readonly number[];
}

/** `verifiers` gives the order of the columns. */
export function choicesOf(
  decisions: readonly FrozenDecision[],
  verifiers: readonly string[],
  view: ViewTree,
): Choice[] {
  const bySeq = new Map<number, FrozenDecision[]>();
  for (const decision of decisions) bySeq.set(decision.seq, [...(bySeq.get(decision.seq) ?? []), decision]);
  return [...bySeq]
    .sort(([a], [b]) => a - b)
    .flatMap(([seq, told]): Choice[] => {
      const [first] = told;
      const columns = verifiers.map((id) => told.find(({ verifier }) => verifier === id));
      if (!first || columns.some((column) => !column)) return [];
      const shown = (ids: readonly number[]): Set<number> => new Set(ids.flatMap((id) => view.shownAs.get(id) ?? []));
      const candidates = shown(first.candidates);
      const bySearch = shown(first.kept);
      const kept = columns.map((column) => shown(column!.wouldKeep));
      const rows = [...candidates]
        .map((node): ChoiceRow => {
          const marks = kept.map((nodes) => nodes.has(node));
          const all = [bySearch.has(node), ...marks];
          return { node, keptBySearch: all[0]!, kept: marks, differs: all.some((mark) => mark !== all[0]) };
        })
        .filter((row) => row.keptBySearch || row.kept.includes(true));
      return [
        {
          ...{ seq, rows, of: first.candidates.length, keeps: first.kept.length },
          step: view.nodes.get(rows[0]?.node ?? [...candidates][0] ?? -1)?.depth ?? 0,
          isAnswer: [...candidates].every((node) => view.nodes.get(node)?.node.answer !== undefined),
          others: candidates.size - rows.length,
          differs: rows.some(({ differs }) => differs),
          goodOfSearch: first.keptGood,
          good: columns.map((column) => column!.wouldKeepGood),
        },
      ];
    });
}
