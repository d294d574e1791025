/** Bytes of a file that a site keeps compressed as well, whatever its host makes of it. */

type Body = ReadableStream<Uint8Array<ArrayBuffer>>;

/** Whether this browser can read compressed files by itself. */
export const canInflate = (): boolean => typeof DecompressionStream !== 'undefined';

/**
 * The bytes inside a gzip file. What keeps `body` from coming is reported as `failed` makes it, so that it can be told
 * from damage. Some hosts say in a header that it is one, and then the browser has inflated it: bytes
 * that do not begin as gzip does are passed on as they are.
 */
export async function inflated(body: Body, failed: (cause: unknown) => Error): Promise<Body> {
  const reader = body.getReader();
  const read = (): ReturnType<typeof reader.read> =>
    reader.read().catch((cause: unknown) => {
      throw failed(cause);
    });
  const head = await read();
  const whole: Body = new ReadableStream({
    start: (controller) => (head.done ? controller.close() : controller.enqueue(head.value)),
    async pull(controller) {
      const { done, value } = await read();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: (reason) => reader.cancel(reason),
  });
  const isGzip = !head.done && head.value[0] === 0x1f && head.value[1] === 0x8b;
  return isGzip ? whole.pipeThrough(new DecompressionStream('gzip')) : whole;
}
