import { beforeEach, describe, expect, it, vi } from 'vitest';
import { AppError } from '../../../src/core/errors';
import { EmbedGuest, type GuestEvent, type GuestHandlers } from '../../../src/embed/guest';
import type { Trace, TraceResult } from '../../../src/trace/types';

const result: TraceResult = { answer: null, correct: false, budget: { policyTokens: 1, valueTokens: 1, elapsedMs: 1 } };
const HOST = 'https://article.example';

let sent: [message: Record<string, unknown>, target: string][];
let listeners: ((event: GuestEvent) => void)[];
let handlers: { [K in keyof GuestHandlers]: ReturnType<typeof vi.fn<GuestHandlers[K]>> };
let guest: EmbedGuest;
const parent = { postMessage: (message: unknown, target: string) => void sent.push([message as never, target]) };

beforeEach(() => {
  sent = [];
  listeners = [];
  handlers = {
    configure: vi.fn(),
    run: vi.fn(async () => result),
    stop: vi.fn(),
    loadTrace: vi.fn(),
    currentTrace: vi.fn(() => null),
  };
  guest = new EmbedGuest(
    {
      parent,
      addEventListener: (_, listener) => void listeners.push(listener),
      removeEventListener: (_, listener) => void (listeners = listeners.filter((known) => known !== listener)),
    },
    handlers,
  );
});

const post = async (data: unknown, origin = HOST, source: unknown = parent): Promise<void> => {
  for (const listener of listeners) listener({ data, origin, source });
  await new Promise((resolve) => setTimeout(resolve));
};
const request = (type: string, more: object = {}): object => ({ inkling: 1, type, ...more });
const answers = (): Record<string, unknown>[] =>
  sent.map(([message]) => message).filter(({ type }) => type !== 'state');

describe('configure', () => {
  it('is answered when it is done, and with what kept it from being done', async () => {
    let done: () => void;
    handlers.configure.mockImplementationOnce(() => new Promise<void>((resolve) => (done = resolve)));
    await post(request('configure', { id: 1, fields: { autorun: true } }));
    expect(answers()).toEqual([]);
    done!();
    await new Promise((resolve) => setTimeout(resolve));
    expect(answers()).toEqual([{ inkling: 1, type: 'ok', id: 1 }]);
    handlers.configure.mockRejectedValueOnce(new AppError('bad-input', 'no'));
    await post(request('configure', { id: 2, fields: {} }));
    expect(answers().at(-1)).toEqual({ inkling: 1, type: 'error', code: 'bad-input', message: 'no', id: 2 });
  });
});

describe('before anybody asked', () => {
  it('says ready and height to any parent, and nothing else', () => {
    guest.ready(['game24-1/policy'], ['game24']);
    guest.height(300.2);
    guest.height(300.9);
    guest.state('running');
    guest.events([{ seq: 0, type: 'budget', policyTokens: 1, valueTokens: 0 }]);
    guest.result(result);
    expect(sent).toEqual([
      [{ inkling: 1, type: 'ready', models: ['game24-1/policy'], tasks: ['game24'] }, '*'],
      [{ inkling: 1, type: 'height', height: 301 }, '*'],
    ]);
  });

  it('does not answer a wrong message, and does not pin its origin', async () => {
    await post(request('explode'), 'https://other.example');
    expect(sent).toEqual([]);
    await post(request('stop', { id: 1 }));
    expect(answers()).toEqual([{ inkling: 1, type: 'ok', id: 1 }]);
  });
});

describe('once it was asked', () => {
  it('tells the state, then answers with the id, to that origin alone', async () => {
    guest.state('loading');
    await post(request('run', { id: 'a' }));
    expect(sent).toEqual([
      [{ inkling: 1, type: 'state', state: 'loading' }, HOST],
      [{ inkling: 1, type: 'result', result, id: 'a' }, HOST],
    ]);
  });

  it('sends events, results and states to it', async () => {
    await post(request('stop'));
    sent = [];
    const events = [{ seq: 0, type: 'budget', policyTokens: 1, valueTokens: 0 }] as const;
    guest.events(events);
    guest.events([]);
    guest.result(result);
    guest.state('done');
    guest.state('done');
    expect(sent).toEqual([
      [{ inkling: 1, type: 'event', events, batched: true }, HOST],
      [{ inkling: 1, type: 'result', result }, HOST],
      [{ inkling: 1, type: 'state', state: 'done' }, HOST],
    ]);
  });

  it('no longer listens to another origin, and never to another window', async () => {
    await post(request('stop'), HOST, { postMessage: () => undefined });
    expect(handlers.stop).not.toHaveBeenCalled();
    await post(request('stop'));
    await post(request('run'), 'https://other.example');
    expect(handlers.stop).toHaveBeenCalledTimes(1);
    expect(handlers.run).not.toHaveBeenCalled();
  });

  it('talks to a parent whose origin is opaque', async () => {
    await post(request('stop', { id: 1 }), 'null');
    expect(sent.at(-1)).toEqual([{ inkling: 1, type: 'ok', id: 1 }, '*']);
    await post(request('run'), HOST);
    expect(handlers.run).not.toHaveBeenCalled();
  });

  it('hands the fields on as a URL would hold them', async () => {
    await post(request('configure', { id: 2, fields: { seed: 7, embed: true, autorun: false, problem: '1 2 3 4' } }));
    expect([...handlers.configure.mock.calls[0]![0]]).toEqual([
      ['seed', '7'],
      ['embed', '1'],
      ['autorun', '0'],
      ['problem', '1 2 3 4'],
    ]);
    expect(answers()).toEqual([{ inkling: 1, type: 'ok', id: 2 }]);
  });

  it('turns what goes wrong into an error with the code and the id', async () => {
    handlers.run.mockRejectedValue(new AppError('busy', 'A search is already running.'));
    await post(request('run', { id: 3 }));
    await post(request('get-trace', { id: 4 }));
    await post(request('load-trace', { id: 5, trace: 3 }));
    expect(answers()).toMatchObject([
      { type: 'error', code: 'busy', message: 'A search is already running.', id: 3 },
      { type: 'error', code: 'not-loaded', id: 4 },
      { type: 'error', code: 'bad-input', id: 5 },
    ]);
  });

  it('gives the trace, and loads one', async () => {
    const trace = { format: 'inkling-trace' } as Trace;
    handlers.currentTrace.mockReturnValue(trace);
    await post(request('load-trace', { id: 1, trace }));
    await post(request('get-trace', { id: 2 }));
    expect(handlers.loadTrace).toHaveBeenCalledWith(trace);
    expect(answers()).toEqual([
      { inkling: 1, type: 'ok', id: 1 },
      { inkling: 1, type: 'trace', trace, id: 2 },
    ]);
  });

  it('hears nothing after it was closed', async () => {
    guest.dispose();
    await post(request('stop'));
    expect(handlers.stop).not.toHaveBeenCalled();
  });
});
