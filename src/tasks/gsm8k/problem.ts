/**
 * A problem of GSM8K's test set, or a reader's own question. The first hundred problems of the set are here (MIT,
 * OpenAI; Cobbe et al. 2021, arXiv 2110.14168), with their answers and the number of lines of their solutions.
 */
import { plainNumber } from './answer';
import problems from './problems.json' with { type: 'json' };

export interface KnownProblem {
  readonly question: string;
  readonly answer: string;
  /** Lines of the data set's own solution. */
  readonly steps: number;
}

export const PROBLEMS: readonly KnownProblem[] = problems;

/** In characters; the longest question of the set has 985. */
export const MAX_TEXT = 1800;

export interface Question {
  readonly question: string;
  /** As it is written: with its answer, where the reader wrote that. */
  readonly text: string;
  /** Null where nobody said it: then nothing can be judged. */
  readonly answer: string | null;
  readonly steps: number | null;
}

export type QuestionProblem =
  | { readonly code: 'empty' }
  | { readonly code: 'text-too-long'; readonly limit: number }
  | { readonly code: 'too-short'; readonly least: number }
  | { readonly code: 'bad-answer'; readonly word: string };

/** Fewer words are no question; where a script leaves no gaps between them, each of its signs counts as one. */
const LEAST_WORDS = 4;
const WORD =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]|[^\s\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]+/gu;

export type ParsedQuestion =
  { readonly ok: true; readonly question: Question } | { readonly ok: false; readonly problem: QuestionProblem };

/** Reads a question; a reader's own may end with its answer, as in `How many eggs are left? #### 9`. */
export function parseQuestion(text: string): ParsedQuestion {
  const refuse = (problem: QuestionProblem): ParsedQuestion => ({ ok: false, problem });
  if (text.length > MAX_TEXT) return refuse({ code: 'text-too-long', limit: MAX_TEXT });
  const [told = '', ...rest] = text.split('####');
  const question = told.replace(/\s+/g, ' ').trim();
  if (!question) return refuse({ code: 'empty' });
  if ((question.match(WORD)?.length ?? 0) < LEAST_WORDS) return refuse({ code: 'too-short', least: LEAST_WORDS });
  if (!rest.length) {
    const known = PROBLEMS.find((problem) => problem.question === question);
    return {
      ok: true,
      question: { question, text: question, answer: known?.answer ?? null, steps: known?.steps ?? null },
    };
  }
  const word = rest.join('####').trim();
  const answer = plainNumber(word);
  if (answer === null) return refuse({ code: 'bad-answer', word: word.slice(0, 40) });
  return { ok: true, question: { question, text: `${question} #### ${answer}`, answer, steps: null } };
}
