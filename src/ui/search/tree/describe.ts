/** What a screen reader says of a step: its text, its score, and what became of it. */
import type { Scale } from '../../../core/scale';
import { formatNumber, numberOf, type Column } from '../../../viz/colouring';
import type { ShownStatus } from '../../../viz/status-sign';
import type { Truth } from '../../../viz/truth';
import type { ViewNode } from '../../../viz/view-tree';
import { fill, inARow, type Messages } from '../../../words';
import { explainStatistics } from '../explain-step';
import { stepName } from '../../kit/token-name';

/** The sentence and what fills it, of which `text` is the step's own. */
export function nodeSentence(
  item: ViewNode,
  status: ShownStatus,
  column: Column | null,
  messages: Messages,
  known: { readonly truth: Truth | null; readonly isParted: boolean } = { truth: null, isParted: false },
): { readonly sentence: string; readonly values: Readonly<Record<string, string>> } {
  const { tree, watch } = messages;
  const text = stepName(item.node.text, messages);
  if (item.depth === 0) return { sentence: tree.itemRoot, values: { text } };
  const number = numberOf(column, item);
  const score =
    number === null || !column
      ? tree.noScore
      : fill(tree.score, { score: formatNumber(column, number, messages.language) }, messages.language);
  const { place } = item;
  const words = [status === 'chosen' ? tree.chosen : tree.status[status]];
  if (place) words.push(fill(tree.place, { rank: place.rank, of: place.of }, messages.language));
  if (place?.reason) words.push(tree.reason[place.reason]);
  if (item.ids.length > 1) words.push(fill(tree.times, { count: item.ids.length }, messages.language));
  if (known.truth) words.push(watch.truths[known.truth]);
  if (known.isParted) words.push(watch.parted);
  return { sentence: tree.item, values: { text, score, status: words.join(', ') } };
}

/** All in one, with what the search counted; `scale` is that of the steps' own values. */
export function describeNode(scale: Scale | null, ...about: Parameters<typeof nodeSentence>): string {
  const [item, , , messages] = about;
  const { sentence, values } = nodeSentence(...about);
  const said = fill(sentence, values, messages.language);
  return inARow([said, ...explainStatistics(item, scale, messages)], messages.language);
}
