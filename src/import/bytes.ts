/** Bytes of a file as UTF-8 text, whatever it was saved as: gzip is inflated, UTF-16 is written anew. */
import { badFile } from './faults';
import type { Bytes } from './types';

/** How much of a file is looked at in one piece. */
export const CHUNK = 1024 * 1024;
/** What a file that has to be written anew may come to: it is held as a whole, unlike one that is read in place. */
export const MOST_REWRITTEN = 256 * 1024 * 1024;

/** @throws AppError `bad-input` for a file that was changed or taken away since it was chosen, which browsers do not read. */
export async function bytesAt(bytes: Bytes, start: number, end: number): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await bytes.slice(start, end).arrayBuffer());
  } catch (cause) {
    const name = cause instanceof Error ? cause.name : (cause as { readonly name?: unknown } | null)?.name;
    if (name === 'NotReadableError' || name === 'NotFoundError') throw badFile('file-changed');
    throw cause;
  }
}

/** First bytes of files that were compressed in another way: zip, zstd, bzip2, xz, 7z. */
const COMPRESSED = [
  [0x50, 0x4b, 0x03, 0x04],
  [0x28, 0xb5, 0x2f, 0xfd],
  [0x42, 0x5a, 0x68],
  [0xfd, 0x37, 0x7a, 0x58],
  [0x37, 0x7a, 0xbc, 0xaf],
];

/**
 * The file itself where it is UTF-8, with or without a byte order mark; else the same text as UTF-8.
 * Throws `bad-input` for a file that is compressed in a way that browsers cannot undo, damaged, or too large inside.
 */
export async function asUtf8(file: Bytes): Promise<Bytes> {
  const head = await bytesAt(file, 0, 4);
  const isGzip = head[0] === 0x1f && head[1] === 0x8b;
  if (!isGzip && COMPRESSED.some((sign) => sign.every((byte, i) => head[i] === byte))) throw badFile('compressed');
  const inside = isGzip ? await inflated(file) : file;
  const encoding = utf16Of(isGzip ? await bytesAt(inside, 0, 4) : head);
  return encoding === null ? inside : fromUtf16(inside, encoding);
}

/** Told by the byte order mark, or by the zero in the first character: JSON begins with one of ASCII. */
function utf16Of([first, second]: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  if (first === undefined || second === undefined) return null;
  if ((first === 0xff && second === 0xfe) || (first !== 0 && second === 0)) return 'utf-16le';
  return (first === 0xfe && second === 0xff) || (first === 0 && second !== 0) ? 'utf-16be' : null;
}

async function fromUtf16(file: Bytes, encoding: 'utf-16le' | 'utf-16be'): Promise<Blob> {
  if (file.size > MOST_REWRITTEN) throw tooLarge();
  const decoder = new TextDecoder(encoding);
  const parts: string[] = [];
  for (let at = 0; at < file.size; at += CHUNK)
    parts.push(decoder.decode(await bytesAt(file, at, Math.min(file.size, at + CHUNK)), { stream: true }));
  return new Blob([...parts, decoder.decode()]);
}

async function inflated(file: Bytes): Promise<Blob> {
  const { readable, writable } = new DecompressionStream('gzip');
  const writer = writable.getWriter();
  const fed = (async (): Promise<void> => {
    for (let at = 0; at < file.size; at += CHUNK)
      await writer.write(await bytesAt(file, at, Math.min(file.size, at + CHUNK)));
    await writer.close();
  })();
  // Reported by the reading side.
  fed.catch(() => undefined);
  const reader = readable.getReader();
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read().catch(() => {
      throw badFile('damaged-gzip');
    });
    if (done || !value) return new Blob(parts);
    parts.push(value);
    // Counted while it comes: a few bytes can stand for a great many.
    if ((size += value.length) > MOST_REWRITTEN) {
      await reader.cancel().catch(() => undefined);
      throw tooLarge();
    }
  }
}

const tooLarge = () => badFile('file-too-large', { limit: MOST_REWRITTEN / 1024 ** 3 });
