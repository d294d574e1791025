/** What a search for the first error found, beside the step checker and the verifier, in sentences. */
import { middleOf, type Scale } from '../../../core/scale';
import { fill, type Messages } from '../../../words';
import type { ErrorAnswer } from './inspector.svelte';

/** Whose values stand at the tokens; its name as the page writes it. */
export interface NamedVerifier {
  readonly id: string;
  readonly name: string;
  readonly scale: Scale;
}

/**
 * The sentences, and the step that they lead to, from 0; null for none. A verifier is asked where its value falls below
 * the middle of its scale, and not at all where the scale has none.
 */
export function errorSentences(
  { path, result }: ErrorAnswer,
  verifier: NamedVerifier | null,
  { lab, language }: Messages,
): { readonly sentences: string[]; readonly step: number | null } {
  const messages = lab.inspector.error;
  if (!result) return { sentences: [], step: null };
  const { found, broken, unit, units, rolloutsSpent: spent, rolloutsOfScan: scan } = result;
  const sentences: string[] = [];
  if (found) sentences.push(fill(messages.found, { step: found.step + 1 }, language));
  else sentences.push(unit === null && units > 0 ? messages.open : messages.never);
  sentences.push(broken ? fill(messages.broken, { step: broken.step + 1 }, language) : messages.clean);
  if (found && broken?.step === found.step) sentences.push(messages.same);
  const middle = verifier && middleOf(verifier.scale);
  if (verifier && middle !== null) {
    const low = path.findIndex(({ node }) => (node.tokens.at(-1)?.values?.[verifier.id] ?? Infinity) < middle);
    const said = low < 0 ? messages.never2 : messages.value;
    sentences.push(fill(said, { verifier: verifier.name, step: low + 1 }, language));
  }
  sentences.push(fill(messages.saved, { spent, scan }, language));
  return { sentences, step: found?.step ?? broken?.step ?? null };
}
