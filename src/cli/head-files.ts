/** Verifiers that were trained here, named on the command line by their files: `head:FILE`. */
import { readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { headId } from '../../workers/trained-verifier';
import { AppError, errorCode } from '../core/errors';
import type { VerifierId } from '../core/ids';
import { MAX_VERIFIER_BYTES, tooLarge } from '../workshop/limits';
import { readCard } from '../workshop/verifier-file';

export interface HeadFile {
  readonly path: string;
  /** For sentences. */
  readonly file: string;
  readonly bytes: Uint8Array;
}

const MARK = 'head:';
const badInput = (message: string): AppError => new AppError('bad-input', message);

/** By the name that the verifier has: the files that this process was given. */
const files = new Map<VerifierId, HeadFile>();

/** How another process names it. */
export const headText = (id: VerifierId): string => (files.has(id) ? `${MARK}${files.get(id)!.path}` : id);

export const headFile = (id: VerifierId): HeadFile | undefined => files.get(id);

export const isHead = (text: string): boolean => text.startsWith(MARK);

/**
 * The name of the verifier in a file, which is remembered under it.
 * @throws AppError `bad-input`, with one sentence, for a file that is none, and for two that have one name
 */
export function headName(text: string): VerifierId {
  const path = text.slice(MARK.length);
  const bytes = readBytes(path);
  try {
    const id = headId(readCard(bytes, basename(path)));
    const known = files.get(id);
    if (known && Buffer.compare(known.bytes, bytes) !== 0)
      throw badInput(`${known.path} and ${path} hold verifiers of one name, ${id}: train one of them under another.`);
    files.set(id, { path, file: basename(path), bytes });
    return id;
  } catch (error) {
    if (errorCode(error) === 'bad-input') throw error;
    throw badInput(error instanceof Error ? error.message : String(error));
  }
}

function readBytes(path: string): Uint8Array {
  try {
    const stats = statSync(path);
    if (stats.isDirectory()) throw badInput(`${path} is a folder: name a file in it.`);
    if (stats.size > MAX_VERIFIER_BYTES) throw badInput(tooLarge(basename(path)).message);
    return new Uint8Array(readFileSync(path));
  } catch (error) {
    if (errorCode(error) === 'bad-input') throw error;
    throw badInput(`There is no file ${path} that can be read: a trained verifier is named as head:FILE.`);
  }
}
