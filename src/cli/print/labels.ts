/** The check `labels` as it is read in a terminal. */
import type { LabelsResult } from '../../checks/labels';
import { LABEL_KINDS, type LabelledToken } from '../../rollouts/label-tree';
import { share, table } from './text';

/** Tokens through which a smaller share of the paths goes are left out, so that the tree's top can be read. */
const LEAST_SHARE = 0.05;

export function printLabels({ tokens, variance, paths, correct, budget }: LabelsResult): string[] {
  const depths: number[] = [];
  for (const { parent } of tokens) depths.push(parent === null ? 0 : depths[parent]! + 1);
  const row = ({ text, paths: count, labels }: LabelledToken, i: number): string[] => [
    `${' '.repeat(depths[i]!)}${JSON.stringify(text)}`,
    `${count}`,
    ...LABEL_KINDS.map((kind) => `${share(labels[kind].mean)} ±${share(Math.sqrt(labels[kind].variance))}`),
  ];
  const shown = [...tokens.entries()].filter(([, token]) => token.paths >= LEAST_SHARE * paths);
  return [
    `${paths} paths, ${correct} correct, ${tokens.length} different beginnings`,
    ...table([['token', 'paths', ...LABEL_KINDS], ...shown.map(([i, token]) => row(token, i))]),
    `mean variance of a label: ${LABEL_KINDS.map((kind) => `${kind} ${variance[kind]}`).join(', ')}`,
    `${budget.policyTokens} policy tokens`,
  ];
}
