/**
 * `--keep-results FILE`: what each problem of an evaluation came to, as lines of JSON, each written as it comes, so that an
 * evaluation that was cut off goes on, and cells that are there are not measured again.
 */
import { createHash } from 'node:crypto';
import { appendFileSync, truncateSync } from 'node:fs';
import * as v from 'valibot';
import type { TaskId } from '../core/ids';
import { strategyOf } from '../search/registry';
import type { TraceResult } from '../trace/types';
import { badInput } from './command';
import type { ModelChoice } from './command-models';
import type { CellRequest } from './evaluation';
import { headFile } from './head-files';
import { readHubFolder } from './hub-folder';
import { readInput } from './input-file';
import { keptBytes, parsedLine, written, type KeptKind } from './kept-file';
import { MODELS_FOLDER, readPack } from './model-files';
import { modelHash } from './model-hash';

/** Some 200 bytes a problem and seed. */
const MOST_BYTES = 2 ** 28;
const MOST_PROMPT = 2 ** 22;
const RESULTS: KeptKind = {
  what: 'results',
  mostBytes: MOST_BYTES,
  tooLarge: (path) => `${path} is larger than kept results may be: name another file.`,
};

const HeaderSchema = v.object({ format: v.literal('inkling-results'), version: v.literal(1), about: v.string() });
const count = v.pipe(v.number(), v.minValue(0));
const LineSchema = v.object({
  cell: v.string(),
  index: v.pipe(count, v.integer()),
  results: v.array(
    v.object({
      answer: v.nullable(v.string()),
      correct: v.boolean(),
      stepsLegal: v.exactOptional(v.boolean()),
      budget: v.object({ policyTokens: count, valueTokens: count, elapsedMs: count }),
    }),
  ),
});

const digest = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');

/** What results depend on beside their cell: SHA-256 of the models, the task and how a language model is asked. */
export async function aboutResults(task: TaskId, { model, prompt }: ModelChoice): Promise<string> {
  const weights =
    model === undefined
      ? digest((await readPack(MODELS_FOLDER, task, [])).files['manifest.json']!)
      : await modelHash(readHubFolder(model));
  return digest(JSON.stringify([task, weights, prompt === undefined ? null : await readInput(prompt, MOST_PROMPT)]));
}

/** A cell by what its results depend on; how many problems it has is not part of it. */
function keyOf({ problems: _, verifier, ...cell }: CellRequest): string {
  const judge = strategyOf(cell.strategy)!.needsVerifier ? verifier : null;
  const bytes = headFile(judge ?? '')?.bytes;
  return JSON.stringify({ ...cell, verifier: judge, ...(bytes ? { head: digest(bytes) } : {}) });
}

export interface KeptResults {
  /** By problem and seed; undefined where it is not there. */
  of(cell: CellRequest, index: number): readonly TraceResult[] | undefined;
  /** @throws AppError `bad-input` where it cannot be written */
  add(cell: CellRequest, index: number, results: readonly TraceResult[]): void;
}

/**
 * The results in a file, which is begun where there is none. A last line without its end was cut off, and is left out.
 * @param about as `aboutResults`
 * @throws AppError `bad-input`, with one sentence, for a file of something else, and one that is damaged
 */
export function keepResults(path: string, about: string): KeptResults {
  const known = new Map<string, readonly TraceResult[]>();
  const keyAt = (cell: string, index: number): string => `${index} ${cell}`;
  const write = (row: object): void => written(path, 'results', () => appendFileSync(path, `${JSON.stringify(row)}\n`));
  const bytes = keptBytes(path, RESULTS);
  if (!bytes?.length) write({ format: 'inkling-results', version: 1, about });
  else {
    const size = bytes.lastIndexOf(10) + 1;
    const [first = '', ...lines] = bytes.toString('utf8', 0, size).split('\n').slice(0, -1);
    const header = v.safeParse(HeaderSchema, parsedLine(first));
    if (!header.success) throw badInput(`${path} is no file of kept results: name another one, or a new one.`);
    if (header.output.about !== about)
      throw badInput(`${path} holds results of another model, task or prompt: name another file.`);
    lines.forEach((line, at) => {
      const read = v.safeParse(LineSchema, parsedLine(line));
      if (!read.success)
        throw badInput(`Line ${at + 2} of ${path} is damaged: remove it and those behind it, or name another file.`);
      const { cell, index, results } = read.output;
      known.set(keyAt(cell, index), results);
    });
    // Only what is known to be a file of results is cut.
    if (size < bytes.length) written(path, 'results', () => truncateSync(path, size));
  }
  return {
    of: (cell, index) => {
      const found = known.get(keyAt(keyOf(cell), index));
      return found?.length === cell.seeds ? found : undefined;
    },
    add: (cell, index, results) => write({ cell: keyOf(cell), index, results }),
  };
}
