/**
 * The one error class for what can go wrong outside the program: network, files, devices, limits. Code branches on
 * `code`, never on `instanceof` (a class does not survive the way between threads); the page has one table from
 * code to sentence.
 */
export const ERROR_CODES = [
  ...(['aborted', 'bad-input', 'download-failed', 'file-damaged', 'file-missing'] as const),
  // It is given out only to people who sign in.
  'gated',
  // Its host names another address, which was not agreed to.
  'redirected',
  // It has no files that a browser could run.
  'not-a-model',
  ...(['too-large', 'backend-unavailable', 'backend-wrong-numbers', 'device-lost', 'out-of-memory'] as const),
  // It was told to stop, did not answer, and was ended.
  'ended',
  ...(['worker-died', 'not-loaded', 'busy', 'internal'] as const),
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

/** Plain data that a sentence is filled with, such as a file's name or a limit. */
export type FaultData = Readonly<Record<string, string | number>>;

export class AppError extends Error {
  override readonly name = 'AppError';
  constructor(
    readonly code: ErrorCode,
    message: string,
    /** For the sentence that the reader sees. */
    readonly data: FaultData = {},
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** The code of anything thrown, also of an error that crossed a thread; `internal` for an unknown one. */
export function errorCode(error: unknown): ErrorCode {
  const { code, name } = (error ?? {}) as { code?: unknown; name?: unknown };
  if (name === 'AppError' && typeof code === 'string') return code as ErrorCode;
  return name === 'AbortError' ? 'aborted' : 'internal';
}
