/**
 * Where a value model's labels come from: n sampled solutions as a tree of their shared beginnings, and on every token
 * the labels that its rows of training data get, each sampled path being a row.
 *
 * - `ovm` (arXiv:2311.09724): the path's own outcome, on every token.
 * - `tvm` (arXiv:2407.12863): of the paths through the token, the share that ends correct.
 * - `prm-soft` (Math-Shepherd, arXiv:2312.08935): on all tokens of a step, the share at the step's last token.
 * - `prm-hard`: the same, as 1 where any of them is correct.
 *
 * The first three have the same mean on every token, since each averages the same outcomes; what differs is how far the
 * rows that a model cannot tell apart contradict each other. Deviation from Math-Shepherd, as in training: its step
 * labels come from completions of their own, here all labels come from the same paths.
 */
import { Handles } from '../model/handles';
import { round } from '../search/precision';
import { countProblem, defineCheck, samplingProblem } from './define';
import { openPolicyPrefix } from './prefix';
import { samplePaths, type JudgedPath } from './sampled';
import { LABEL_KINDS, type LabelKind, type LabelledToken, type LabelSpread } from './types';

/** A row of training data. */
type LabelRow = Pick<JudgedPath, 'path' | 'ids'>;

interface Sum {
  total: number;
  squares: number;
}

interface Node {
  readonly parent: number | null;
  readonly text: string;
  readonly children: Map<number, number>;
  paths: number;
  correct: number;
  readonly soft: Sum;
  readonly hard: Sum;
}

/** The paths as a tree; with each path, its nodes. */
function buildTree(rows: readonly LabelRow[]): { readonly nodes: Node[]; readonly trails: number[][] } {
  const nodes: Node[] = [];
  const first = new Map<number, number>();
  const trails = rows.map(({ ids, path }) => {
    let parent: number | null = null;
    return ids.map((id, i) => {
      const children: Map<number, number> = parent === null ? first : nodes[parent]!.children;
      const at: number = children.get(id) ?? nodes.length;
      if (at === nodes.length) {
        children.set(id, at);
        const sums = { soft: { total: 0, squares: 0 }, hard: { total: 0, squares: 0 } };
        nodes.push({ parent, text: path.tokens[i]!, children: new Map(), paths: 0, correct: 0, ...sums });
      }
      nodes[at]!.paths++;
      if (path.correct) nodes[at]!.correct++;
      return (parent = at);
    });
  });
  return { nodes, trails };
}

function add(sum: Sum, label: number): void {
  sum.total += label;
  sum.squares += label * label;
}

/** Gives all tokens of each step of a path what the step's last token has. */
function addStepLabels(nodes: readonly Node[], trail: readonly number[]): void {
  let start = 0;
  for (const [i, at] of trail.entries()) {
    const isEnd = i === trail.length - 1 || nodes[at]!.text.includes('\n');
    if (!isEnd) continue;
    const soft = nodes[at]!.correct / nodes[at]!.paths;
    for (const token of trail.slice(start, i + 1)) {
      add(nodes[token]!.soft, soft);
      add(nodes[token]!.hard, soft > 0 ? 1 : 0);
    }
    start = i + 1;
  }
}

const spreadOf = ({ total, squares }: Sum, rows: number): LabelSpread => {
  const mean = total / rows;
  // Rounding can make a difference of equal numbers negative.
  return { mean: round(mean), variance: round(Math.max(0, squares / rows - mean * mean)) };
};

function labelled({ parent, text, paths, correct, soft, hard }: Node): LabelledToken {
  const share = correct / paths;
  return {
    parent,
    text,
    paths,
    correct,
    labels: {
      ovm: { mean: round(share), variance: round(share * (1 - share)) },
      tvm: { mean: round(share), variance: 0 },
      'prm-soft': spreadOf(soft, paths),
      'prm-hard': spreadOf(hard, paths),
    },
  };
}

/** The labels of some paths. */
export function labelPaths(rows: readonly LabelRow[]): {
  readonly tokens: readonly LabelledToken[];
  readonly variance: Readonly<Record<LabelKind, number>>;
} {
  const { nodes, trails } = buildTree(rows);
  for (const trail of trails) addStepLabels(nodes, trail);
  const tokens = nodes.map(labelled);
  const weight = tokens.reduce((sum, { paths }) => sum + paths, 0);
  const meanOf = (kind: LabelKind): number =>
    weight ? round(tokens.reduce((sum, { paths, labels }) => sum + paths * labels[kind].variance, 0) / weight) : 0;
  const variance = Object.fromEntries(LABEL_KINDS.map((kind) => [kind, meanOf(kind)])) as Record<LabelKind, number>;
  return { tokens, variance };
}

export const labelsCheck = defineCheck<'labels'>(
  ({ samples, sampling }) => countProblem('samples', samples) ?? samplingProblem(sampling),
  async function* ({ samples: count, sampling }, ports, control) {
    const { policy, truth } = ports;
    const handles = new Handles(policy);
    const rows: JudgedPath[] = [];
    let policyTokens = 0;
    try {
      const prefix = await openPolicyPrefix(policy, handles, truth.prompt, [], control.signal);
      const request = { prefix, before: '', count, stream: 0, sampling };
      for await (const row of samplePaths(request, ports, control, (spent) => void (policyTokens += spent))) {
        rows.push(row);
        yield { type: 'path', ...row.path };
      }
    } finally {
      handles.keepOnly([]);
    }
    const correct = rows.filter(({ path }) => path.correct).length;
    return {
      kind: 'labels',
      ...labelPaths(rows),
      paths: rows.length,
      correct,
      budget: { policyTokens, valueTokens: 0 },
    };
  },
);
