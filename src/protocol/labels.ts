/** Labels of sampled paths as the page has them: by their texts. Two tokens of one vocabulary never share a text. */
import { labelPaths } from '../checks/labels';
import type { SampledPath } from '../checks/types';

export { LABEL_KINDS } from '../checks/types';

/** As the check `labels` makes them of the same paths. */
export function labelTexts(paths: readonly SampledPath[]): ReturnType<typeof labelPaths> {
  const numbers = new Map<string, number>();
  const numberOf = (text: string): number => {
    if (!numbers.has(text)) numbers.set(text, numbers.size);
    return numbers.get(text)!;
  };
  return labelPaths(paths.map((path) => ({ path, ids: path.tokens.map(numberOf) })));
}
