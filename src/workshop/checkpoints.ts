/** What a verifier says of the watched problem while it learns: its values on every token, at checkpoints of the learning. */
import { sizeFor, type Lesson } from './batches';
import type { Trunk } from './features';
import type { Learner } from './learner';
import { valuesOf } from './learning';
import type { WorkshopRule } from './rules';
import type { Watched } from './watched-problem';

export interface Checkpoint {
  readonly rule: WorkshopRule;
  /** Steps of learning that were done; 0 before the first. */
  readonly step: number;
  /** Steps that it learns for. */
  readonly of: number;
  /** By token of the tree, in [0, 1]. */
  readonly values: readonly number[];
}

/** Checkpoints of one verifier, those before the first step and after the last aside. */
const MOST = 16;
/** Decimals of a value that is told. */
const DIGITS = 4;

/** Whether a verifier that learns for so many steps is looked at after this one; after its last it is in any case. */
export const isCheckpoint = (step: number, steps: number): boolean =>
  step < steps && step % Math.max(1, Math.ceil(steps / MOST)) === 0;

/** Looks at the learner; the learner's state stays as it is. */
export type Look = (learner: Learner, rule: WorkshopRule, step: number, of: number) => Promise<void>;

/**
 * Computes the features of the watched solutions once; each look is one forward pass over them.
 * @param pass awaited before every look @throws to give up
 */
export async function checkpointsOf(
  trunk: Trunk,
  { prompt, solutions, tree }: Watched,
  pass: () => Promise<void>,
  tell: (checkpoint: Checkpoint) => void,
  signal?: AbortSignal,
): Promise<Look> {
  const [group] = await trunk.features([{ prompt, solutions: solutions.map(({ tokens }) => tokens) }], signal);
  const rows = group!.solutions.map((features) => ({ features, weight: 1, labels: new Map() }));
  const lesson: Lesson = { prompt: group!.prompt, rows };
  const size = sizeFor([lesson], 1, rows.length, 1);
  /** Of a token any solution through it: a value depends on what stands before it alone. */
  const places: { readonly row: number; readonly token: number }[] = [];
  for (const [row, { trail }] of tree.solutions.entries())
    for (const [token, at] of trail.entries()) places[at] ??= { row, token };
  return async (learner, rule, step, of) => {
    const all = await valuesOf(learner, [lesson], size, trunk.shape, pass);
    const values = places.map(({ row, token }) => all[row]![token]!);
    // A loss that ceases to be a number takes the values along; the verifier is then one of an earlier step.
    if (values.every(Number.isFinite)) tell({ rule, step, of, values: values.map((v) => Number(v.toFixed(DIGITS))) });
  };
}
