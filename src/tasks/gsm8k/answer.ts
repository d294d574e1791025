/** Reading the answer off a solution that a language model wrote in its own words. */

const NUMBER = String.raw`[-−]?\$?\d[\d,]*(?:\.\d+)?|[-−]?\$?\.\d+`;

/** A number as people write it, `$1,200.50`, in one spelling: `1200.5`. Null where it is none. */
export function plainNumber(text: string): string | null {
  const digits = text.replaceAll('−', '-').replace(/[$,\s]/g, '');
  if (!/^-?(\d+\.?\d*|\.\d+)$/.test(digits)) return null;
  // Of very long digits only what a double holds would stay: they are compared as they stand.
  if (digits.length > 15) return digits;
  return `${Number(digits) + 0}`;
}

const lastMatch = (text: string, pattern: RegExp): RegExpMatchArray | undefined => [...text.matchAll(pattern)].at(-1);

const numbersIn = (text: string): string[] => text.match(new RegExp(NUMBER, 'g')) ?? [];

/**
 * The answer in a full solution: what stands after the last `####`, as the data set writes it; else in the last
 * `\boxed{}`; else the last number after the last "answer is" or "answer:". Null where there is none of these. It
 * extracts and does not judge.
 */
export function answerOf(solution: string): string | null {
  const marked = lastMatch(solution, /####[^\S\n]*([^\n]*)/g)?.[1];
  if (marked !== undefined) return firstNumber(marked);
  const boxed = lastMatch(solution, /\\boxed\{([^{}]*)\}/g)?.[1];
  if (boxed !== undefined) return firstNumber(boxed);
  const told = lastMatch(solution, /answer(?:\s+is|\s*:)([^\n]*)/gi)?.[1];
  if (told === undefined) return null;
  const last = numbersIn(told).at(-1);
  return last === undefined ? null : plainNumber(last);
}

function firstNumber(text: string): string | null {
  const [first] = numbersIn(text);
  return first === undefined ? null : plainNumber(first);
}
