/**
 * What an article's script sees of an embedded Inkling: the types of `embed.js`, version 1 of its protocol. This file
 * stands alone, because it is served as `embed.d.ts`.
 */

/** The fields of the page's URL, such as `{ task: 'game24', problem: '4 5 6 10', seed: 7, hide: 'settings' }`. */
export type Fields = Readonly<Record<string, string | number | boolean>>;

/** What the frame is doing. */
export type State = 'idle' | 'loading' | 'running' | 'done' | 'error';

/** What a search came to. */
export interface Result {
  readonly answer: string | null;
  /** The exact checker's verdict; the search never saw it. */
  readonly correct: boolean;
  readonly stepsLegal?: boolean;
  readonly budget: { readonly policyTokens: number; readonly valueTokens: number; readonly elapsedMs: number };
}

/** One event of a search; `schema/trace-1.json` on the site describes each type. */
export interface SearchEvent {
  readonly seq: number;
  readonly type: string;
}

/** A whole search (`*.inkling.json`), as `schema/trace-1.json` on the site describes it. */
export interface Trace {
  readonly format: 'inkling-trace';
  readonly version: 1;
}

/** Why a request failed: `code` for a script, `message` for a person. */
export interface EmbedError extends Error {
  readonly code: string;
}

/** The models and the tasks that the frame has, once they are loaded. */
export interface Ready {
  readonly models: readonly string[];
  readonly tasks: readonly string[];
}

export interface MountOptions {
  /**
   * Address of the site's folder or of an `inkling.html`, on the web or a file; by default the folder from which `embed.js`
   * came, which it knows where a `<script src>` loaded it, and not as a module, evaluated or put inline.
   */
  readonly src?: string;
  /** What the frame shows first; the same fields as in the page's URL. */
  readonly fields?: Fields;
  /** The frame's name for assistive technology. Default: `Inkling: a search by a reasoning model`. */
  readonly title?: string;
  /**
   * Height in CSS pixels, which the frame keeps: the tree takes what the other parts leave of it. Left out, the frame fills
   * an element that has a height of its own, and else takes the height that it needs, which may change (640 until it is known).
   */
  readonly height?: number;
  /** The frame gets `sandbox="allow-scripts"`: no storage, an origin of its own. Default: false. */
  readonly sandbox?: boolean;
  /** Nothing is fetched until the frame is about to be seen, or is asked for something. Default: true. */
  readonly lazy?: boolean;
  readonly onReady?: (ready: Ready) => void;
  readonly onState?: (state: State) => void;
  /** Events of a running search, in batches. */
  readonly onEvents?: (events: readonly SearchEvent[]) => void;
  /** The result of a search that the reader started; one that `run` started is its promise's. */
  readonly onResult?: (result: Result) => void;
  /** What went wrong without having been asked for, such as a frame that never answers. */
  readonly onError?: (error: EmbedError) => void;
}

/** A mounted frame. Every promise rejects with an `EmbedError`. */
export interface Embed {
  readonly frame: HTMLIFrameElement;
  /** Resolves once the models are loaded. */
  readonly ready: Promise<Ready>;
  /**
   * Sets fields of the page's URL; the others stay. Resolves once it is done: a `trace` is shown (one of another site once
   * the reader agrees), a run of `autorun` has begun; rejects with a sentence where a field cannot be.
   */
  configure(fields: Fields): Promise<void>;
  /** Runs a search with the present settings, and gives its result. */
  run(): Promise<Result>;
  /** Ends the search with the best answer so far. */
  stop(): Promise<void>;
  loadTrace(trace: Trace): Promise<void>;
  /** The search that is shown. */
  getTrace(): Promise<Trace>;
  /** Takes the frame out of the article. What is still unanswered rejects. */
  destroy(): void;
}

/** Puts an Inkling at the end of an element. Throws an `EmbedError` where `src` is missing or cannot be a frame's. */
export type Mount = (element: Element, options?: MountOptions) => Embed;
