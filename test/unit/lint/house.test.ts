/** How the house is built: no circles of imports, no long files, few files in a room's doorway. Lint sees only a part of this. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, posix } from 'node:path';
import { describe, expect, it } from 'vitest';

const CODE = /\.(ts|mjs|svelte|py)$/;
const MAX_LINES = 350;
const MAX_MEDIAN = 80;

const codeIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((path) => `${folder}/${path.replaceAll('\\', '/')}`)
    .filter((path) => CODE.test(path) && !/node_modules|\.venv|\.cache|__pycache__/.test(path));

const linesOf = (path: string): number => readFileSync(path, 'utf8').trimEnd().split('\n').length;

/** The files of `known` that each file imports by a relative path: types too, and what comes only when it is asked for. */
function importsOf(files: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const known = new Set(files);
  const resolve = (from: string, path: string): string[] =>
    ['', '.ts', '.svelte.ts', '.mjs', '/index.ts']
      .map((end) => posix.join(dirname(from), path + end))
      .filter((found) => known.has(found))
      .slice(0, 1);
  return new Map(
    files.map((file) => {
      const named = readFileSync(file, 'utf8').matchAll(/\b(?:from|import)\s*\(?\s*'(\.{1,2}\/[^'?]+)/g);
      return [file, [...named].flatMap(([, path]) => resolve(file, path!))] as const;
    }),
  );
}

/** Files that import each other, by way of others or at once: Tarjan's strongly connected components. */
function circles(imports: ReadonlyMap<string, readonly string[]>): string[][] {
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const open: string[] = [];
  const found: string[][] = [];
  const visit = (file: string): void => {
    order.set(file, order.size);
    let low = order.get(file)!;
    open.push(file);
    for (const next of imports.get(file)!) {
      if (!order.has(next)) visit(next);
      if (open.includes(next)) low = Math.min(low, lowest.get(next) ?? order.get(next)!);
    }
    lowest.set(file, low);
    if (low !== order.get(file)) return;
    const circle = open.splice(open.indexOf(file));
    if (circle.length > 1) found.push(circle.sort());
  };
  for (const file of imports.keys()) if (!order.has(file)) visit(file);
  return found;
}

describe('imports', () => {
  it('a circle is found, also one of types and one through a component', () => {
    const graph = { a: ['b'], b: ['c', 'd'], c: ['a'], d: ['d'], e: ['f'], f: [] };
    expect(circles(new Map(Object.entries(graph)))).toEqual([['a', 'b', 'c']]);
    const imports = importsOf([
      'src/ui/shell/App.svelte',
      'src/ui/views/OtherView.svelte',
      'src/trace/node-table.ts',
      'src/trace/types.ts',
    ]);
    expect(imports.get('src/ui/shell/App.svelte')).toContain('src/ui/views/OtherView.svelte');
    expect(imports.get('src/trace/node-table.ts')).toContain('src/trace/types.ts');
  });

  it('go in no circle', () => {
    const files = ['src', 'workers'].flatMap(codeIn).filter((path) => !path.endsWith('.py'));
    expect(files.length).toBeGreaterThan(300);
    const imports = importsOf(files);
    expect([...imports.values()].flat().length).toBeGreaterThan(1000);
    expect(circles(imports)).toEqual([]);
  });
});

describe('files', () => {
  it(`of code have at most ${MAX_LINES} lines, and half of them fewer than ${MAX_MEDIAN}`, () => {
    const all = ['src', 'workers', 'scripts', 'bench', 'test', 'training'].flatMap(codeIn);
    expect(all.length).toBeGreaterThan(500);
    expect(all.filter((path) => linesOf(path) > MAX_LINES)).toEqual([]);
    const lengths = ['src', 'workers']
      .flatMap(codeIn)
      .map(linesOf)
      .sort((a, b) => a - b);
    expect(lengths[lengths.length >> 1]).toBeLessThan(MAX_MEDIAN);
  });

  it('of the page lie in its rooms', () => {
    const entries = readdirSync('src/ui', { withFileTypes: true });
    expect(entries.filter((entry) => entry.isDirectory()).length).toBeGreaterThan(5);
    expect(entries.filter((entry) => entry.isFile()).length).toBeLessThan(8);
  });
});

describe('the scale of a verifier', () => {
  it('is asked what it is (`core/scale.ts`), never compared with a name', () => {
    const files = ['src', 'workers']
      .flatMap(codeIn)
      .filter((path) => !/core\/scale\.ts$|protocol\/pack\.ts$/.test(path));
    const comparing = /[!=]==?\s*'(probability|logprob|unbounded)'|'(probability|logprob|unbounded)'\s*[!=]==?/;
    expect(files.filter((path) => comparing.test(readFileSync(path, 'utf8')))).toEqual([]);
    expect(comparing.test(readFileSync('src/core/scale.ts', 'utf8'))).toBe(true);
  });
});
