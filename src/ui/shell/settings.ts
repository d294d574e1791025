/** What the session makes of its settings and of what the site offers. */
import type { Scale } from '../../core/scale';
import type { HubLoaded } from '../../protocol/hub';
import { meaningful } from '../../protocol/parameters';
import { HUB_TASK, TASKS } from '../../tasks/registry';
import { DEFAULT_STATE, withTask } from '../../url/fields';
import type { OfferedTask, OfferedVerifier, UrlState } from '../../url/fields';
import { withOptions, withVerifierOptions } from '../../url/parse';
import { confidence } from '../../verifiers/confidence';

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
  const verifier = verifiers.includes(state.verifier) ? state.verifier : confidence.id;
  return { ...withTask(state, hubTaskFor(state.task, hasChatTemplate)), policy, verifier };
}

/** What is left of a state when the hub model is gone. */
export function withoutHubModel(state: UrlState): UrlState {
  return { ...withTask(state, ownTaskFor(state.task)), policy: null, verifier: DEFAULT_STATE.verifier };
}

/** A state that is changed: another strategy has other options, and so has another verifier. */
export function changed(
  state: UrlState,
  patch: Partial<UrlState>,
  scaleOf: (verifier: OfferedVerifier) => Scale,
): UrlState {
  const next = { ...state, ...patch };
  const given = next.parameters.options ?? {};
  // On the scale of another verifier not all of them mean something.
  const options = patch.verifier === undefined ? given : meaningful(next.strategy, given, scaleOf(next.verifier));
  return withVerifierOptions(withOptions(next, options), next.verifierOptions);
}

/** The default state, looking as this one: its language, its lesson, and what is hidden or locked. */
export function lookOf({ lang, theme, embed, backend, lesson, hide, lock }: UrlState): UrlState {
  return { ...DEFAULT_STATE, lang, theme, embed, backend, lesson, hide, lock };
}
