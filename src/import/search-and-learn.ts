/**
 * search-and-learn's `*_completions.jsonl`: whole completions and a process reward model's score for each step. The
 * tree was not stored, so it is put together again from the beginnings that completions share.
 */
import { badFile } from './faults';
import { boxed, cut, expectedIn, listOf, numberOf, numbersOf, textOf, verdictIn, type Fields } from './fields';
import { PrefixTree, splitAfter } from './prefix-tree';
import { foreignVerifier, TreeWriter } from './tree-writer';
import { TRACE_LIMITS } from '../trace/schema';
import type { Reader } from './types';

const VERIFIER = 'prm';
/** What its policies are instructed to end a step with, also as it stands after a passage through Windows. */
const STEP_END = /(\r?\n\r?\n)/;

export const searchAndLearn: Reader = {
  format: 'search-and-learn',
  matches: ({ completions, scores }) =>
    Array.isArray(completions) && completions.every((text) => typeof text === 'string') && Array.isArray(scores),
  title: (record) => textOf(record['problem']) ?? textOf(record['prompt']) ?? textOf(record['question']) ?? '?',
  read(record) {
    const completions = listOf(record['completions']).map((text) => textOf(text) ?? '');
    const scores = listOf(record['scores']).map((list) => (typeof list === 'number' ? [list] : numbersOf(list)));
    if (!completions.length) throw badFile('no-completions');
    const writer = new TreeWriter(cut(this.title(record)), expectedIn(record));
    const beside = listsBeside(record, completions.length);
    const verdicts = listOf(record[VERDICTS.find((name) => Array.isArray(record[name])) ?? '']);
    const tree = new PrefixTree(writer);
    const ends = completions.map((completion, i) => {
      const texts = splitAfter(completion, STEP_END);
      const own = scores[i] ?? [];
      const isPerStep = own.length === texts.length;
      // Where the numbers do not match the steps, nothing says which is whose but the last.
      const steps = texts.map((text, step) => {
        const score = isPerStep ? own[step] : step === texts.length - 1 ? own.at(-1) : undefined;
        return score === undefined ? { text } : { text, scores: { [VERIFIER]: score } };
      });
      if (!steps.length) return null;
      const id = tree.add(steps);
      writer.finish(id, boxed(completion) ?? texts.at(-1)!.trim(), verdictIn({ correct: verdicts[i] }));
      writer.beside(
        id,
        beside.flatMap(([name, numbers]) => (numbers[i] === null ? [] : [[name, numbers[i]!] as const])),
      );
      return id;
    });
    const place = chosenPlace(record, completions, scores);
    const id = place === null ? null : (ends[place] ?? null);
    const all = scores.flat().filter(Number.isFinite);
    const isProbability = all.every((score) => score >= 0 && score <= 1);
    const text = place === null ? '' : completions[place]!;
    const areSteps = completions.every(
      (completion, i) => scores[i]?.length === splitAfter(completion, STEP_END).length,
    );
    return writer.trace(
      { format: 'search-and-learn', tree: 'reconstructed', scores: areSteps ? 'step' : 'solution' },
      [foreignVerifier(VERIFIER, isProbability ? 'probability' : 'unbounded')],
      { id, answer: id === null ? null : (boxed(text) ?? text.trim()), correct: null },
    );
  },
};

/** Where it is written of each completion whether it is right. */
const VERDICTS = ['is_correct', 'correct', 'labels'] as const;
const OWN = ['completions', 'scores', ...VERDICTS];

/** The lists of numbers that have one for each completion, such as `agg_scores`; null where that is none. */
function listsBeside(record: Fields, count: number): [name: string, numbers: (number | null)[]][] {
  return Object.entries(record).flatMap(([name, value]): [string, (number | null)[]][] => {
    if (OWN.includes(name) || name === '' || !Array.isArray(value) || value.length !== count) return [];
    const numbers = listOf(value).map(numberOf);
    return numbers.some((number) => number !== null) ? [[cut(name, TRACE_LIMITS.name), numbers]] : [];
  });
}

/** `pred` is the completion that was taken, or only its answer; without it, the one that ends with the best score. */
function chosenPlace(record: Fields, completions: readonly string[], scores: readonly number[][]): number | null {
  const pred = textOf(record['pred']);
  if (pred) {
    const said = boxed(pred) ?? pred;
    const exact = completions.indexOf(pred);
    if (exact >= 0) return exact;
    const byAnswer = completions.findIndex((text) => boxed(text) === said);
    return byAnswer >= 0 ? byAnswer : null;
  }
  let best: number | null = null;
  for (const [i, list] of scores.entries()) {
    const last = list.at(-1);
    if (
      i < completions.length &&
      last !== undefined &&
      !Number.isNaN(last) &&
      (best === null || last > scores[best]!.at(-1)!)
    )
      best = i;
  }
  return best;
}
