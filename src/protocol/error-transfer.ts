/**
 * Carries errors over comlink whole. On its own it keeps name, message and stack, so a code and its data would be
 * lost on the way. Both threads call `installErrorTransfer` before anything else.
 */
import { transferHandlers } from 'comlink';
import { AppError, type ErrorCode } from '../core/errors';

type Data = Readonly<Record<string, string | number>>;

export type CrossedError =
  | {
      readonly kind: 'app';
      readonly code: ErrorCode;
      readonly message: string;
      readonly data: Data;
      readonly stack?: string;
    }
  | { readonly kind: 'error'; readonly name: string; readonly message: string; readonly stack?: string }
  | { readonly kind: 'other'; readonly value: string };

export function packError(thrown: unknown): CrossedError {
  if (!(thrown instanceof Error)) return { kind: 'other', value: String(thrown) };
  const { name, message, stack } = thrown;
  const { code, data } = thrown as Partial<AppError>;
  if (name === 'AppError' && code) return { kind: 'app', code, message, data: data ?? {}, stack };
  return { kind: 'error', name, message, stack };
}

export function unpackError(crossed: CrossedError): Error {
  switch (crossed.kind) {
    case 'app':
      return withStack(new AppError(crossed.code, crossed.message, crossed.data), crossed.stack);
    case 'error':
      return withStack(Object.assign(new Error(crossed.message), { name: crossed.name }), crossed.stack);
    case 'other':
      return new Error(crossed.value);
  }
}

/** The stack of where it was thrown says more than that of where it arrived. */
function withStack<E extends Error>(error: E, stack: string | undefined): E {
  if (stack) error.stack = stack;
  return error;
}

export function installErrorTransfer(): void {
  const ours = transferHandlers.get('throw')!;
  transferHandlers.set('throw', {
    canHandle: (value): value is unknown => ours.canHandle(value),
    serialize: (thrown: { value: unknown }) => [packError(thrown.value), []],
    deserialize: (crossed: CrossedError) => {
      throw unpackError(crossed);
    },
  });
}
