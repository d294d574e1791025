/** How every task's solutions are written: a line a step, and the answer in the last line. */
export const ANSWER_PREFIX = 'The answer is ';

/** Ends a step of every task that is here. */
export const STEP_END = '\n';

/** What a hub model is told of the form of a solution whose answer is a number. */
export const NUMBERED_STEPS = `Solve the problem step by step. Write one step on each line, a short sentence with its calculation. Write the last line as: ${ANSWER_PREFIX.trim()}, and behind it the number alone.`;

/** The lines of a full solution. One line end may close it; an empty line is a line, and no step. */
export const linesOf = (text: string): string[] => text.replace(/\n$/, '').split('\n');

/** What stands after "The answer is" in the last line of a full solution, or null. It extracts and does not judge. */
export function finalAnswer(text: string): string | null {
  const last = linesOf(text).at(-1)!;
  return last.startsWith(ANSWER_PREFIX) ? last.slice(ANSWER_PREFIX.length) : null;
}

/** How many characters two lines begin with in common. */
export function sharedLength(a: string, b: string): number {
  let i = 0;
  while (i < a.length && i < b.length && a[i] === b[i]) i++;
  return i;
}
