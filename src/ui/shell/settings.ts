/** What the session makes of its settings and of what the site offers. */
import { ENSEMBLE_CANDIDATES, MODEL_FREE_VERIFIERS } from '../../core/ids';
import type { VerifierId } from '../../core/ids';
import { DEFAULT_PARAMETERS } from '../../protocol/parameters';
import { DEFAULT_STATE, OFFERED_VERIFIERS, withTask } from '../../url/fields';
import type { OfferedTask, OfferedVerifier, UrlState } from '../../url/fields';

/** The task that no pack is trained for. */
export const HUB_TASK = 'gsm8k';

/** A state with another task and the parameters that suit it: a hub model is too large for twenty samples a step. */
export function inTask(state: UrlState, task: OfferedTask): UrlState {
  if (state.task === task) return state;
  const { seed } = state.parameters;
  return { ...withTask(state, task), parameters: { ...DEFAULT_PARAMETERS[task], seed } };
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
