/**
 * Value-guided beam search as OVM writes it (`intermediate_steps`): every candidate of every step, those that were
 * dropped included. Texts are cumulative, repeats are common, and a finished path comes again at each later step.
 * Scores come from a head that was trained by squared error, so they are no probabilities and go below 0.
 */
import {
  cut,
  expectedIn,
  fieldsOf,
  isFields,
  listOf,
  numberOf,
  numbersIn,
  textOf,
  verdictIn,
  type Fields,
} from './fields';
import { foreignVerifier, TreeWriter } from './tree-writer';
import type { Reader } from './types';
import { badFile } from './faults';

const VERIFIER = 'vscore';
const NOT_SCORES = [VERIFIER, 'sample_id', 'label', 'correct', 'is_correct'];

interface Candidate {
  readonly sample: number;
  /** All of the solution so far. */
  readonly text: string;
  readonly score: number | null;
  /** Its other numbers. */
  readonly beside: readonly (readonly [string, number])[];
  readonly correct: boolean | null;
}

interface Step {
  readonly candidates: readonly Candidate[];
  readonly choices: readonly number[];
}

function stepsOf(record: Fields): Step[] {
  return listOf(record['intermediate_steps']).map((step, i) => {
    const { sequences, choices } = fieldsOf(step);
    const candidates = listOf(sequences).map((sequence, place) => {
      const fields = fieldsOf(sequence);
      const text = textOf(fields['str']);
      if (text === null) throw badFile('candidate-without-text', { candidate: place, step: i });
      return {
        sample: numberOf(fields['sample_id']) ?? place,
        text,
        score: numberOf(fields['vscore']),
        beside: numbersIn(fields, NOT_SCORES),
        correct: verdictIn(fields),
      };
    });
    return { candidates, choices: listOf(choices).flatMap((choice) => numberOf(choice) ?? []) };
  });
}

export const ovmSteps: Reader = {
  format: 'ovm-steps',
  matches: ({ intermediate_steps: steps }) =>
    Array.isArray(steps) && isFields(steps[0]) && Array.isArray(steps[0]['sequences']),
  title: (record) => textOf(record['question']) ?? textOf(record['input']) ?? `#${numberOf(record['idx']) ?? '?'}`,
  read(record) {
    const steps = stepsOf(record);
    const writer = new TreeWriter(cut(this.title(record)), expectedIn(record));
    /** What was kept at the step before, by its whole text; at first the empty beginning. */
    let open = new Map<string, number>([['', 0]]);
    let chosen: number | null = null;
    for (const [depth, { candidates, choices }] of steps.entries()) {
      const isLast = depth === steps.length - 1;
      const nodes = candidates.map(({ text }) => open.get(text) ?? -1);
      const fresh = new Map<string, number>();
      const beginnings = longestBeginnings([...open.keys()], candidates);
      for (const [i, { text, score, beside }] of candidates.entries()) {
        // A path that was finished before is only carried along.
        if (nodes[i]! > 0) continue;
        const before = beginnings.get(text);
        if (before === undefined) throw badFile('no-beginning');
        const first = fresh.get(text);
        const id = writer.add(open.get(before)!, text.slice(before.length), undefined, first);
        if (score !== null) writer.score(id, VERIFIER, score);
        writer.beside(id, beside);
        if (first === undefined) fresh.set(text, id);
        nodes[i] = id;
      }
      const placeOf = new Map(candidates.map(({ sample }, i) => [sample, i]));
      const kept = choices.flatMap((sample) => placeOf.get(sample) ?? []);
      if (isLast) {
        const verdicts = new Map(candidates.map(({ correct }, i) => [nodes[i]!, correct]));
        for (const id of new Set(nodes)) writer.finish(id, null, verdicts.get(id) ?? null);
        chosen = kept.length ? nodes[kept[0]!]! : null;
        break;
      }
      rank(writer, candidates, nodes, kept, fresh);
      open = new Map(kept.map((i) => [candidates[i]!.text, nodes[i]!]));
      if (!open.size) break;
    }
    const answer = textOf(record['response_answer']) ?? textOf(record['response']);
    const correct = verdictIn(record);
    return writer.trace(
      { format: 'ovm-steps', tree: 'recorded', scores: 'step' },
      [foreignVerifier(VERIFIER, 'unbounded')],
      { id: chosen, answer: chosen === null ? null : answer, correct },
    );
  },
};

/** The kept ones first, in the order in which they were chosen, and then the others by their scores. */
function rank(
  writer: TreeWriter,
  candidates: readonly Candidate[],
  nodes: readonly number[],
  kept: readonly number[],
  fresh: ReadonlyMap<string, number>,
): void {
  const isKept = new Set(kept);
  const others = candidates.map((_, i) => i).filter((i) => !isKept.has(i));
  others.sort((a, b) => (candidates[b]!.score ?? -Infinity) - (candidates[a]!.score ?? -Infinity) || a - b);
  const keptNodes = new Set(kept.map((i) => nodes[i]!));
  for (const [place, i] of [...isKept, ...others].entries()) {
    const id = nodes[i]!;
    if (isKept.has(i)) writer.keep(id, place + 1, candidates.length);
    else if (!keptNodes.has(id)) {
      const isRepeat = fresh.get(candidates[i]!.text) !== id;
      writer.prune(id, place + 1, candidates.length, isRepeat ? 'duplicate' : 'score');
    }
  }
}

/**
 * Of each candidate's text the longest open text that it begins with and goes on from; the empty one where nothing
 * else fits, as after a rewrite. In order, a text comes after its beginnings and before all else that has them, so one
 * pass with those that are still beginnings does.
 */
function longestBeginnings(open: readonly string[], candidates: readonly Candidate[]): ReadonlyMap<string, string> {
  const isOpen = new Set(open);
  const texts = [...new Set([...open, ...candidates.map(({ text }) => text)])].sort();
  const found = new Map<string, string>();
  const beginnings: string[] = [];
  for (const text of texts) {
    while (beginnings.length && !text.startsWith(beginnings.at(-1)!)) beginnings.pop();
    const before = beginnings.at(-1);
    if (before !== undefined) found.set(text, before);
    if (isOpen.has(text)) beginnings.push(text);
  }
  return found;
}
