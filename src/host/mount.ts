/**
 * The article's half of the conversation with an embedded page: a frame, its height, and questions with their answers.
 * Shipped as `embed.js`, so it is small and imports nothing but types.
 */
import type { Embed, EmbedError, Fields, Mount, MountOptions, Ready } from './types';

interface Message {
  readonly inkling: 1;
  readonly type: string;
  readonly id?: number;
  readonly [name: string]: unknown;
}

interface Question {
  readonly resolve: (answer: Message) => void;
  readonly reject: (error: EmbedError) => void;
}

/** A page that has loaded says so within this time, or is none of ours. */
const PATIENCE_MS = 20_000;
const MARGIN = '300px';
/** In CSS pixels: until the frame has told its own. */
const FIRST_HEIGHT = 640;
/** A frame is never taller than this, whatever it says. */
const MAX_HEIGHT = 20_000;

const failure = (code: string, message: string): EmbedError => Object.assign(new Error(message), { code });
/** Whatever a frame says: what is no text, such as an object without one, is replaced. */
const failureOf = ({ code, message }: Message): EmbedError =>
  failure(
    typeof code === 'string' ? code : 'internal',
    typeof message === 'string' ? message : 'The frame did not say what went wrong.',
  );

/** @param site the folder that serves when no `src` is given; null where this script does not know where it came from */
export const mountFrom =
  (site: string | null): Mount =>
  (element, options = {}) =>
    open(element, options, site);

/**
 * The page's address, as a frame may load it: a script, or a document made up on the spot, would run as the article.
 * @throws EmbedError `bad-input`
 */
function addressOf(src: string | null): URL {
  if (src === null)
    throw failure('bad-input', 'Say in `src` where Inkling is: this script cannot tell where it was loaded from.');
  let url: URL;
  try {
    url = new URL(src, document.baseURI);
  } catch {
    throw failure('bad-input', `\`src\` is no address: ${`${src}`.slice(0, 100)}`);
  }
  const isOwn = url.protocol === location.protocol && url.origin === location.origin && /^[\w.+-]+:\/\//.test(url.href);
  if (!/^(https?|file):$/.test(url.protocol) && !isOwn)
    throw failure('bad-input', `\`src\` has to be a web address or a file, not one that begins with ${url.protocol}`);
  return url;
}

/** Whether the article gives an element a height that does not follow from the frame in it. */
function hasOwnHeight(element: Element, frame: HTMLElement): boolean {
  const [low, high] = [0, FIRST_HEIGHT].map((height) => {
    frame.style.height = `${height}px`;
    return element.clientHeight;
  });
  return low === high && low! > 0 && element !== document.body;
}

function open(element: Element, options: MountOptions, site: string | null): Embed {
  const { src, fields = {}, title = 'Inkling: a search by a reasoning model', height, lazy = true } = options;
  const url = addressOf(src ?? site);
  for (const [name, value] of Object.entries<string | number | boolean>({ ...fields, embed: true }))
    url.searchParams.set(name, typeof value === 'boolean' ? (value ? '1' : '0') : `${value}`);
  // A sandboxed frame, or a file, has an origin that cannot be named.
  const isOpaque = options.sandbox || url.origin === 'null';

  const frame = document.createElement('iframe');
  Object.assign(frame, { title, allow: 'clipboard-write' });
  frame.style.cssText = 'display:block;width:100%;border:0';
  let shownHeight = '';
  const setHeight = (css: string): void => void (shownHeight = frame.style.height = css);
  if (options.sandbox) frame.setAttribute('sandbox', 'allow-scripts');

  const questions = new Map<number, Question>();
  /** Asked before the frame could hear. */
  let waiting: Message[] | null = [];
  let asked = 0;
  let patience: ReturnType<typeof setTimeout>;
  let tellReady: (ready: Ready) => void;
  let failReady: (error: EmbedError) => void;
  const ready = new Promise<Ready>((resolve, reject) => ([tellReady, failReady] = [resolve, reject]));
  ready.catch(() => undefined);

  const post = (message: Message): void => frame.contentWindow?.postMessage(message, isOpaque ? '*' : url.origin);
  const rejectAll = (error: EmbedError): void => {
    for (const { reject } of questions.values()) reject(error);
    questions.clear();
  };
  const load = (): void => {
    sight?.disconnect();
    frame.src ||= url.href;
  };
  const ask = (type: string, more: object = {}): Promise<Message> =>
    new Promise((resolve, reject) => {
      if (!frame.isConnected) return reject(failure('aborted', 'The frame is no longer in the page.'));
      const message: Message = { inkling: 1, type, id: ++asked, ...more };
      questions.set(asked, { resolve, reject });
      if (waiting) waiting.push(message);
      else post(message);
      load();
    });

  const listen = ({ source, origin, data }: MessageEvent): void => {
    if (source !== frame.contentWindow || origin !== (isOpaque ? 'null' : url.origin)) return;
    const message = data as Message | null;
    if (message?.inkling !== 1) return;
    clearTimeout(patience);
    const { type, id } = message;
    const question = id === undefined ? undefined : questions.get(id);
    if (question) {
      questions.delete(id!);
      if (type === 'error') question.reject(failureOf(message));
      else question.resolve(message);
    } else if (type === 'height') {
      const told = typeof message['height'] === 'number' ? message['height'] : NaN;
      // Whoever gave the frame a height meanwhile keeps it.
      if (!isHeld && frame.style.height === shownHeight)
        setHeight(`${Math.min(MAX_HEIGHT, Math.max(0, Math.ceil(told) || FIRST_HEIGHT))}px`);
    } else if (type === 'ready') {
      tellReady(message as unknown as Ready);
      options.onReady?.(message as unknown as Ready);
    } else if (type === 'state') options.onState?.(message['state'] as never);
    else if (type === 'event') options.onEvents?.(message['events'] as never);
    else if (type === 'result') options.onResult?.(message['result'] as never);
    else if (type === 'error') options.onError?.(failureOf(message));
  };
  addEventListener('message', listen);

  // The page listens when its document has loaded; `ready` comes only once its models have, which may take minutes.
  frame.addEventListener('load', () => {
    if (!frame.getAttribute('src')) return;
    clearTimeout(patience);
    const early = waiting ?? [];
    if (!waiting) rejectAll(failure('aborted', 'The frame was loaded anew.'));
    waiting = null;
    patience = setTimeout(() => {
      const error = failure('no-answer', `There is no Inkling at ${url.href}, or it may not be framed here.`);
      rejectAll(error);
      failReady(error);
      options.onError?.(error);
    }, PATIENCE_MS);
    // It makes this page known to the frame, which from then on tells it its state.
    post({ inkling: 1, type: 'configure', id: 0, fields: {} });
    early.forEach(post);
  });

  const sight =
    lazy && typeof IntersectionObserver === 'function'
      ? new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && load(), {
          rootMargin: MARGIN,
        })
      : null;
  element.append(frame);
  const isHeld = height !== undefined || hasOwnHeight(element, frame);
  setHeight(height !== undefined ? `${height}px` : isHeld ? '100%' : `${FIRST_HEIGHT}px`);
  if (sight) sight.observe(frame);
  else load();

  const done = (): void => undefined;
  return {
    frame,
    ready,
    configure: (changed: Fields) => ask('configure', { fields: changed }).then(done),
    run: () => ask('run').then((answer) => answer['result'] as never),
    stop: () => ask('stop').then(done),
    loadTrace: (trace) => ask('load-trace', { trace }).then(done),
    getTrace: () => ask('get-trace').then((answer) => answer['trace'] as never),
    destroy() {
      sight?.disconnect();
      clearTimeout(patience);
      removeEventListener('message', listen);
      frame.remove();
      const error = failure('aborted', 'The frame was taken out of the page.');
      rejectAll(error);
      failReady(error);
    },
  };
}
