/**
 * Logs of llm-reasoners' visualiser: a snapshot of the tree after each iteration, or only one at the end. A node's
 * data is the state, whatever it was; an edge's data holds the action and the numbers (Q, reward and others).
 */
import { badFile } from './faults';
import {
  cut,
  expectedIn,
  fieldsOf,
  isFields,
  listOf,
  numbersIn,
  textOf,
  verdictIn,
  written,
  type Fields,
} from './fields';
import { foreignVerifier, TreeWriter } from './tree-writer';
import type { Reader } from './types';

const MAX_SCORES = 8;

interface Snapshot {
  readonly root: string;
  readonly nodes: ReadonlyMap<string, Fields>;
  /** Outgoing edges of a node, in the order of the file. */
  readonly edges: ReadonlyMap<string, readonly Fields[]>;
}

export const llmReasoners: Reader = {
  format: 'llm-reasoners',
  matches: ({ logs }) => Array.isArray(logs) && isFields(logs[0]) && 'nodes' in logs[0] && 'edges' in logs[0],
  title(record) {
    const last = snapshotOf(listOf(record['logs']).at(-1));
    return rootText(last) || 'llm-reasoners';
  },
  read(record) {
    const snapshots = listOf(record['logs']).map(snapshotOf);
    const last = snapshots.at(-1)!;
    const writer = new TreeWriter(cut(this.title(record)), expectedIn(record));
    const ids = new Map<string, number>([[last.root, 0]]);
    const shown = new Map<string, number>();
    const names = new Set<string>();
    // A snapshot of another tree than the last one is no part of its history.
    for (const snapshot of snapshots.filter(({ root }) => root === last.root)) {
      for (const { edge, source, target } of walk(snapshot)) {
        const data = fieldsOf(edge['data']);
        // A node that was not visited yet has no state; what it became stands in the last snapshot.
        const nodes = last.nodes.has(target) ? last.nodes : snapshot.nodes;
        const id = ids.get(target) ?? writer.add(ids.get(source)!, stepText(nodes, source, target, data));
        ids.set(target, id);
        for (const [name, value] of scoresOf(data)) {
          if (shown.get(`${id} ${name}`) === value) continue;
          shown.set(`${id} ${name}`, value);
          names.add(name);
          writer.score(id, name, value);
        }
        // What the state itself counts or scores, once.
        if (snapshot === last && last.nodes.has(target))
          writer.beside(
            id,
            numbersIn(fieldsOf(last.nodes.get(target)!['data']), [...names]).filter(([name]) => !/^\d+$/.test(name)),
          );
      }
      keepSelected(writer, snapshot, ids);
    }
    const end = selectedLeaf(last);
    const id = end === last.root ? null : ids.get(end)!;
    const edge = [...last.edges.values()].flat().find(({ target }) => String(target) === end);
    const answer = edge ? stepText(last.nodes, String(edge['source']), end, fieldsOf(edge['data'])).trim() : null;
    const correct = verdictIn(fieldsOf(edge?.['data'])) ?? verdictIn(fieldsOf(last.nodes.get(end)?.['data']));
    if (id !== null) writer.finish(id, answer, correct);
    return writer.trace(
      { format: 'llm-reasoners', tree: 'recorded', scores: names.size ? 'step' : 'none' },
      [...names].map((name) => foreignVerifier(name, 'unbounded')),
      { id, answer, correct },
    );
  },
};

function snapshotOf(value: unknown): Snapshot {
  const { nodes: nodeFields, edges: edgeFields } = fieldsOf(value);
  // Written by Python, keys are text and ids are numbers.
  const nodes = new Map(Object.entries(fieldsOf(nodeFields)).map(([key, node]) => [key, fieldsOf(node)]));
  const edges = new Map<string, Fields[]>();
  const targets = new Set<string>();
  for (const edge of Object.values(fieldsOf(edgeFields)).filter(isFields)) {
    const [source, target] = [written(edge['source']), written(edge['target'])];
    if (!nodes.has(source) || !nodes.has(target)) throw badFile('edge-to-nowhere');
    if (targets.has(target)) throw badFile('two-parents', { node: cut(target, 40) });
    targets.add(target);
    const beside = edges.get(source);
    if (beside) beside.push(edge);
    else edges.set(source, [edge]);
  }
  const roots = [...nodes.keys()].filter((key) => !targets.has(key));
  if (roots.length !== 1) throw badFile('roots', { count: roots.length });
  return { root: roots[0]!, nodes, edges };
}

/** Every edge below the root, parents before children. */
function* walk({ root, edges }: Snapshot): Generator<{ edge: Fields; source: string; target: string }> {
  const queue = [root];
  for (let i = 0; i < queue.length; i++) {
    const source = queue[i]!;
    for (const edge of edges.get(source) ?? []) {
      const target = written(edge['target']);
      queue.push(target);
      yield { edge, source, target };
    }
  }
}

/** The numbers of an edge, those that steer first. */
function scoresOf(data: Fields): [name: string, value: number][] {
  const order = ['Q', 'reward'];
  const found = numbersIn(data);
  const rankOf = ([name]: [string, number]): number => (order.indexOf(name) + order.length + 1) % (order.length + 1);
  const known = found.filter(([name]) => order.includes(name)).sort((a, b) => rankOf(a) - rankOf(b));
  return [...known, ...found.filter(([name]) => !order.includes(name))].slice(0, MAX_SCORES);
}

/** The action where the edge names one; else what is new in the state; for a state that is not known, the node's name. */
function stepText(nodes: Snapshot['nodes'], source: string, target: string, data: Fields): string {
  const action = data['action'];
  if (action !== undefined && action !== null) return cut(written(action));
  const [before, after] = [fieldsOf(nodes.get(source)?.['data']), fieldsOf(nodes.get(target)?.['data'])];
  const isList = Object.keys(after).every((key) => /^\d+$/.test(key));
  const parts = Object.entries(after).flatMap(([key, value]) => {
    const [old, now] = [written(before[key] ?? ''), written(value)];
    if (old === now) return [];
    // States are often cumulative texts: only what was added is the step.
    const added = old !== '' && now.startsWith(old) ? now.slice(old.length) : now;
    return isList ? [added] : [`${key}: ${added}`];
  });
  return cut(parts.join('\n')) || `? ${target}`;
}

function rootText({ root, nodes }: Snapshot): string {
  const data = Object.entries(fieldsOf(nodes.get(root)?.['data']));
  const text = data.find(([key, value]) => /^(question|problem|input|init\w*|text)$/.test(key) && textOf(value));
  return text
    ? textOf(text[1])!
    : data.flatMap(([key, value]) => (written(value) ? `${key}: ${written(value)}` : [])).join('\n');
}

/** The target of the edge that a node selected. */
function selectedOf(snapshot: Snapshot, node: string): string | null {
  const selected = snapshot.nodes.get(node)?.['selected_edge'];
  if (selected === null || selected === undefined) return null;
  const edge = snapshot.edges.get(node)?.find(({ id }) => written(id) === written(selected));
  return edge ? written(edge['target']) : null;
}

function keepSelected(writer: TreeWriter, snapshot: Snapshot, ids: ReadonlyMap<string, number>): void {
  let at: string | null = snapshot.root;
  for (let of: number; (of = snapshot.edges.get(at)?.length ?? 0) > 0;) {
    at = selectedOf(snapshot, at);
    if (at === null) return;
    writer.keep(ids.get(at)!, 1, of);
  }
}

function selectedLeaf(snapshot: Snapshot): string {
  let at = snapshot.root;
  for (let next = selectedOf(snapshot, at); next !== null; next = selectedOf(snapshot, at)) at = next;
  return at;
}
