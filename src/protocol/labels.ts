/** Labels of sampled paths as the page has them: by their texts. Two tokens of one vocabulary never share a text. */
import { labelTree, type LabelTree } from '../rollouts/label-tree';
import type { SampledPath } from '../rollouts/types';

export { LABEL_KINDS } from '../rollouts/label-tree';

/** As the check `labels` makes them of the same paths. */
export function labelTexts(paths: readonly SampledPath[]): LabelTree {
  const numbers = new Map<string, number>();
  const numberOf = (text: string): number => {
    if (!numbers.has(text)) numbers.set(text, numbers.size);
    return numbers.get(text)!;
  };
  return labelTree(paths.map((path) => ({ path, ids: path.tokens.map(numberOf) })));
}
