/** What the session makes of its settings and of what the site offers. */
import { ENSEMBLE_CANDIDATES, MODEL_FREE_VERIFIERS } from '../../core/ids';
import type { VerifierId } from '../../core/ids';
import type { HubLoaded } from '../../protocol/hub';
import { HUB_TASK, TASKS } from '../../tasks/registry';
import { DEFAULT_STATE, OFFERED_VERIFIERS, withTask } from '../../url/fields';
import type { OfferedTask, OfferedVerifier, UrlState } from '../../url/fields';

/** The task that a hub model begins with: the present one, unless a chat model has no fair chance at it. */
const hubTaskFor = (task: OfferedTask, hasChatTemplate: boolean): OfferedTask =>
  hasChatTemplate && !TASKS[task].suitsChat ? HUB_TASK : task;

/** The task that the site's own models can do in its place. */
export const ownTaskFor = (task: OfferedTask): OfferedTask => (TASKS[task].isTrained ? task : DEFAULT_STATE.task);

/** What a hub model that has come, from this address or from a folder, makes of a state: what it cannot do gives way. */
export function withHubModel(
  state: UrlState,
  policy: string | null,
  { verifiers, hasChatTemplate }: HubLoaded,
): UrlState {
  const verifier = verifiers.includes(state.verifier) ? state.verifier : 'confidence';
  return { ...withTask(state, hubTaskFor(state.task, hasChatTemplate)), policy, verifier };
}

/** What is left of a state when the hub model is gone. */
export function withoutHubModel(state: UrlState): UrlState {
  return { ...withTask(state, ownTaskFor(state.task)), policy: null, verifier: DEFAULT_STATE.verifier };
}

/** The default state, looking as this one: its language, its lesson, and what is hidden or locked. */
export function lookOf({ lang, theme, embed, backend, lesson, hide, lock }: UrlState): UrlState {
  return { ...DEFAULT_STATE, lang, theme, embed, backend, lesson, hide, lock };
}

/** Of a pack that holds these verifiers: those, and what needs no model; an ensemble needs two. */
export function offeredOf(inPack: readonly VerifierId[]): OfferedVerifier[] {
  const there: readonly VerifierId[] = [...inPack, ...MODEL_FREE_VERIFIERS];
  const isMade = ENSEMBLE_CANDIDATES.filter((id) => there.includes(id)).length >= 2;
  return OFFERED_VERIFIERS.filter((id) => there.includes(id) && (id !== 'ensemble' || isMade));
}
