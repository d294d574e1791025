/** Scores every node of a finished tree with one verifier, and generates nothing. */
import { AppError } from '../core/errors';
import { PrefixScope } from '../model/prefix-scope';
import { promptTokens } from '../model/prompt';
import type { PrefixId, Tokenizer, Verifier } from '../model/types';
import { stoppable } from '../search/stoppable';
import { round } from '../core/precision';
import type { TraceNode, TraceToken } from '../trace/types';
import type { CheckControl } from './check';
import { encodePrefix } from './prefix';

/** Nodes that are scored side by side. */
const BATCH = 64;

export interface ScoredNode {
  readonly id: number;
  /** One for each of the node's tokens. */
  readonly values: readonly number[];
}

interface Encoded {
  readonly ids: number[];
  readonly logprobs: number[] | null;
  /** For each of the node's tokens, how many of `ids` come up to its end. */
  readonly ends: number[];
}

/** An imported token can be several of the model's: they share its log-probability. */
function encodeNode(tokenizer: Tokenizer, tokens: readonly TraceToken[]): Encoded {
  const ids: number[] = [];
  const logprobs: number[] = [];
  const ends: number[] = [];
  let hasLogprobs = true;
  for (const { text, logprob } of tokens) {
    const own = text === '' ? [tokenizer.eosToken] : encodePrefix(tokenizer, [text]);
    ids.push(...own);
    if (logprob === undefined) hasLogprobs = false;
    else logprobs.push(...own.map(() => logprob / own.length));
    ends.push(ids.length);
  }
  return { ids, logprobs: hasLogprobs ? logprobs : null, ends };
}

/** Ids by their distance from the root, the root left out. */
function levelsOf(nodes: readonly TraceNode[]): number[][] {
  const depths = [0];
  const levels: number[][] = [];
  for (const { id, parent } of nodes.slice(1)) {
    depths[id] = depths[parent!]! + 1;
    (levels[depths[id] - 1] ??= []).push(id);
  }
  return levels;
}

/**
 * Yields each node with its values, parents first; duplicates share what was computed for the first. `onTokens` hears how
 * many tokens were scored.
 * @throws AppError `bad-input` for a text that the model cannot read, or where the verifier needs log-probabilities and
 * the tree has none.
 */
export async function* scoreTree(
  verifier: Verifier,
  tokenizer: Tokenizer,
  prompt: string,
  nodes: readonly TraceNode[],
  { signal, stopSignal, shouldStop }: CheckControl,
  onTokens: (count: number) => void,
): AsyncGenerator<ScoredNode, void, undefined> {
  const scope = new PrefixScope(verifier);
  const prefixes = new Map<number, PrefixId>();
  const values = new Map<number, readonly number[]>();
  const first = (id: number): number => nodes[id]!.duplicateOf ?? id;
  try {
    prefixes.set(0, scope.own(await verifier.open(promptTokens(tokenizer, prompt), signal)));
    for (const level of levelsOf(nodes)) {
      const originals = level.filter((id) => first(id) === id && nodes[id]!.tokens.length > 0);
      for (let from = 0; from < originals.length; from += BATCH) {
        if (shouldStop?.()) return;
        if (signal?.aborted) throw new AppError('aborted', 'The scoring was aborted.');
        const batch = originals.slice(from, from + BATCH);
        const encoded = batch.map((id) => encodeNode(tokenizer, nodes[id]!.tokens));
        if (verifier.needs.logprobs && encoded.some(({ logprobs }) => !logprobs)) {
          throw new AppError(
            'bad-input',
            `This tree does not say how likely its tokens were, which ${verifier.id} needs.`,
          );
        }
        const requests = batch.map((id, i) => {
          const { ids, logprobs } = encoded[i]!;
          const prefix = prefixes.get(first(nodes[id]!.parent!))!;
          return { prefix, tokens: ids, ...(logprobs ? { logprobs } : {}) };
        });
        const scored = await stoppable({ signal, stopSignal }, (either) => verifier.score(requests, either));
        if (!scored) return;
        onTokens(encoded.reduce((sum, { ids }) => sum + ids.length, 0));
        for (const [i, id] of batch.entries()) {
          prefixes.set(id, scope.own(scored[i]!.prefix));
          values.set(
            id,
            encoded[i]!.ends.map((end) => round(scored[i]!.values[end - 1]!)),
          );
        }
      }
      for (const id of level) {
        const own = values.get(first(id));
        // A step without tokens, of an imported tree, ends where the one before it does.
        if (own) yield { id, values: own };
        else prefixes.set(id, prefixes.get(first(nodes[id]!.parent!))!);
      }
      // Children stand on the next level, so nothing above this one is needed any more.
      scope.releaseExcept(level.flatMap((id) => prefixes.get(id) ?? []));
    }
  } finally {
    scope.releaseExcept([]);
  }
}
