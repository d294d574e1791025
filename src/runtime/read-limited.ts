/** The body of an answer from outside, counted while it comes: what nobody limits may never end. */

/** At most `limit` bytes; null for more, and then the rest is not fetched. @throws what the connection throws */
export async function readLimited({ body }: Response, limit: number): Promise<Uint8Array<ArrayBuffer> | null> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  const reader = body?.getReader();
  for (let part = await reader?.read(); part && !part.done; part = await reader!.read()) {
    length += part.value.length;
    if (length > limit) {
      await reader!.cancel().catch(() => undefined);
      return null;
    }
    chunks.push(part.value);
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}
