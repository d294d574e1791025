/** Files that a command is given: by name, by pipe, or, as `-`, on standard input; in any encoding that the page reads. */
import { createReadStream, openAsBlob, type Stats } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { asUtf8 } from '../import/bytes';
import { IMPORT_LIMITS } from '../import/listing';
import { badFile } from '../import/faults';
import { badInput } from './command';

/**
 * The bytes of a file, not yet read where it is one on the disk. Throws `bad-input`, with one sentence, for a folder and
 * for what is not there or may not be read.
 */
export async function openInput(path: string): Promise<Blob> {
  // A pipe has no size: what is in it is known at its end.
  if (path === '-' || !(await statsOf(path)).isFile()) return readAll(await streamInput(path));
  // That it may not be read would show only later.
  return (await isReadable(path)) ? openAsBlob(path) : fail(path);
}

/** The bytes of a file as they come. Throws as `openInput`. */
export async function streamInput(path: string): Promise<Readable> {
  if (path === '-') return process.stdin;
  const stats = await statsOf(path);
  if (stats.isFile() && !(await isReadable(path))) fail(path);
  return createReadStream(path);
}

async function statsOf(path: string): Promise<Stats> {
  const stats = await stat(path).catch(() => fail(path));
  if (stats.isDirectory()) throw badInput(`${path} is a folder: name a file in it.`);
  return stats;
}

async function isReadable(path: string): Promise<boolean> {
  try {
    await (await open(path)).close();
    return true;
  } catch {
    return false;
  }
}

function fail(path: string): never {
  throw badInput(`There is no file ${path} that can be read.`);
}

/**
 * Its text, with no byte order mark. Throws as `openInput`, and for what is too large to be one text.
 * @param most of its bytes as UTF-8 @param tooLarge the sentence for more of them; by default one that says how many may be
 */
export async function readInput(path: string, most: number, tooLarge?: string): Promise<string> {
  return new TextDecoder().decode(await readBytes(path, most, tooLarge));
}

/** Its bytes, which are UTF-8 or of no encoding that they tell of themselves. Throws as `readInput`. */
export async function readBytes(path: string, most: number, tooLarge?: string): Promise<Uint8Array<ArrayBuffer>> {
  const file = await asUtf8(await openInput(path));
  if (file.size > most && tooLarge !== undefined) throw badInput(tooLarge);
  if (file.size > most) throw badFile('line-too-long', { limit: Math.round(most / 1024 ** 2) });
  return new Uint8Array(await file.slice(0, file.size).arrayBuffer());
}

async function readAll(stream: AsyncIterable<Buffer>): Promise<Blob> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  for await (const part of stream) {
    parts.push(new Uint8Array(part));
    if ((size += part.length) > IMPORT_LIMITS.bytes)
      throw badFile('file-too-large', { limit: IMPORT_LIMITS.bytes / 1024 ** 3 });
  }
  return new Blob(parts);
}
