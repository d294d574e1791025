/**
 * Finds sentences that no code reads. Names are followed through the files as they are written: what a name stands for
 * (`const messages = $derived(session.messages.run)`), and what is read of it (`messages.stop`). Where a part is handed
 * on whole, or read by a name that is computed (`messages.faults[code]`), all of it counts as read.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { messagesFor } from '../../../src/words';

/** What stands for all sentences, wherever it is written. */
const ROOTS = /\b(?:session|this|page|host)\.messages\b/g;
const IDENTIFIER = '[A-Za-z_$][\\w$]*';

const files = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.(ts|svelte)$/.test(path) && !/^(en|es|zh)\//.test(path))
    .map((path) => join(folder, path));

function at(path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined),
    messagesFor('en'),
  );
}

/** Paths such as `run.stop` that a file reads; a path of an object stands for all in it. */
export function readsOf(source: string): Set<string> {
  const text = source.replace(/\/\*[\s\S]*?\*\/|\/\/.*|<!--[\s\S]*?-->/g, '').replace(ROOTS, 'MESSAGES');
  const names = new Map<string, string[]>([['MESSAGES', []]]);
  const found = new Set<string>();
  /** The path that an expression of names reads, as far as it leads to sentences. */
  const resolve = (expression: string): string[] | null => {
    const [first, ...rest] = expression.split('.');
    const base = names.get(first!);
    return base ? [...base, ...rest] : null;
  };
  const learn = (pattern: string, base: readonly string[]): void => {
    for (const [, key, name = key] of pattern.matchAll(new RegExp(`(${IDENTIFIER})(?:\\s*:\\s*(${IDENTIFIER}))?`, 'g')))
      if (at([...base, key!]) !== undefined) {
        names.set(name!, [...base, key!]);
        if (typeof at([...base, key!]) === 'string') found.add([...base, key!].join('.'));
      }
  };
  // Parameters and properties of the type, such as `{ tree }: Messages` and `messages: Messages['step']`.
  const typed = new RegExp(`(\\{[^{}]*\\}|${IDENTIFIER})\\s*:\\s*(?:Pick<)?Messages((?:\\['[\\w-]+'\\])*)`, 'g');
  for (const [, pattern, keys] of text.matchAll(typed)) {
    const base = [...keys!.matchAll(/'([\w-]+)'/g)].map(([, key]) => key!);
    if (pattern!.startsWith('{')) learn(pattern!, base);
    else names.set(pattern!, base);
  }
  const path = `${IDENTIFIER}(?:\\.${IDENTIFIER})*`;
  const taken = new RegExp(`const (\\{[^{}]*\\}|${IDENTIFIER}) = (?:\\$derived\\()?(${path})(?=[);\\s])`, 'g');
  // Names stand for what other names stand for: twice is deep enough.
  for (let round = 0; round < 2; round += 1)
    for (const [, pattern, expression] of text.matchAll(taken)) {
      const of = resolve(expression!);
      if (!of || typeof at(of) !== 'object') continue;
      if (pattern!.startsWith('{')) learn(pattern!, of);
      else names.set(pattern!, of);
    }
  const uses = text
    .replace(typed, '')
    .replace(taken, (whole, _, expression: string) => (resolve(expression) ? '' : whole));
  for (const [expression] of uses.matchAll(
    new RegExp(`(?<![\\w$']|(?<!\\.\\.)\\.)${path.replace('\\.', '\\??\\.')}(?![\\w$]|:)`, 'g'),
  )) {
    const of = resolve(expression.replaceAll('?.', '.'));
    if (!of) continue;
    // What follows the sentences, such as `.length`, is no part of them.
    while (of.length && at(of) === undefined) of.pop();
    if (of.length) found.add(of.join('.'));
  }
  return found;
}

/** Every sentence by its path, such as `problem.ask.game24`. */
function sentences(value: unknown, path = ''): string[] {
  if (typeof value === 'string') return [path];
  return Object.entries(value as object).flatMap(([key, inner]) => sentences(inner, path ? `${path}.${key}` : key));
}

it('the finder knows what is read and what is not', () => {
  const reads = readsOf(`
    const session = useSession();
    const messages = $derived(session.messages.run);
    const { tree, time: moments } = $derived(session.messages);
    // messages.retry
    messages.stop; tree.place; moments.counts[name]; names={session.messages.settings.strategies}
    function f({ legend, outcome }: Messages, step: Messages['step']) { return { outcome: legend.low + step.kept }; }
  `);
  expect([...reads].sort()).toEqual([
    ...['legend.low', 'run.stop', 'settings.strategies', 'step.kept', 'time.counts', 'tree.place'],
  ]);
});

it('every sentence is read by some code', () => {
  const read = new Set(
    [...files('src/ui'), ...files('src/words')].flatMap((path) => [...readsOf(readFileSync(path, 'utf8'))]),
  );
  const isRead = (path: string): boolean => {
    const keys = path.split('.');
    return keys.some((_, i) => read.has(keys.slice(0, i + 1).join('.')));
  };
  expect(sentences(messagesFor('en')).filter((path) => path !== 'language' && !isRead(path))).toEqual([]);
});
