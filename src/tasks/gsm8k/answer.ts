/**
 * Reading the answer off a solution that a language model wrote in its own words; `docs/gsm8k-answers.md` lists the
 * forms. Every pattern here is linear in the text's length.
 */
import { readArithmetic } from './arithmetic';
import { lex, MAX_LINE } from './lexer';

/** With a point in each third place or a comma before the decimals: `1.234.567`, `1.800,50`, `3,5`. */
const COMMA_DECIMALS = /^\d{1,3}(?:\.\d{3}){2,}(?:,\d+)?$|^\d{1,3}(?:\.\d{3})+,\d{1,2}$|^\d+,\d{1,2}$|^0,\d+$/;
const WRITTEN = /(?<![\d.,])\d[\d.,]*\d(?!\d)/g;
const SPACED_DECIMALS = /(?<![\d.,])\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3}){1,6},\d{1,2}(?![\d,])/g;
const POWER_OF_TEN = /(?<![\w.])\d{1,20}(?:\.\d{1,20})?e[+-]?\d{1,4}(?!\w)/gi;

/** The numbers of a text in one spelling: full-width digits, decimal commas and powers of ten (`1.5e3`) made plain. */
function respelled(text: string): string {
  return text
    .replace(/[０-９]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xff10 + 48))
    .replace(/(?<=\d)[，．](?=\d)/g, (sign) => (sign === '，' ? ',' : '.'))
    .replace(SPACED_DECIMALS, (number) => number.replace(/\s/g, '').replace(',', '.'))
    .replace(WRITTEN, (number) => (COMMA_DECIMALS.test(number) ? number.replaceAll('.', '').replace(',', '.') : number))
    .replace(POWER_OF_TEN, (power) => {
      const number = `${Number(power)}`;
      // One too long to write out is none.
      return /[eI]/.test(number) ? '?' : number;
    });
}

/** A number as people write it, `$1,200.50`, in one spelling: `1200.5`. Null where it is none. */
export function plainNumber(text: string): string | null {
  const digits = respelled(text.trim())
    .replaceAll('−', '-')
    .replace(/[$€£¥₹]|(?<=\d),(?=\d{2,3}(?:,\d{2,3})*(?!\d))|\s(?=\d{3}(?!\d))|(?<!\d)\s|\s(?!\d)/g, '');
  if (!/^-?(\d+\.?\d*|\.\d+)$/.test(digits)) return null;
  // Of very long digits only what a double holds would stay: they are compared as they stand.
  if (digits.length > 15) return digits;
  return `${Number(digits) + 0}`;
}

/** Where a model goes on into a question of its own making: what follows answers that one. */
const NEXT_QUESTION =
  /\n[^\S\n]{0,8}(?:\*\*|#{1,6} )?(?:question|problem|instruction|exercise|q|user|human|pregunta|problema|ejercicio|问题|题目)[^\S\n]?\d{0,4}[^\S\n]?[:：.]/giu;
const NAMES = 'answer|(?<![a-z])ans|respuesta|答案';
/** What joins "answer" to the answer. */
const IS =
  "(?:['’]s|is|was|equals|(?:would|should|must|will) be|comes(?: out)? to|es|sería|será)(?![a-z])|(?:\\([^()\\n]{0,40}\\)[*_ ]{0,4})?[:：=是为]|→|->|[-–—] |\\|";
/** Words between, as in "the answer to the question is". */
const BETWEEN = String.raw`[^\n.:：=\d{}]{0,60}?(?<![\p{L}\p{M}])(?:is|was|es)(?![\p{L}\p{M}])`;
/** A heading of its own line. */
const HEADING = String.raw`(?<=(?:^|\n)[ \t#*_>]{0,8}(?:the |your |my |la )?(?:(?:final|correct|最终) ?)?(?:${NAMES})(?: final)?)[*_ \t]{0,8}\r?\n`;
const TOLD = new RegExp(
  String.raw`(?:${NAMES})(?: final)?(?:[\s*_"”’']{0,8}(?:${IS})|${HEADING}|${BETWEEN})[\s*_:："“\x60]{0,8}([^\n]*)`,
  'giu',
);
/** After a `####`: an answer itself, in whatever it is wrapped. */
const ANSWER_ITSELF = /^[\s*_$#`([:：]*(?:\\\W|\\boxed|[-+−.]|[€£¥₹½¼¾⅓⅔]|\d|(?:usd|rs|eur)\b|[a-z] ?=)/iu;
/** It heads a part of the solution: `#### Step 2`, `#### 2. Eggs left`. */
const PART = /^\W*(?:step|part|case|day|week|month|year|phase|section|paso|parte|caso|día|第|步骤)/iu;
const LISTED = /^\W*\d+[.)、:：]\s*\p{L}/u;
/** Of many places at which an answer may stand only the last are looked at. */
const MOST = 100;
/** What comes after one of these is the result of what comes before it. */
const RESULT = /(?:=|(?<![a-z])(?:so|therefore|thus|hence|which is|that is|total of)(?![a-z]))/giu;

/**
 * The answer in a full solution: the number after the last `####` that has one, as the data set writes it; else in the
 * last `\boxed{}` or `<answer>`; else after the last "answer is" or "answer:"; else in the last heading `#### 18 eggs`.
 * Of a text that runs on into another question only what stands before it counts, where that holds an answer. Null
 * where there is none. It extracts and does not judge.
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
  const marked = markedIn(text);
  return (
    lastNumber(marked.filter((line) => ANSWER_ITSELF.test(line) && !LISTED.test(line))) ??
    lastNumber(boxedIn(text)) ??
    lastNumber(
      [...text.matchAll(TOLD)].map((match) => match[1]!),
      numberTold,
    ) ??
    lastNumber(marked.filter((line) => !PART.test(line)))
  );
}

/** Of texts the number in the last that has one. */
function lastNumber(texts: readonly string[], read = firstNumber): string | null {
  for (const text of texts.slice(-MOST).reverse()) {
    const number = read(text);
    if (number !== null) return number;
  }
  return null;
}

/** The lines after each `####`, or on the next line where its own is empty. */
function markedIn(text: string): string[] {
  const lines: string[] = [];
  for (let end = text.length; lines.length < MOST;) {
    const at = text.lastIndexOf('####', end);
    if (at < 0) break;
    lines.unshift(/\S[^\n]*/.exec(text.slice(at + 4, at + 4 + MAX_LINE))?.[0] ?? '');
    if (at === 0) break;
    end = at - 1;
  }
  return lines;
}

const BOX = /\\(?:boxed|fbox)(?:\s*\{|\s+(?=[\d-]))|<answer>/gi;

const UNWORKED = /^(?:\\sqrt|\\pi|\\log|\\infty|[√π])/;

/** What stands in each box. */
function boxedIn(text: string): string[] {
  const found = [...text.matchAll(BOX)].slice(-MOST);
  return found.map(({ 0: opening, index }) => {
    const start = index + opening.length;
    if (opening.endsWith('{')) return insideBraces(text, start);
    return /^[^<\n]*/.exec(text.slice(start, start + MAX_LINE).trimStart())![0];
  });
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

/** Of a sentence: the result that it comes to, or else its first number; of "not 20 but 18" the second. */
function numberTold(told: string): string | null {
  const sentence = told.replace(/^not\b[^\n]{0,80}?\bbut\b/i, '');
  if (/^not\b/i.test(sentence)) return null;
  const last = [...sentence.matchAll(RESULT)].at(-1);
  const result = last && firstNumber(sentence.slice(last.index + last[0].length));
  return result ?? firstNumber(sentence);
}

/** The first number of a text; a fraction or other arithmetic by what it is worth. */
function firstNumber(text: string): string | null {
  const line = respelled(text.slice(0, MAX_LINE).replace(/(?<=\p{L})\.(?=\d)/gu, ' ')).replace(
    /^\W*(?:minus|negative|menos|负)\s*(?=[$\d])/i,
    '-',
  );
  const tokens = lex(line, 'point');
  const first = tokens.findIndex(({ kind }) => kind === 'number' || kind === 'open');
  for (let at = first; at >= 0 && at < tokens.length; at++) {
    if (tokens[at]!.kind !== 'number' && tokens[at]!.kind !== 'open') continue;
    const before = tokens[at - 1];
    const isSigned = before?.kind === 'operator' && before.sign === '-' && tokens[at - 2]?.kind !== 'number';
    const worth = readArithmetic(tokens, isSigned ? at - 1 : at, tokens.length);
    if (!worth) continue;
    const next = tokens[worth.end];
    // Of a root, or a multiple of one, no number is the worth.
    if (UNWORKED.test(line.slice(before?.start ?? 0, before?.end ?? 0))) return null;
    if (next?.kind === 'unknown' && UNWORKED.test(line.slice(next.start, next.end))) return null;
    const sign = isSigned ? '-' : '';
    const written = worth.number && line.slice(worth.number.start, worth.number.end);
    // Its own digits, of which a double may hold too few; `3½` has none of them all.
    if (written && !/[^\P{N}\d]/u.test(written)) return plainNumber(sign + written.replace(/[^\d.,]|[.,]+$/g, ''));
    // A percentage is its number, as in `33 1/3%`; `50% * 6` is worked out.
    const value = worth.values[worth.operations === 0 && worth.values.length > 1 ? 1 : 0]!;
    return `${Number(value.toPrecision(12)) + 0}`;
  }
  return null;
}
