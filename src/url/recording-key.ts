/** Which recorded search belongs to the page's settings: recordings are listed by what decides a search, and by nothing else. */
import { TASKS } from '../tasks/registry';
import { DEFAULT_STATE, withTask } from './fields';
import type { UrlState } from './fields';
import { serialiseUrl } from './serialise';

/** As the task spells it; as it was typed where the task cannot read it. */
function spelled({ task, problem }: Pick<UrlState, 'task' | 'problem'>): string {
  const read = TASKS[task].parse(problem);
  return read.ok ? read.problem.text : problem;
}

/** The query string of a state without how the page looks, what it shows and what computes; empty for the default search. */
export function recordingKey(state: UrlState): string {
  const { task, strategy, verifier, parameters, verifierOptions } = state;
  return serialiseUrl({
    ...withTask(DEFAULT_STATE, task),
    ...{ problem: spelled(state), strategy, verifier, parameters, verifierOptions },
  });
}

/** Where the search itself has no recording: that of its problem with the settings that its task begins with. */
export const problemKey = ({ task, problem }: Pick<UrlState, 'task' | 'problem'>): string =>
  recordingKey({ ...withTask(DEFAULT_STATE, task), problem });
