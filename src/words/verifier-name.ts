/** What a verifier is called where there is no room for a description. */
import type { Reading } from '../core/ids';
import { headName, isHead } from '../protocol/train';
import type { TraceModel } from '../trace/types';
import { traitsOf } from '../verifiers/find';
import { fill } from './fill';
import type { Messages } from './types';

type Names = Readonly<Partial<Record<string, string>>>;

/** The name in a table of names by id, with how much the verifier has read where that is said; null where it has none. */
function known(id: string, names: Names, messages: Messages, reading: Reading | null): string | null {
  const { variant } = traitsOf(id);
  const verifier = Object.hasOwn(names, variant?.of ?? id) ? names[variant?.of ?? id]! : null;
  const said = variant?.reading ?? reading;
  if (verifier === null || said === null) return verifier;
  return fill(messages.settings.named[said], { verifier }, messages.language);
}

/** What a verifier is called in a sentence; null of one that the page does not know. `reading`: where it is to be said. */
export const nameInSentence = (id: string, messages: Messages, reading: Reading | null = null): string | null =>
  known(id, messages.settings.verifiers, messages, reading);

/**
 * The page's own name for a verifier, such as `PRM-soft`; for one that the page does not know, the name of its model
 * among `models`, and else its id. `reading`: how much it has read, where that is to be said.
 */
export function verifierName(
  id: string,
  messages: Messages,
  models: readonly Pick<TraceModel, 'id' | 'verifier'>[] = [],
  reading: Reading | null = null,
): string {
  const own = known(id, messages.settings.shortVerifiers, messages, reading);
  if (own !== null) return own;
  const model = models.find(({ verifier }) => verifier === id)?.id;
  // Of one that was trained on the page the pack's name and the mark say nothing to a reader.
  if (isHead(id) && (model === undefined || model.endsWith(`/${id}`))) return headName(id) || id;
  return model ?? id;
}
