import { readFileSync } from 'node:fs';
import { listTrees, readTree } from '../../../src/import/listing';
import type { Listing } from '../../../src/import/types';
import type { Trace } from '../../../src/trace/types';

export const fixture = (name: string): Buffer =>
  readFileSync(new URL(`../../fixtures/foreign/${name}`, import.meta.url));

export interface Imported extends Listing {
  readonly traces: readonly Trace[];
}

/** Everything in a file; throws where one of its problems cannot be read. */
export async function importAll(content: string | Uint8Array<ArrayBuffer>): Promise<Imported> {
  const bytes = new Blob([content]);
  const listing = await listTrees(bytes);
  const traces: Trace[] = [];
  for (const entry of listing.entries) {
    const read = await readTree(bytes, entry);
    if (!read.ok) throw new Error(read.message);
    traces.push(read.trace);
  }
  return { ...listing, traces };
}

export const importFixture = (name: string): Promise<Imported> => importAll(new Uint8Array(fixture(name)));
