/** From features and labels to the batches that the learner takes: all of one size, so that it is compiled once. */
import { createRng } from '../core/rng';
import type { BatchData } from './batch-data';
import { withContrast } from './contrast';
import type { BatchSize, Lesson, Row, Selection } from './lesson';
import { HIDDEN } from './network';
import { GOAL } from './rules';
import { isHeadShape, type HeadShape, type LayersShape, type LearnedShape } from './shape';

export type { BatchSize, Lesson, Row, Selection };

const roundUp = (tokens: number): number => 8 * Math.ceil(tokens / 8);

/** Of the solutions the longest that this share of them does not pass: a few long ones would make all batches long. */
const LONG = 0.95;

/** The size that these problems fit into; what a few very long solutions hold beyond it is not learned from. */
export function sizeFor(lessons: readonly Lesson[], prompts: number, solutions: number, share = LONG): BatchSize {
  const lengths = lessons.flatMap(({ rows }) => rows.map(({ features }) => features.tokens)).sort((a, b) => a - b);
  const long = lengths[Math.min(lengths.length - 1, Math.floor(share * lengths.length))] ?? 1;
  const longest = Math.max(1, ...lessons.map(({ prompt }) => prompt.tokens));
  return { prompts, promptTokens: roundUp(longest), solutions, solutionTokens: roundUp(long) };
}

/** Parts of the problems that fit into a batch each, in their order; a problem with too many solutions goes on in the next. */
export function* selections(lessons: readonly Lesson[], { prompts, solutions }: BatchSize): Generator<Selection> {
  let part: { lesson: Lesson; rows: Row[] }[] = [];
  let left = solutions;
  for (const lesson of lessons)
    for (let from = 0; from < lesson.rows.length;) {
      if (part.length === prompts || left === 0) {
        yield part;
        [part, left] = [[], solutions];
      }
      const rows = lesson.rows.slice(from, from + left);
      part.push({ lesson, rows });
      left -= rows.length;
      from += rows.length;
    }
  if (part.length) yield part;
}

/** Keeps these random numbers apart from others of the same seed. */
const ORDER = 0x0bde;

/**
 * Batches without an end: all problems in a new order, again and again. The same seed gives the same ones.
 * @param together solutions of one problem that stand in one batch at most. Where all of them do, rules that share out
 *   the same outcomes over the tokens in different ways have the same gradient; with few, they differ by its variance.
 */
export function* endlessSelections(
  lessons: readonly Lesson[],
  size: BatchSize,
  seed: number,
  together = Infinity,
): Generator<Selection, never> {
  for (let epoch = 0; ; epoch++) {
    const rng = createRng(seed, ORDER, epoch);
    const inOrder = <T>(all: readonly T[]): T[] =>
      all
        .map((one) => ({ one, key: rng.uniform() }))
        .sort((a, b) => a.key - b.key)
        .map(({ one }) => one);
    const parts = lessons.map((lesson) => partsOf(lesson, together, inOrder));
    // A round has one part of every problem, and no batch goes on into the next round.
    const rounds = Math.max(...parts.map(({ length }) => length));
    for (let round = 0; round < rounds; round++)
      yield* selections(inOrder(parts.flatMap((own) => own[round] ?? [])), size);
  }
}

/** A problem with so many of its solutions at most, as often as it takes. */
function partsOf(lesson: Lesson, together: number, inOrder: (rows: readonly Row[]) => Row[]): Lesson[] {
  if (lesson.rows.length <= together) return [lesson];
  const rows = inOrder(lesson.rows);
  return Array.from({ length: Math.ceil(rows.length / together) }, (_, part) => ({
    prompt: lesson.prompt,
    rows: rows.slice(part * together, (part + 1) * together),
  }));
}

/** The arrays of a selection, with the labels of one rule; without a rule nothing counts. */
export const batchOf = (selection: Selection, shape: LearnedShape, size: BatchSize, rule: string | null): BatchData =>
  isHeadShape(shape)
    ? headBatch(selection, shape, size, rule)
    : rule === GOAL
      ? withContrast(layersBatch(selection, shape, size, rule), selection, size)
      : layersBatch(selection, shape, size, rule);

/** An array of zeros. */
const array = (...dims: number[]) => ({ data: new Float32Array(dims.reduce((a, dim) => a * dim, 1)), dims });

/** A head sees a token's own features: of prompts there is nothing, and every solution counts as much, long or short. */
function headBatch(
  selection: Selection,
  { width, hidden }: HeadShape,
  size: BatchSize,
  rule: string | null,
): BatchData {
  const { solutions: b, solutionTokens: s } = size;
  const [seen, labels, weights, kept] = [array(b, s, width), array(b, s), array(b, s), array(hidden)];
  kept.data.fill(1);
  for (const [row, { features, weight, labels: known }] of selection.flatMap(({ rows }) => rows).entries()) {
    const tokens = Math.min(features.tokens, s);
    seen.data.set(features.seen.subarray(0, tokens * width), row * s * width);
    const own = rule === null ? undefined : known.get(rule)?.subarray(0, tokens);
    const taught = own?.reduce((count, label) => count + Number(!Number.isNaN(label)), 0);
    own?.forEach((label, t) => {
      if (Number.isNaN(label)) return;
      labels.data[row * s + t] = label;
      weights.data[row * s + t] = weight / taught!;
    });
  }
  return { seen, labels, weights, ...(hidden ? { kept } : {}) };
}

function layersBatch(selection: Selection, shape: LayersShape, size: BatchSize, rule: string | null): BatchData {
  const { prompts: n, promptTokens: p, solutions: b, solutionTokens: s } = size;
  const ahead = array(n, p, shape.width);
  const seen = array(b, s, shape.width);
  const aheadTold = array(n, p, shape.told);
  const seenTold = array(b, s, shape.told);
  const pick = array(b, n);
  const bias = array(b, 1, 1, p);
  const promptBias = array(n, 1, 1, p);
  const labels = array(b, s);
  const weights = array(b, s);
  let row = 0;
  selection.forEach(({ lesson: { prompt }, rows }, at) => {
    const before = p - prompt.tokens;
    ahead.data.set(prompt.seen, (at * p + before) * shape.width);
    aheadTold.data.set(prompt.told, (at * p + before) * shape.told);
    promptBias.data.fill(HIDDEN, at * p, at * p + before);
    for (const { features, weight, labels: known } of rows) {
      const tokens = Math.min(features.tokens, s);
      seen.data.set(features.seen.subarray(0, tokens * shape.width), row * s * shape.width);
      seenTold.data.set(features.told.subarray(0, tokens * shape.told), row * s * shape.told);
      pick.data[row * n + at] = 1;
      bias.data.fill(HIDDEN, row * p, row * p + before);
      const own = rule === null ? undefined : known.get(rule);
      for (let t = 0; own && t < tokens; t++) {
        if (Number.isNaN(own[t])) continue;
        labels.data[row * s + t] = own[t]!;
        weights.data[row * s + t] = weight;
      }
      row++;
    }
  });
  const told: BatchData = shape.told ? { aheadTold, seenTold } : {};
  return { ahead, seen, ...told, pick, bias, promptBias, labels, weights };
}
