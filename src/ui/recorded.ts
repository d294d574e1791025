/** The finished search that the page arrives with, to be read while the models load (`npm run record` makes it). */
import { readTrace } from '../trace/read';
import type { Trace } from '../trace/types';
import { fetchFile } from './fetch-trace';

const PATH = 'recorded/first-search.inkling.json';

/** Null where it cannot be had, as in a page that stands alone: then the page begins empty. */
export async function fetchRecorded(page: string): Promise<Trace | null> {
  const { protocol } = new URL(page);
  if (protocol !== 'https:' && protocol !== 'http:') return null;
  const file = await fetchFile(new URL(PATH, page.replace(/[?#].*$/, '')));
  if (!file) return null;
  const read = readTrace(await file.text());
  return read.ok ? read.trace : null;
}
