/** One or more sentences on what became of a step, with the numbers that decided it. */
import type { Scale } from '../../core/scale';
import type { Decision } from '../../viz/decision';
import { formatBeside, formatValue } from '../../viz/format';
import type { ViewNode } from '../../viz/view-tree';
import { fill, type Messages } from '../../words';

/** `verifier` names the one that steered, whose numbers are on `scale`; null for none. */
export function explainStep(
  item: ViewNode,
  decision: Decision | null,
  verifier: string | null,
  scale: Scale | null,
  all: Messages,
): string[] {
  const { step: messages, language } = all;
  const write = (value: number): string => formatValue(value, language, scale);
  const sentences: string[] = [];
  const score = decision?.score ?? item.value;
  if (decision) {
    const { rank, of, verdict, reason, kept, lowestKept, highestPruned, allocation } = decision;
    const beside = verdict === 'kept' ? highestPruned : reason === 'score' ? lowestKept : null;
    const apart = (value: number, from: number | null): string =>
      from === null ? write(value) : formatBeside(value, from, language, scale);
    const numbers = { rank, of, kept: kept ?? '', score: score === null ? '–' : apart(score, beside) };
    sentences.push(fill(verdict === 'kept' ? messages.kept : messages.pruned[reason!], numbers, language));
    if (beside !== null && kept !== null) {
      const other = apart(beside, score);
      sentences.push(
        fill(verdict === 'kept' ? messages.firstPruned : messages.lastKept, { of, kept, other }, language),
      );
    }
    if (allocation !== null) sentences.push(fill(messages.allocation, { allocation }, language));
  } else if (item.status === 'finished') sentences.push(messages.finished);
  else sentences.push(item.children.length ? messages.continued : messages.undecided);
  if (item.value !== null && verifier !== null) {
    const sentence = score !== null && score !== item.value ? messages.otherScore : messages.ownValue;
    const own = { verifier, value: write(item.value), score: write(score ?? 0) };
    sentences.push(fill(sentence, own, language));
  }
  return [...sentences, ...explainStatistics(item, scale, all)];
}

/** What only some strategies record of a step: its visits and its prior. */
export function explainStatistics(
  { node }: ViewNode,
  scale: Scale | null,
  { step: messages, language }: Messages,
): string[] {
  const { visits, meanValue, prior } = node;
  const sentences: string[] = [];
  if (visits !== undefined && meanValue !== undefined)
    sentences.push(fill(messages.visits, { visits, mean: formatValue(meanValue, language, scale) }, language));
  if (prior !== undefined)
    sentences.push(fill(messages.prior, { prior: formatValue(prior, language, 'probability') }, language));
  return sentences;
}
