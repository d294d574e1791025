/** What a verifier is called where there is no room for a description. */
import { headName, isHead } from '../protocol/train';
import type { TraceModel } from '../trace/types';
import type { Messages } from './types';

/**
 * The page's own name for a verifier, such as `PRM-soft`; for one that the page does not know, the name of its model
 * among `models`, and else its id.
 */
export function verifierName(
  id: string,
  messages: Messages,
  models: readonly Pick<TraceModel, 'id' | 'verifier'>[] = [],
): string {
  const names: Readonly<Partial<Record<string, string>>> = messages.settings.shortVerifiers;
  if (Object.hasOwn(names, id)) return names[id]!;
  const model = models.find(({ verifier }) => verifier === id)?.id;
  // Of one that was trained on the page the pack's name and the mark say nothing to a reader.
  if (isHead(id) && (model === undefined || model.endsWith(`/${id}`))) return headName(id) || id;
  return model ?? id;
}
