/** The finished search that the page arrives with, to be read while the models load (`npm run record` makes it). */
import { readTrace } from '../../trace/read';
import type { Trace } from '../../trace/types';
import { nextTask } from '../kit/next-task';
import type { FilePort } from '../shell/ports';

const PATH = 'recorded/first-search.inkling.json';

/** Null where it cannot be had: then the page begins empty. */
export async function fetchRecorded(files: FilePort): Promise<Trace | null> {
  try {
    const bytes = await files.read(PATH);
    await nextTask();
    const read = readTrace(new TextDecoder().decode(bytes));
    return read.ok ? read.trace : null;
  } catch {
    return null;
  }
}
