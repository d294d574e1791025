/**
 * The embedded page's half of the conversation with the article round it.
 *
 * It listens to its parent only, pins the origin of the first valid request, and from then on talks to that origin
 * alone. `ready` and `height` go to any parent: they carry nothing private.
 */
import { AppError, errorCode } from '../core/errors';
import type { SearchEvent } from '../protocol/parameters';
import type { Trace, TraceResult } from '../trace/types';
import { PROTOCOL_VERSION, readRequest } from './messages';
import type { FrameMessage, Request, RequestId, RunState } from './messages';

/** What the guest needs of `window`, so that a test can stand in for it. */
export interface GuestWindow {
  readonly parent: { postMessage(message: unknown, targetOrigin: string): void };
  addEventListener(type: 'message', listener: (event: GuestEvent) => void): void;
  removeEventListener(type: 'message', listener: (event: GuestEvent) => void): void;
}

export interface GuestEvent {
  readonly data: unknown;
  readonly origin: string;
  readonly source: unknown;
}

/** What the page does for its parent. A thrown `AppError` becomes an `error` message. */
export interface GuestHandlers {
  /** Resolves when it is done. */
  configure(fields: ReadonlyMap<string, string>): void | Promise<void>;
  /** Resolves with the run's result. */
  run(): Promise<TraceResult>;
  stop(): void;
  loadTrace(trace: unknown): void | Promise<void>;
  /** The trace on the page, or null when there is none yet. */
  currentTrace(): Trace | null;
}

export class EmbedGuest {
  readonly #window: GuestWindow;
  readonly #handlers: GuestHandlers;
  #origin: string | null = null;
  #height = 0;
  /** Told again to a parent that makes itself known later. */
  #state: RunState = 'idle';

  constructor(window: GuestWindow, handlers: GuestHandlers) {
    this.#window = window;
    this.#handlers = handlers;
    window.addEventListener('message', this.#listen);
  }

  ready(models: readonly string[], tasks: readonly string[]): void {
    this.#toAnyone({ type: 'ready', models, tasks });
  }

  /** In CSS pixels. The same height is not reported twice in a row. */
  height(height: number): void {
    const rounded = Math.ceil(height);
    if (rounded === this.#height) return;
    this.#height = rounded;
    this.#toAnyone({ type: 'height', height: rounded });
  }

  state(state: RunState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#toParent({ type: 'state', state });
  }

  events(events: readonly SearchEvent[]): void {
    if (events.length) this.#toParent({ type: 'event', events, batched: true });
  }

  /** The result of a run that the reader started. One that the parent asked for is answered with its `id`. */
  result(result: TraceResult): void {
    this.#toParent({ type: 'result', result });
  }

  dispose(): void {
    this.#window.removeEventListener('message', this.#listen);
  }

  readonly #listen = (event: GuestEvent): void => {
    if (event.source !== this.#window.parent) return;
    if (this.#origin !== null && event.origin !== this.#origin) return;
    const read = readRequest(event.data);
    if (read.kind === 'foreign') return;
    if (read.kind === 'invalid') {
      this.#toParent({ type: 'error', code: 'bad-input', message: read.reason }, read.id);
      return;
    }
    const isFirst = this.#origin === null;
    this.#origin = event.origin;
    if (isFirst) this.#toParent({ type: 'state', state: this.#state });
    void this.#answer(read.request);
  };

  async #answer(request: Request): Promise<void> {
    try {
      this.#toParent(await this.#handle(request), request.id);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      this.#toParent({ type: 'error', code: errorCode(error), message }, request.id);
    }
  }

  async #handle(request: Request): Promise<FrameMessage> {
    switch (request.type) {
      case 'configure':
        await this.#handlers.configure(
          new Map(Object.entries(request.fields).map(([name, value]) => [name, fieldText(value)])),
        );
        return { type: 'ok' };
      case 'run':
        return { type: 'result', result: await this.#handlers.run() };
      case 'stop':
        this.#handlers.stop();
        return { type: 'ok' };
      case 'load-trace':
        await this.#handlers.loadTrace(request.trace);
        return { type: 'ok' };
      case 'get-trace': {
        const trace = this.#handlers.currentTrace();
        if (!trace) throw new AppError('not-loaded', 'There is no trace yet: run a search first.');
        return { type: 'trace', trace };
      }
    }
  }

  #toAnyone(message: FrameMessage): void {
    this.#window.parent.postMessage({ inkling: PROTOCOL_VERSION, ...message }, '*');
  }

  #toParent(message: FrameMessage, id?: RequestId): void {
    if (this.#origin === null) return;
    // A parent with an opaque origin (a file, a sandbox) cannot be named; it is still the one window we talk to.
    const target = this.#origin === 'null' ? '*' : this.#origin;
    this.#window.parent.postMessage(
      { inkling: PROTOCOL_VERSION, ...message, ...(id === undefined ? {} : { id }) },
      target,
    );
  }
}

/** As the field would stand in a URL. */
const fieldText = (value: string | number | boolean): string =>
  typeof value === 'boolean' ? (value ? '1' : '0') : `${value}`;
