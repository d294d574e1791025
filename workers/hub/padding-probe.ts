/**
 * Whether a graph masks padding rightly. Exporters differ: some count positions from the mask, some from the first place,
 * some ignore the mask. It is seen by what comes of two texts of different lengths, once side by side and once alone.
 */
import type { Tokenizer } from '../../src/model/types';
import { hubDecoding } from './hub-batch';
import type { HubModel } from './hub-model';
import { isAllByToken, type HubCache } from './rows';

/** Words as they are written: what a vocabulary has for special uses moves quantised activations by far more. */
const SAMPLE = 'Tom has 3 apples and buys 4 more.';
/** Tokens of it that are taken; and of these, as many as the shorter text has. */
const [LONG, SHORT] = [9, 6];

/**
 * Root mean square of the logits' difference, as a share of their spread. Padding that is seen, or counted, makes half of
 * it and more; where activations are quantised, rows move each other by some of it without any padding.
 */
const TOLERANCE = 0.01;
const TIMES_AS_MUCH = 2;
const MOST = 0.4;

/** Some passes over a few tokens. A graph that fails at it masks nothing. */
export async function probePadding(model: HubModel, { encode }: Pick<Tokenizer, 'encode'>): Promise<boolean> {
  const text = sampleIn(encode).slice(0, LONG);
  if (text.length <= SHORT) return false;
  const [asLong, shorter] = [text.toReversed(), text.slice(-SHORT)];
  /** Fed behind each, a pass after the other: in the second, the padding stands among what the first has left. */
  const behind = text.slice(0, 2);
  const cacheOf = async (one: readonly number[]): Promise<HubCache> => {
    const batch = hubDecoding(model).batch([null]);
    try {
      await batch.feed([one], 'last');
      const [cache] = await batch.grown([0]);
      if (!isAllByToken(cache!)) throw new Error('A memory that is of the whole text cannot be padded.');
      return cache!;
    } finally {
      batch.close();
    }
  };
  /** Logits behind some texts, by pass and row. */
  const read = async (...caches: readonly HubCache[]): Promise<Float32Array[]> => {
    const batch = hubDecoding({ ...model, masksPadding: true }).batch(caches);
    try {
      const logits: Float32Array[] = [];
      for (const token of behind) {
        const tokens = caches.map(() => [token]);
        const said = await batch.feed(tokens, 'last');
        logits.push(...caches.map((_, row) => said(row, 0).slice()));
      }
      return logits;
    } finally {
      batch.close();
    }
  };
  try {
    const [first, equal, less] = [await cacheOf(text), await cacheOf(asLong), await cacheOf(shorter)];
    const alone = await read(first);
    /** How far it and another text move each other, at most, in a pass that they share. */
    const movedBy = async (other: HubCache): Promise<number> => {
      const [together, own] = [await read(first, other), await read(other)];
      const truth = alone.flatMap((logits, pass) => [logits, own[pass]!]);
      return Math.max(...together.map((logits, i) => differenceOf(logits, truth[i]!)));
    };
    const usual = await movedBy(equal);
    return (await movedBy(less)) <= Math.min(MOST, Math.max(TOLERANCE, TIMES_AS_MUCH * usual));
  } catch {
    return false;
  }
}

/** Nothing where the tokenizer lacks a character. */
function sampleIn(encode: Tokenizer['encode']): readonly number[] {
  try {
    return encode(SAMPLE);
  } catch {
    return [];
  }
}

/** Root mean square of the differences, by the spread of `truth`; those that are no numbers in both are none. */
function differenceOf(logits: Float32Array, truth: Float32Array): number {
  let [count, sum, squares, differences] = [0, 0, 0, 0];
  truth.forEach((value, i) => {
    if (!Number.isFinite(value) && value === logits[i]) return;
    count++;
    sum += value;
    squares += value * value;
    differences += (logits[i]! - value) ** 2;
  });
  const variance = squares / count - (sum / count) ** 2;
  // Not a number, where either is none, is more than any tolerance.
  return differences === 0 ? 0 : Math.sqrt(differences / count / variance);
}
