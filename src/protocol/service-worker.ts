/** What the page tells its service worker. */
export type WorkerMessage =
  /** Takes over from the build before. */
  | { readonly type: 'use-now' }
  /** Answers for tabs that were opened without it. */
  | { readonly type: 'claim' }
  /** Answered on the port that comes along: whether the file at this address is one of the worker's build. */
  | { readonly type: 'holds'; readonly url: string };
