/** The check `counterfactual` as it is read in a terminal. */
import type { BranchAnswer, CounterfactualResult } from '../../checks/counterfactual';

const branch = ({ answer, correct }: BranchAnswer): string =>
  answer === null ? 'no answer' : `${answer} (${correct ? 'correct' : 'wrong'})`;

export const printCounterfactual = ({ node, before, after, budget }: CounterfactualResult): string[] => [
  `Before: ${branch(before)}. After: ${branch(after)}. The new branch begins with node ${node}.`,
  `${budget.policyTokens} policy tokens, ${budget.valueTokens} value tokens`,
];
