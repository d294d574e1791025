/** Where a tree of another tool comes from, what its file did not say, and so what cannot be done with it. */
import type { TraceOrigin } from '../../trace/types';
import { fill, inARow, type Messages } from '../../words';

export function originSentences(origin: TraceOrigin, { imports: messages, language }: Messages): string {
  const { format, tree, scores, judged } = origin;
  const formats: Readonly<Record<string, string>> = messages.formats;
  const sentences = [
    fill(messages.from, { format: Object.hasOwn(formats, format) ? formats[format]! : format }, language),
    ...(tree === 'reconstructed' ? [messages.reconstructed] : []),
    messages.scores[scores],
    ...(judged ? [messages.judged] : [messages.unjudged]),
    messages.noVerifiers,
  ];
  return inARow(sentences, language);
}
