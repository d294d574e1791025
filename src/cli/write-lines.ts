/** Files of JSON lines. */
import { createWriteStream } from 'node:fs';
import { badInput } from './command';

/** Row by row, since a file may be longer than a string can be. */
export async function writeLines(path: string, rows: Iterable<object> | AsyncIterable<object>): Promise<void> {
  const out = createWriteStream(path);
  const failure = new Promise<never>((_, reject) => {
    out.once('error', () => reject(badInput(`${path} cannot be written.`)));
  });
  failure.catch(() => undefined);
  for await (const row of rows) {
    if (!out.write(`${JSON.stringify(row)}\n`)) {
      await Promise.race([failure, new Promise<void>((resolve) => out.once('drain', resolve))]);
    }
  }
  await Promise.race([failure, new Promise<void>((resolve) => out.end(() => resolve()))]);
}
