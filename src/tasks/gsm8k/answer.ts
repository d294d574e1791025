/**
 * Reading the answer off a solution that a language model wrote in its own words; `docs/gsm8k-answers.md` lists the
 * forms. Every pattern here is linear in the text's length.
 */
import { readArithmetic } from './arithmetic';
import { lex, MAX_LINE } from './lexer';

/** A number as people write it, `$1,200.50`, in one spelling: `1200.5`. Null where it is none. */
export function plainNumber(text: string): string | null {
  const digits = text.replaceAll('−', '-').replace(/[$,\s]/g, '');
  if (!/^-?(\d+\.?\d*|\.\d+)$/.test(digits)) return null;
  // Of very long digits only what a double holds would stay: they are compared as they stand.
  if (digits.length > 15) return digits;
  return `${Number(digits) + 0}`;
}

/** Where a model goes on into a question of its own making: what follows answers that one. */
const NEXT_QUESTION =
  /\n[^\S\n]{0,8}(?:\*\*|#{1,6} )?(?:question|problem|q|user|human|pregunta|问题)[^\S\n]?\d{0,4}[^\S\n]?[:：.]/giu;
const TOLD =
  /(?:answer|respuesta|答案)(?:[\s*_]{0,8}(?:is(?![a-z])|was(?![a-z])|es(?![a-z])|[:：=是为])|(?<=final answer)[*_]{0,4}\n)[\s*_:：]{0,8}([^\n]*)/giu;
/** What comes after one of these is the result of what comes before it. */
const RESULT = /(?:=|(?<![a-z])(?:so|therefore|thus|hence|which is|that is|total of)(?![a-z]))/giu;

/**
 * The answer in a full solution: what stands after the last `####`, as the data set writes it; else in the last
 * `\boxed{}`; else the number after the last "answer is" or "answer:". Of a text that runs on into another question
 * only what stands before it counts, where that holds an answer. Null where there is none. It extracts and does not
 * judge.
 */
export function answerOf(solution: string): string | null {
  for (const { index } of solution.matchAll(NEXT_QUESTION)) {
    const answer = readAnswer(solution.slice(0, index));
    if (answer !== null) return answer;
    // A second question is as good as none.
    break;
  }
  return readAnswer(solution);
}

function readAnswer(text: string): string | null {
  const marked = text.lastIndexOf('####');
  if (marked >= 0) return firstNumber(/\S[^\n]*/.exec(text.slice(marked + 4))?.[0] ?? '');
  const boxed = text.lastIndexOf('\\boxed{');
  if (boxed >= 0) return firstNumber(insideBraces(text, boxed + '\\boxed{'.length));
  const told = [...text.matchAll(TOLD)].map((match) => numberTold(match[1]!));
  return told.findLast((number) => number !== null) ?? null;
}

/** What stands between a brace that was opened before `start` and the one that closes it. */
function insideBraces(text: string, start: number): string {
  let depth = 1;
  let at = start;
  for (; at < text.length && at < start + MAX_LINE; at++) {
    if (text[at] === '{') depth++;
    if (text[at] === '}' && --depth === 0) break;
  }
  return text.slice(start, at);
}

/** Of a sentence: the result that it comes to, or else its first number. */
function numberTold(sentence: string): string | null {
  const last = [...sentence.matchAll(RESULT)].at(-1);
  const result = last && firstNumber(sentence.slice(last.index + last[0].length));
  return result ?? firstNumber(sentence);
}

/** The first number of a text; a fraction or other arithmetic by what it is worth. */
function firstNumber(text: string): string | null {
  const line = text.slice(0, MAX_LINE);
  const tokens = lex(line, 'point');
  const first = tokens.findIndex(({ kind }) => kind === 'number' || kind === 'open');
  for (let at = first; at >= 0 && at < tokens.length; at++) {
    if (tokens[at]!.kind !== 'number' && tokens[at]!.kind !== 'open') continue;
    const before = tokens[at - 1];
    const isSigned = before?.kind === 'operator' && before.sign === '-' && tokens[at - 2]?.kind !== 'number';
    const worth = readArithmetic(tokens, isSigned ? at - 1 : at, tokens.length);
    if (!worth) continue;
    const sign = isSigned ? '-' : '';
    if (worth.number)
      return plainNumber(sign + line.slice(worth.number.start, worth.number.end).replace(/[^\d.,]|[.,]+$/g, ''));
    return `${Number(worth.values[0]!.toPrecision(12)) + 0}`;
  }
  return null;
}
