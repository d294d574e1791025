/** What a verifier is called where there is no room for a description. */
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
  return models.find(({ verifier }) => verifier === id)?.id ?? id;
}
