/** Hearing a process that was forked. */
import type { ChildProcess } from 'node:child_process';
import { AppError } from '../core/errors';

/** The next message of a child. @throws AppError `worker-died`, with these words, when it ends instead. */
export function nextMessage<T>(child: ChildProcess, whenDead: string): Promise<T> {
  return new Promise((resolve, reject) => {
    const onMessage = (message: unknown): void => {
      child.off('exit', onExit);
      resolve(message as T);
    };
    const onExit = (): void => {
      child.off('message', onMessage);
      reject(new AppError('worker-died', whenDead));
    };
    child.once('message', onMessage);
    child.once('exit', onExit);
  });
}
