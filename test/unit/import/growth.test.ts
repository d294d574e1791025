/** Reading takes time in proportion to what is read, whatever shape a file has. */
import { describe, expect, it } from 'vitest';
import { listTrees, readTree } from '../../../src/import/listing';
import { encodeTrace } from '../../../src/trace/codec';
import { growth, LINEAR } from '../growth';
import { importAll } from './files';

const times = <T>(count: number, make: (i: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i));

/** `parent` gives the source of the edge into node i. */
function reasonersLog(size: number, parent: (i: number) => number): string {
  const nodes = Object.fromEntries(times(size, (i) => [i, { data: { text: `s${i}` }, selected_edge: i }]));
  const edges = Object.fromEntries(
    times(size - 1, (i) => [
      i,
      { id: i, source: parent(i + 1), target: i + 1, data: { Q: i / size, action: `a${i}` } },
    ]),
  );
  return JSON.stringify({ logs: [{ nodes, edges }] });
}

function wideOvm(size: number): string {
  const step = (end: string): object => ({
    sequences: times(size, (i) => ({ sample_id: i, str: `line ${i}\n${end}`, vscore: i })),
    choices: times(size, (i) => i),
  });
  return JSON.stringify({ question: 'q', intermediate_steps: [step(''), step('next\n'), step('next\nlast\n')] });
}

const tokens = (size: number): string[] => times(size, (i) => (i % 9 ? `t${i} ` : '\n'));
const chain = (size: number): string =>
  `${times(size, (i) => `{"text":"t${i}","prob":0.5,"children":[`).join('')}${']}'.repeat(size)}`;
const loom = (roots: string): string => `{"isLogitLoomTreeVersion":"logit-loom-tree-v1","roots":[${roots}]}`;
const completions = (texts: readonly string[], pred?: string): string =>
  JSON.stringify({ problem: 'p', completions: texts, scores: texts.map(() => [0.5]), pred });

const SHAPES: Readonly<Record<string, { readonly size: number; readonly make: (size: number) => string }>> = {
  'llm-reasoners, all nodes below one': { size: 8000, make: (n) => reasonersLog(n, () => 0) },
  'llm-reasoners, one below the other': { size: 1000, make: (n) => reasonersLog(n, (i) => i - 1) },
  'ovm-steps, many candidates that are kept': { size: 2000, make: wideOvm },
  'ovm-scores, one long solution': {
    size: 2000,
    make: (n) =>
      JSON.stringify({
        outputs: [{ response: tokens(n).join(''), tokens: tokens(n), vscores: times(n, (i) => i / n) }],
      }),
  },
  'search-and-learn, one long solution': {
    size: 2000,
    make: (n) => completions([times(n, (i) => `step ${i}\n\n`).join('')]),
  },
  'search-and-learn, nothing but line ends': { size: 3000, make: (n) => completions(['\n'.repeat(n)]) },
  'search-and-learn, boxes that do not close': {
    size: 2000,
    make: (n) =>
      completions(
        times(n, (i) => `${i} \\boxed{`),
        'nothing \\boxed{',
      ),
  },
  'logitloom, one token after another': { size: 3000, make: (n) => loom(chain(n)) },
  'logitloom, one token beside the other': {
    size: 3000,
    make: (n) => loom(times(n, (i) => `{"text":"${i}"}`).join(',')),
  },
  'lines that are no JSON': { size: 2000, make: (n) => `${'{\n'.repeat(n)}${completions(['a'])}` },
  'brackets that do not close': { size: 20_000, make: (n) => `${'['.repeat(n)}\n${completions(['a'])}` },
  'quotation marks': { size: 20_000, make: (n) => `[${'"'.repeat(n)}\n${completions(['a'])}` },
  'words that are no numbers': {
    size: 2000,
    make: (n) => `{"problem":"p","completions":["a"],"scores":[[${times(n, () => '-Infinity').join(',')}]]}`,
  },
};

async function readAll(content: string): Promise<void> {
  const file = new Blob([content]);
  const { entries } = await listTrees(file);
  for (const entry of entries) await readTree(file, entry);
}

describe('four times as much takes about four times as long', () => {
  it.each(Object.keys(SHAPES))('%s', async (shape) => {
    const { size, make } = SHAPES[shape]!;
    expect(await growth(make, size, readAll)).toBeLessThan(LINEAR);
  });

  it('up to the depth that a page can lay out, and no deeper', async () => {
    const deep = (steps: number): Promise<unknown> => importAll(reasonersLog(steps + 1, (i) => i - 1));
    await deep(10_000);
    await expect(deep(10_001)).rejects.toThrow('This tree is deeper than 10000 steps');
  });

  it('of a trace of our own', async () => {
    const { traces } = await importAll(reasonersLog(10, (i) => i - 1));
    expect(traces).toHaveLength(1);
    const own = async (size: number): Promise<string> =>
      encodeTrace((await importAll(reasonersLog(size, (i) => i - 1))).traces[0]!);
    const files = new Map([
      [500, await own(500)],
      [2000, await own(2000)],
    ]);
    expect(await growth((size) => files.get(size)!, 500, readAll)).toBeLessThan(LINEAR);
  });
});
