/** What an article asks of its frame with `configure`: every field is done, or refused with a sentence. */
import { AppError } from '../../core/errors';
import { fetchMessages } from '../../words';
import type { PageSession } from './page-session.svelte';

/**
 * Sets fields of the page's address; the others stay. Resolves when what they ask for is done: the search of a `trace`
 * is shown (or its site's name stands before the reader, who has to agree), `autorun` has begun to run, the sentences of
 * `lang` are here. @throws AppError `bad-input` and what the run's beginning throws
 */
export async function configureFrame(session: PageSession, fields: ReadonlyMap<string, string>): Promise<void> {
  if (fields.get('embed') === '0')
    throw new AppError('bad-input', 'embed: a frame cannot become the whole page; link to the page instead.');
  if (fields.get('policy') && !session.hub.isOffered)
    throw new AppError(
      'bad-input',
      'policy: this page runs no models but its own; use one that is served over the web.',
    );
  session.configure(fields);
  const { autorun, trace, lang } = session.settings;
  if (fields.has('lang')) {
    // The page speaks it once it is here.
    await fetchMessages(lang).catch(() => {
      throw new AppError('download-failed', session.messages.choices.languageMissing);
    });
  }
  if (fields.get('trace') && trace !== null) await session.traceLink.open(trace);
  else if (fields.has('autorun') && autorun) begin(session);
}

/** As the button does: how the run ends is said as any other's is. */
function begin(session: PageSession): void {
  if (session.isBusy) throw new AppError('busy', session.messages.errors.busy);
  if (!session.canRun) throw new AppError('bad-input', 'autorun: the problem or a setting has to be corrected first.');
  void session.tryRun();
}
