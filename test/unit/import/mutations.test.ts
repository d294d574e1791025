/**
 * 10,000 damaged files, of every format that can be imported: whatever comes in, the outcome is a trace or a sentence.
 * `MUTATIONS=100000` tries as many.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { errorCode } from '../../../src/core/errors';
import { listTrees, readTree } from '../../../src/import/listing';
import { encodeTrace } from '../../../src/trace/codec';
import { beamTrace } from '../trace/fixtures';
import { fixture } from './files';

const CASES = Number(process.env['MUTATIONS'] ?? 10_000);
const FILES = [
  ...['llm-reasoners-beam.json', 'llm-reasoners-mcts.json', 'ovm-steps.jsonl', 'ovm-scores.jsonl'],
  ...['beam_search_completions.jsonl', 'tree.ll.json', 'own.inkling.json'],
];
const RUNS = Math.ceil(CASES / FILES.length / 2);
const OWN = encodeTrace(await beamTrace());
const contentOf = (name: string): string => (name === 'own.inkling.json' ? OWN : fixture(name).toString());

/** What became of the files, over the whole suite. */
const counts = { tried: 0, read: 0, refused: 0 };

/** Anything in place of one value of a document, at any depth. */
function replaceAt(value: unknown, path: readonly number[], by: unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined || typeof value !== 'object' || value === null) return by;
  const keys = Object.keys(value);
  if (!keys.length) return by;
  const key = keys[step % keys.length]!;
  const copy = (Array.isArray(value) ? [...(value as unknown[])] : { ...value }) as Record<string, unknown>;
  copy[key] = replaceAt(copy[key], rest, by);
  return copy;
}

async function tryImport(content: string): Promise<void> {
  const bytes = new Blob([content]);
  counts.tried++;
  try {
    const { entries } = await listTrees(bytes);
    for (const entry of entries) {
      const read = await readTree(bytes, entry);
      counts[read.ok ? 'read' : 'refused']++;
      if (!read.ok) expect(read.message).toMatch(/\.$/);
    }
  } catch (error) {
    counts.refused++;
    expect([errorCode(error), (error as Error).message]).toEqual(['bad-input', expect.stringMatching(/\.$/)]);
  }
}

describe('a damaged file', () => {
  it.each(FILES)('%s: a value replaced by anything', async (name) => {
    const lines = contentOf(name)
      .split('\n')
      .filter((line) => line.startsWith('{"'));
    const records: unknown[] = lines.length
      ? lines.flatMap((line) => {
          try {
            return [JSON.parse(line) as unknown];
          } catch {
            return [];
          }
        })
      : [JSON.parse(contentOf(name))];
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(), { minLength: 1, maxLength: 8 }), fc.jsonValue(), async (path, by) => {
        await tryImport(JSON.stringify(replaceAt(records[path[0]! % records.length], path, by)));
      }),
      { numRuns: RUNS, seed: 1 },
    );
  });

  it.each(FILES)('%s: characters lost, doubled and changed', async (name) => {
    const text = contentOf(name);
    const edit = fc.record({ at: fc.nat(text.length), gone: fc.nat(5), put: fc.string({ maxLength: 4 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 6 }), async (edits) => {
        let damaged = text;
        for (const { at, gone, put } of edits) damaged = damaged.slice(0, at) + put + damaged.slice(at + gone);
        await tryImport(damaged);
      }),
      { numRuns: RUNS, seed: 2 },
    );
  });

  it('was tried as often as that, and some still read', () => {
    expect(counts.tried).toBeGreaterThanOrEqual(CASES);
    expect(counts.read).toBeGreaterThan(CASES / 20);
    expect(counts.refused).toBeGreaterThan(CASES / 20);
  });
});
