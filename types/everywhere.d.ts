/**
 * The few globals that a page, a worker and Node all have and that the language itself lacks. The pure realm is
 * checked with these alone, so that it cannot come to depend on one platform.
 */
interface AbortSignal {
  readonly aborted: boolean;
  readonly reason: unknown;
  throwIfAborted(): void;
  addEventListener(type: 'abort', listener: () => void, options?: { once?: boolean }): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

declare function setTimeout(callback: () => void, delayMs?: number): unknown;
declare function structuredClone<T>(value: T): T;
declare const performance: { now(): number };
declare class TextDecoder {
  decode(bytes: Uint8Array): string;
}
