import { MessageChannel } from 'node:worker_threads';
import { expose, proxy, wrap } from 'comlink';
import nodeEndpoint from 'comlink/dist/esm/node-adapter';
import { afterAll, describe, expect, it } from 'vitest';
import { AppError, errorCode } from '../../../src/core/errors';
import { installErrorTransfer } from '../../../src/protocol/error-transfer';

installErrorTransfer();
const { port1, port2 } = new MessageChannel();
const failures = {
  app: () => {
    throw new AppError('file-damaged', 'x.onnx is damaged.', { file: 'x.onnx', sizeBytes: 3 });
  },
  type: () => {
    throw new TypeError('no such thing');
  },
  text: () => {
    throw 'plain text' as unknown;
  },
  abort: () => AbortSignal.abort().throwIfAborted(),
  viaCallback: async (callback: () => Promise<void>) => callback(),
};
expose(failures, nodeEndpoint(port1));
const remote = wrap<typeof failures>(nodeEndpoint(port2));

const caught = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => 'nothing',
    (error: unknown) => error,
  );

describe('errors that cross a thread', () => {
  afterAll(() => port1.close());

  it('keep code, data, message and the stack of where they were thrown', async () => {
    const error = await caught(remote.app());
    expect(error).toMatchObject({
      name: 'AppError',
      code: 'file-damaged',
      message: 'x.onnx is damaged.',
      data: { file: 'x.onnx', sizeBytes: 3 },
    });
    expect((error as Error).stack).toContain('error-transfer.test');
    expect(errorCode(error)).toBe('file-damaged');
  });

  it('keep name and message of other errors', async () => {
    const error = await caught(remote.type());
    expect(error).toMatchObject({ name: 'TypeError', message: 'no such thing' });
    expect(errorCode(error)).toBe('internal');
  });

  it('of an aborted signal have the code `aborted` still', async () => {
    expect(errorCode(await caught(remote.abort()))).toBe('aborted');
  });

  it('become errors when they were none', async () => {
    expect(await caught(remote.text())).toEqual(new Error('plain text'));
  });

  it('cross back and forth through a callback', async () => {
    const callback = proxy(async () => {
      throw new AppError('busy', 'not now');
    });
    expect(await caught(remote.viaCallback(callback))).toMatchObject({ code: 'busy', message: 'not now' });
  });
});
