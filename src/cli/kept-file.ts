/** Files of JSON lines in which a command keeps its work, and from which a later one goes on. */
import { readFileSync, statSync, type Stats } from 'node:fs';
import { AppError, errorCode } from '../core/errors';
import { badInput } from './command';

export interface KeptKind {
  readonly what: 'samples' | 'results';
  readonly mostBytes: number;
  /** Of a file that is larger. */
  readonly tooLarge: (path: string) => string;
}

/** All of a file; null where there is none. @throws AppError `bad-input`, with one sentence, for what cannot be one */
export function keptBytes(path: string, { what, mostBytes, tooLarge }: KeptKind): Buffer | null {
  let stats: Stats;
  try {
    stats = statSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw badInput(`There is no file ${path} that can be read.`);
  }
  if (!stats.isFile()) throw badInput(`${path} is no file that ${what} can be kept in: name a file.`);
  if (stats.size > mostBytes) throw badInput(tooLarge(path));
  try {
    return readFileSync(path);
  } catch {
    throw badInput(`There is no file ${path} that can be read.`);
  }
}

/** What a line says; null where it is no JSON. */
export function parsedLine(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** @throws AppError `bad-input` where a file cannot be written, and what `write` throws of it itself */
export function written(path: string, what: KeptKind['what'], write: () => void): void {
  try {
    write();
  } catch (error) {
    if (errorCode(error) === 'bad-input') throw error;
    const why = (error as NodeJS.ErrnoException).code ?? 'unknown';
    throw new AppError('bad-input', `${path} cannot be written (${why}): name another file for --keep-${what}.`);
  }
}
