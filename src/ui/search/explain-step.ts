/** One or more sentences on what became of a step, with the numbers that decided it. */
import type { Decision } from '../../viz/decision';
import { formatValue } from '../../viz/format';
import type { ViewNode } from '../../viz/view-tree';
import { fill, type Messages } from '../../words';

/** `verifier` is the one that steered; null for none. */
export function explainStep(
  item: ViewNode,
  decision: Decision | null,
  verifier: string | null,
  messages: Messages['step'],
): string[] {
  const sentences: string[] = [];
  const score = decision?.score ?? item.value;
  if (decision) {
    const { rank, of, verdict, reason, kept, lowestKept, highestPruned, allocation } = decision;
    const numbers = { rank, of, kept: kept ?? '', score: score === null ? '–' : formatValue(score) };
    sentences.push(fill(verdict === 'kept' ? messages.kept : messages.pruned[reason!], numbers));
    const isCut = verdict === 'kept' ? highestPruned !== null : reason === 'score' && lowestKept !== null;
    if (isCut && kept !== null) {
      const other = formatValue((verdict === 'kept' ? highestPruned : lowestKept)!);
      sentences.push(fill(verdict === 'kept' ? messages.firstPruned : messages.lastKept, { of, kept, other }));
    }
    if (allocation !== null) sentences.push(fill(messages.allocation, { allocation }));
  } else sentences.push(item.status === 'finished' ? messages.finished : messages.undecided);
  if (item.value !== null && verifier !== null) {
    const sentence = score !== null && score !== item.value ? messages.otherScore : messages.ownValue;
    const own = { verifier: verifier.toUpperCase(), value: formatValue(item.value), score: formatValue(score ?? 0) };
    sentences.push(fill(sentence, own));
  }
  return [...sentences, ...explainStatistics(item, messages)];
}

/** What only some strategies record of a step: its visits and its prior. */
export function explainStatistics({ node }: ViewNode, messages: Messages['step']): string[] {
  const { visits, meanValue, prior } = node;
  const sentences: string[] = [];
  if (visits !== undefined && meanValue !== undefined)
    sentences.push(fill(messages.visits, { visits, mean: formatValue(meanValue) }));
  if (prior !== undefined) sentences.push(fill(messages.prior, { prior: formatValue(prior) }));
  return sentences;
}
