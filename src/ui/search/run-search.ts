/** The search that *Run* begins: whether it can, with which models, and what it is shown as. */
import { AppError } from '../../core/errors';
import type { Hear } from '../../protocol/model-host';
import type { SearchEvent } from '../../protocol/parameters';
import type { TraceResult } from '../../trace/types';
import { TASKS } from '../../tasks/registry';
import type { ParsedProblem } from '../../tasks/task';
import type { UrlState } from '../../url/fields';
import { traitsOf } from '../../verifiers/find';
import type { Messages } from '../../words';
import type { HubState } from '../hub/hub.svelte';
import type { Asking } from '../shell/asking';
import { usedModels } from '../shell/run-models';
import type { Belonging } from './belonging.svelte';
import type { LiveSearch } from './live.svelte';
import type { Player } from './player.svelte';
import type { ShownRun } from './search.svelte';

/** What decides whether the models can be asked. */
export interface Askable {
  readonly settings: UrlState;
  readonly hub: Pick<HubState, 'loaded' | 'formatProblem'>;
  readonly messages: Messages;
}

/** What a run needs of the page. */
interface Page extends Askable, Pick<Asking, 'search' | 'selection' | 'ask'> {
  readonly isBusy: boolean;
  /** As the task reads it. */
  readonly problem: ParsedProblem;
  readonly parameterProblem: string | null;
  readonly belonging: Pick<Belonging, 'note'>;
  readonly player: Pick<Player, 'begin'>;
  readonly live: Pick<LiveSearch, 'begin' | 'hear'>;
  refuse(sentence: string | null): void;
}

/**
 * Runs a search with the present settings and shows it.
 * @throws AppError `busy`, `bad-input` with a sentence for the reader, `aborted`, and what the models throw.
 */
export async function runSearch(page: Page, onEvents?: Hear<SearchEvent>): Promise<TraceResult> {
  if (page.isBusy) throw new AppError('busy', 'A search is already running.');
  const refusal = refusalOf(page);
  if (refusal !== null) throw new AppError('bad-input', refusal);
  page.refuse(null);
  const { task, problem, strategy, verifier, verifierOptions, parameters } = page.settings;
  const read = page.problem;
  return page.ask('search', { task, problem, verifiers: [verifier] }, (host, about, { loaded }) => {
    page.selection.clear();
    const info: ShownRun = {
      task,
      problem: { text: read.ok ? read.problem.text : problem },
      models: usedModels(loaded, verifier, verifierOptions),
      backend: loaded.backend,
      backendReason: loaded.backendReason,
      strategy,
      verifier,
      parameters,
    };
    const request = { ...about, strategy, verifier, parameters };
    page.live.begin();
    const run = page.search.run(
      info,
      (hear) => host.run(request, hear, (glimpse) => page.live.hear(glimpse)),
      onEvents,
    );
    page.belonging.note();
    page.player.begin();
    return run;
  });
}

/** Why the settings cannot be run, in a sentence; null where they can. */
function refusalOf(page: Page): string | null {
  const { settings, problem, parameterProblem, messages } = page;
  if (!problem.ok) return problem.message;
  if (parameterProblem !== null) return parameterProblem;
  if (traitsOf(settings.verifier).needs.answer && !problem.problem.hasAnswer) return messages.hub.answerNeeded;
  return modelRefusal(page);
}

/** Why the models cannot be asked with these settings, whatever the problem; null where they can. */
export function modelRefusal({ settings, hub, messages }: Askable): string | null {
  if (!TASKS[settings.task].isTrained && !hub.loaded) return messages.hub.needed;
  if (hub.loaded && hub.formatProblem) return messages.hub.promptProblems[hub.formatProblem.code];
  return null;
}
