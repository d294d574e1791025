/** Sampled solutions, judged: what a finished best-of-n search holds for calibration and for finding first errors. */
import { rememberVerdicts } from '../rollouts/verdict';
import type { TaskProblem } from '../tasks/task';
import { pathIds, type SearchTree } from '../trace/reducer';
import type { TraceNode } from '../trace/types';

export interface SampledSolution {
  readonly text: string;
  readonly correct: boolean;
  /** The verifier's numbers, one a token, by step. Empty lists where it scored nothing. */
  readonly values: readonly (readonly number[])[];
  /** Index of the first wrong step, from 0; null where every step is right. */
  readonly firstError: number | null;
}

/** The leaves of a tree of sampled paths, duplicates included: each was drawn. One that was cut off is no right one. */
export function sampledSolutions(tree: SearchTree, verifier: string, problem: TaskProblem): SampledSolution[] {
  const inner = new Set(tree.nodes.map(({ parent }) => parent));
  const verdict = rememberVerdicts(problem);
  return tree.nodes
    .filter(({ id, parent }) => parent !== null && !inner.has(id))
    .map(({ id, answer }) => {
      const steps = pathIds(tree.nodes, id)
        .slice(1)
        .map((at): TraceNode => tree.nodes[at]!);
      const text = steps.map((step) => step.text).join('');
      const { correct, firstError } = verdict(text, answer !== undefined);
      const values = steps.map(({ tokens }) => tokens.flatMap((token) => token.values?.[verifier] ?? []));
      return { text, correct, firstError: firstError?.step ?? null, values };
    });
}
