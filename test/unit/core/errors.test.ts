import { describe, expect, it } from 'vitest';
import { AppError, errorCode } from '../../../src/core/errors';

describe('errorCode', () => {
  const crossed = Object.assign(new Error('gone'), { name: 'AppError', code: 'worker-died' });
  it.each([
    ['an AppError', new AppError('device-lost', 'The device is gone.'), 'device-lost'],
    ['one that lost its class between threads', crossed, 'worker-died'],
    ['an abort of the platform', new DOMException('stopped', 'AbortError'), 'aborted'],
    ['a plain error', new Error('oops'), 'internal'],
    ['an error of Node with a code of its own', Object.assign(new Error('no file'), { code: 'ENOENT' }), 'internal'],
    ['a thrown text', 'oops', 'internal'],
    ['nothing', undefined, 'internal'],
    ['null', null, 'internal'],
  ])('of %s', (_, thrown, code) => expect(errorCode(thrown)).toBe(code));

  it('keeps the data and the cause', () => {
    const cause = new Error('below');
    const error = new AppError('file-damaged', 'The file is damaged.', { file: 'a.onnx', sizeBytes: 3 }, { cause });
    expect(error).toMatchObject({ data: { file: 'a.onnx', sizeBytes: 3 }, cause, message: 'The file is damaged.' });
  });
});
