/**
 * Sampled solutions with the scores of a verifier (OVM's verifier outputs): `outputs[]`, each a `response` and its
 * `vscores`, one a token. Where the file also holds the tokens' texts, each token gets its own score; else nothing says
 * where one token ends and the next begins, and only the last score is shown, as that of the whole solution.
 */
import type { EventToken } from '../search/types';
import { TRACE_LIMITS } from '../trace/schema';
import { badFile } from './faults';
import {
  cut,
  expectedIn,
  fieldsOf,
  isFields,
  listOf,
  numberOf,
  numbersIn,
  numbersOf,
  textOf,
  verdictIn,
} from './fields';
import { PrefixTree, splitAfter, type PathStep } from './prefix-tree';
import { foreignVerifier, TreeWriter } from './tree-writer';
import type { Reader } from './types';

const VERIFIER = 'vscore';
const NOT_SCORES = ['label', 'correct', 'is_correct', 'idx'];

export const ovmScores: Reader = {
  format: 'ovm-scores',
  matches: ({ outputs }) =>
    Array.isArray(outputs) &&
    outputs.some((output) => isFields(output) && 'response' in output && Array.isArray(output['vscores'])),
  title: (record) => textOf(record['question']) ?? textOf(record['input']) ?? `#${numberOf(record['idx']) ?? '?'}`,
  read(record) {
    const writer = new TreeWriter(cut(this.title(record)), expectedIn(record));
    const tree = new PrefixTree(writer);
    let best: { id: number; score: number; answer: string; correct: boolean | null } | null = null;
    let areTokens = true;
    for (const [i, output] of listOf(record['outputs']).entries()) {
      const fields = fieldsOf(output);
      const response = textOf(fields['response']);
      if (response === null) throw badFile('output-without-response', { output: i });
      const scores = numbersOf(fields['vscores']);
      const texts = listOf(fields['tokens']).map(textOf);
      const hasTokens = texts.length === scores.length && texts.length > 0 && texts.join('') === response;
      areTokens &&= hasTokens;
      const steps = hasTokens ? stepsOfTokens(texts as string[], scores) : stepsOfText(response, scores.at(-1));
      if (!steps.length) continue;
      const id = tree.add(steps);
      const answer = textOf(fields['response_answer']) ?? textOf(fields['answer']) ?? steps.at(-1)!.text.trim();
      const correct = verdictIn(fields);
      writer.finish(id, answer, correct);
      writer.beside(id, numbersIn(fields, NOT_SCORES));
      const score = scores.at(-1) ?? NaN;
      if (Number.isFinite(score) && (best === null || score > best.score)) best = { id, score, answer, correct };
    }
    return writer.trace(
      { format: 'ovm-scores', tree: 'reconstructed', scores: areTokens ? 'token' : 'solution' },
      [foreignVerifier(VERIFIER, 'unbounded')],
      best ?? { id: null, answer: null, correct: null },
    );
  },
};

/** A step ends with the token that holds a line end. */
function stepsOfTokens(texts: readonly string[], scores: readonly number[]): PathStep[] {
  const steps: PathStep[] = [];
  let from = 0;
  for (const [i, text] of texts.entries()) {
    const isEnd = i === texts.length - 1 || (text.includes('\n') && !texts[i + 1]!.startsWith('\n'));
    if (!isEnd && i + 1 - from < TRACE_LIMITS.tokensPerNode) continue;
    const tokens: EventToken[] = texts.slice(from, i + 1).map((token) => ({ text: token }));
    steps.push({
      text: texts.slice(from, i + 1).join(''),
      tokens,
      scores: { [VERIFIER]: scores.slice(from, i + 1) },
    });
    from = i + 1;
  }
  return steps;
}

function stepsOfText(response: string, last: number | undefined): PathStep[] {
  const texts = splitAfter(response, /(\n)/);
  return texts.map((text, i) =>
    i === texts.length - 1 && last !== undefined ? { text, scores: { [VERIFIER]: last } } : { text },
  );
}
