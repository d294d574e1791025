/** What a screen reader says of a step: its text, its score, and what became of it. */
import type { Scale } from '../../../core/scale';
import { formatValue } from '../../../viz/format';
import type { Truth } from '../../../viz/truth';
import type { ViewNode } from '../../../viz/view-tree';
import { fill, type Messages } from '../../../words';
import { stepName } from '../../kit/token-name';

/** The sentence and what fills it, of which `text` is the step's own. */
export function nodeSentence(
  item: ViewNode,
  status: keyof Messages['tree']['status'] | 'chosen',
  scale: Scale | null,
  messages: Messages,
  known: { readonly truth: Truth | null; readonly isParted: boolean } = { truth: null, isParted: false },
): { readonly sentence: string; readonly values: Readonly<Record<string, string>> } {
  const { tree, watch } = messages;
  const text = stepName(item.node.text, messages);
  if (item.depth === 0) return { sentence: tree.itemRoot, values: { text } };
  const score =
    item.value === null
      ? tree.noScore
      : fill(tree.score, { score: formatValue(item.value, messages.language, scale) }, messages.language);
  const { place } = item;
  const words = [status === 'chosen' ? tree.chosen : tree.status[status]];
  if (place) words.push(fill(tree.place, { rank: place.rank, of: place.of }, messages.language));
  if (place?.reason) words.push(tree.reason[place.reason]);
  if (item.ids.length > 1) words.push(fill(tree.times, { count: item.ids.length }, messages.language));
  if (known.truth) words.push(watch.truths[known.truth]);
  if (known.isParted) words.push(watch.parted);
  return { sentence: tree.item, values: { text, score, status: words.join(', ') } };
}

export function describeNode(...about: Parameters<typeof nodeSentence>): string {
  const { sentence, values } = nodeSentence(...about);
  return fill(sentence, values, about[3].language);
}
