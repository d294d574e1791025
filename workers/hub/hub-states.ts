/**
 * The hidden states of texts in a hub model. What is read for good is padded behind its end: a token never sees what
 * comes after it, so texts of unequal length are one pass. What goes on is not: its caches are used again.
 */
import { AppError } from '../../src/core/errors';
import type { StateReading, Text } from '../decoding';
import { yieldToMessages } from '../yield';
import { forward, HubBatch, joined, statesOfRow } from './hub-batch';
import type { HubModel } from './hub-model';
import { disposeTensors, stackRows, type HubCache } from './rows';

/** Of one pass: few enough to stop promptly, and for the caches of so many rows. */
const TOKENS = 1024;
const ROWS = 16;
/** Logits of one pass that are computed in vain where the graph cannot leave them out: 128 MB of them. */
const LOGITS = 2 ** 25;

/**
 * The readings of all states that a model was asked for, in that order.
 * @param vocabulary how many logits a token has
 * @throws AppError `bad-input` where the graph's states are no numbers for each token
 */
export async function stateReadings(model: HubModel, vocabulary: number): Promise<StateReading<HubCache>[]> {
  const { states } = model;
  if (!states) return [];
  const [two] = await readStates(model, [{ cache: null, tokens: [0, 0] }], vocabulary, [...states.given.keys()]);
  return states.given.map((layer, which) => {
    const width = two![which]!.length / 2;
    if (!width || !two![which]!.every(Number.isFinite))
      throw new AppError('bad-input', `The hidden states of ${model.id} are no numbers: take another layer or export.`);
    return {
      info: { width, layer: layer === 'last' ? null : layer, layers: states.layers },
      read: async (texts, signal) => (await readStates(model, texts, vocabulary, [which], signal)).map(([own]) => own!),
      begin: async ({ cache, tokens }, signal) => {
        const { cache: begun, tokens: done } = model.known.find(cache, tokens, null);
        const rest = tokens.slice(done);
        return begun && !rest.length
          ? begun
          : (await grow(model, [{ cache: begun, tokens: rest }], which, signal))[0]!.cache;
      },
      grow: async (texts, signal) => {
        const parts = texts.map(({ cache, tokens }) => model.known.find(cache, tokens, which));
        const rests = texts.map(({ tokens }, i) => tokens.slice(parts[i]!.tokens));
        const open = [...texts.keys()].filter((i) => rests[i]!.length || !parts[i]!.cache);
        const own = open.map((i) => ({ cache: parts[i]!.cache, tokens: rests[i]! }));
        const grown = open.length ? await grow(model, own, which, signal) : [];
        const byText = new Map(open.map((i, at) => [i, grown[at]!]));
        return parts.map(({ cache, states }, i) => {
          const last = byText.get(i);
          return { cache: last?.cache ?? cache!, states: joined(last ? [...states, last.states] : states) };
        });
      },
      follow: () => {
        model.known.read(which);
        return () => model.known.leave(which);
      },
    };
  });
}

/** Computes texts that go on. */
async function grow(
  model: HubModel,
  texts: readonly Text<HubCache>[],
  which: number,
  signal?: AbortSignal,
): Promise<{ readonly cache: HubCache; readonly states: Float32Array }[]> {
  const batch = new HubBatch(
    model,
    texts.map(({ cache }) => cache),
    [which],
  );
  try {
    const states = await batch.feedForStates(
      which,
      texts.map(({ tokens }) => tokens),
      signal,
    );
    const caches = await batch.grown([...texts.keys()]);
    return states.map((own, row) => ({ states: own, cache: caches[row]! }));
  } finally {
    batch.close();
  }
}

/**
 * Hidden states of texts, [T, C] each: by text, in the order of `which`.
 * @param vocabulary how many logits a token has
 * @param which places of the states among those that the model gives
 * @throws AppError as `Batch.feed`
 */
export async function readStates(
  model: HubModel,
  texts: readonly Text<HubCache>[],
  vocabulary: number,
  which: readonly number[],
  signal?: AbortSignal,
): Promise<Float32Array[][]> {
  const most = model.states?.canSkipLogits ? TOKENS : Math.max(64, Math.min(TOKENS, Math.floor(LOGITS / vocabulary)));
  const answers: Float32Array[][] = [];
  for (const part of parts(texts, most)) {
    await yieldToMessages();
    if (signal?.aborted) throw new AppError('aborted', 'The run was aborted.');
    const own = await readTogether(
      model,
      part.map((at) => texts[at]!),
      which,
    );
    part.forEach((at, row) => (answers[at] = own[row]!));
  }
  return answers;
}

/** Places of texts behind beginnings of one length, the short ones first; a text without tokens stands alone. */
function* parts(texts: readonly Text<HubCache>[], most: number): Generator<number[]> {
  const groups = new Map<number, number[]>();
  texts.forEach(({ cache }, at) => {
    const length = cache?.total ?? 0;
    groups.set(length, [...(groups.get(length) ?? []), at]);
  });
  for (const group of groups.values()) {
    const byLength = group.sort((a, b) => texts[a]!.tokens.length - texts[b]!.tokens.length || a - b);
    let part: number[] = [];
    for (const at of byLength) {
      if (part.length && (part.length === ROWS || (part.length + 1) * texts[at]!.tokens.length > most)) {
        yield part;
        part = [];
      }
      part.push(at);
    }
    yield part;
  }
}

async function readTogether(
  model: HubModel,
  texts: readonly Text<HubCache>[],
  which: readonly number[],
): Promise<Float32Array[][]> {
  const rows = texts.length;
  const width = Math.max(...texts.map(({ tokens }) => tokens.length));
  if (!width) return texts.map(() => which.map(() => new Float32Array(0)));
  const ids = new BigInt64Array(rows * width);
  texts.forEach(({ tokens }, row) => ids.set(tokens.map(BigInt), row * width));
  const { cache } = texts[0]!;
  const past = cache && { length: cache.total, tensors: stackRows(texts.map((text) => text.cache!)) };
  const computed = await forward(model, ids, rows, past, 'last', which);
  if (past) disposeTensors(past.tensors);
  disposeTensors(computed.caches);
  return texts.map(({ tokens }, row) => computed.states.map((own) => statesOfRow(own, rows, row, tokens.length)));
}
