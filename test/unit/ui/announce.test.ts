import { describe, expect, it } from 'vitest';
import { EMPTY_SEARCH } from '../../../src/trace/reducer';
import { announcement, type Announced } from '../../../src/ui/search/announce';
import { messagesFor } from '../../../src/words';

const messages = messagesFor('en');
const { run } = messages;
const info = { backendReason: 'chosen' } as Announced['info'];
const search = (more: Partial<Announced>): Announced => ({
  ...{ status: 'none', head: EMPTY_SEARCH, info, failure: null },
  ...more,
});
const endedBy = (reason: 'finished' | 'stopped'): Announced['head'] => ({
  ...EMPTY_SEARCH,
  done: { reason, id: null, answer: null },
});

describe('what is announced of a search', () => {
  it.each<[string, Partial<Announced>, boolean, string]>([
    ['nothing before the first', {}, false, ''],
    ['that its models are awaited', {}, true, `${run.loadingUnknown} ${run.waiting}`],
    ['its start', { status: 'running' }, false, run.started],
    ['that it is being stopped', { status: 'stopping' }, false, run.stopping],
    ['its end', { status: 'done', head: endedBy('finished') }, false, run.ended],
    ['that it was stopped', { status: 'done', head: endedBy('stopped') }, false, run.stopped],
    ['that it failed', { status: 'failed', failure: { code: 'out-of-memory', message: '' } }, false, run.failed],
    ['that it was called off', { status: 'failed', failure: { code: 'aborted', message: '' } }, false, run.stopped],
    [
      'nothing where it came from a file',
      { status: 'done', info: { backendReason: null } as Announced['info'] },
      false,
      '',
    ],
  ])('%s', (_, state, isWaiting, told) => expect(announcement(search(state), isWaiting, messages)).toBe(told));

  it('does not change while only numbers do', () => {
    const grown = { ...EMPTY_SEARCH, policyTokens: 500 };
    const [before, after] = [EMPTY_SEARCH, grown].map((head) =>
      announcement(search({ status: 'running', head }), false, messages),
    );
    expect(after).toBe(before);
  });
});
