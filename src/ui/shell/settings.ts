/** What the session makes of its settings and of what the site offers. */
import type { Scale } from '../../core/scale';
import type { HubLoaded } from '../../protocol/hub';
import { meaningful } from '../../protocol/parameters';
import type { CommonParameters } from '../../core/search-parameters';
import { DEFAULT_PARAMETERS, HUB_PARAMETERS, HUB_TASK, TASKS } from '../../tasks/registry';
import { DEFAULT_STATE, withTask } from '../../url/fields';
import type { OfferedTask, OfferedVerifier, UrlState } from '../../url/fields';
import { withOptions, withVerifierOptions } from '../../url/parse';
import { confidence } from '../../verifiers/confidence';

/** The task that a hub model begins with: the present one, unless a chat model has no fair chance at it. */
const hubTaskFor = (task: OfferedTask, hasChatTemplate: boolean): OfferedTask =>
  hasChatTemplate && !TASKS[task].suitsChat ? HUB_TASK : task;

/** The task that the site's own models can do in its place. */
export const ownTaskFor = (task: OfferedTask): OfferedTask => (TASKS[task].isTrained ? task : DEFAULT_STATE.task);

/** Which parameters are not as they begin; the seed belongs to no beginning. */
const changedFrom = (defaults: CommonParameters, parameters: CommonParameters): (keyof CommonParameters)[] =>
  (Object.keys(defaults) as (keyof CommonParameters)[]).filter(
    (name) => name !== 'seed' && parameters[name] !== defaults[name],
  );

/** What the reader has not changed gives way to what the other kind of model begins with. */
function begun(state: UrlState, from: CommonParameters, to: CommonParameters): UrlState {
  const { parameters } = state;
  if (changedFrom(from, parameters).length) return state;
  return { ...state, parameters: { ...parameters, ...to, seed: parameters.seed } };
}

/** What the reader, or the address, made of a task's own parameters; candidates and beams belong together. */
function chosen({ task, parameters }: UrlState): Partial<CommonParameters> {
  const names = changedFrom(DEFAULT_PARAMETERS[task], parameters);
  const { samples, beam } = parameters;
  const width = names.includes('samples') || names.includes('beam') ? { samples, beam } : {};
  return { ...Object.fromEntries(names.map((name) => [name, parameters[name]])), ...width };
}

/** Another task, for a hub model or for the site's own. */
export function atTask(state: UrlState, task: OfferedTask, isHub: boolean): UrlState {
  if (task === state.task) return state;
  const next = withTask(state, task);
  return isHub ? begun(next, DEFAULT_PARAMETERS[task], HUB_PARAMETERS[task]) : next;
}

/** What a hub model that has come, from this address or from a folder, makes of a state: what it cannot do gives way. */
export function withHubModel(
  state: UrlState,
  policy: string | null,
  { verifiers, hasChatTemplate }: HubLoaded,
): UrlState {
  const verifier = verifiers.includes(state.verifier) ? state.verifier : confidence.id;
  const task = hubTaskFor(state.task, hasChatTemplate);
  const next = begun(withTask(state, task), DEFAULT_PARAMETERS[task], HUB_PARAMETERS[task]);
  // A task that gave way takes its problem with it, and nothing that was asked of the search.
  const kept = task === state.task ? {} : chosen(state);
  return { ...next, policy, verifier, parameters: { ...next.parameters, ...kept } };
}

/** What is left of a state when the hub model is gone. */
export function withoutHubModel(state: UrlState): UrlState {
  const task = ownTaskFor(state.task);
  const next = begun(withTask(state, task), HUB_PARAMETERS[task], DEFAULT_PARAMETERS[task]);
  return { ...next, policy: null, verifier: DEFAULT_STATE.verifier };
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
