/** Where the tokens of a solution part into steps. */

/**
 * Indices of the tokens that end a step. `endsStep` is the policy's: it is asked for what was written since the step
 * before ended. The last token ends none by being the last.
 */
export function stepEnds(texts: readonly string[], endsStep: (text: string) => boolean): number[] {
  const ends: number[] = [];
  let text = '';
  for (const [i, piece] of texts.entries()) {
    text += piece;
    if (!endsStep(text)) continue;
    ends.push(i);
    text = '';
  }
  return ends;
}

/** The same with the last of `count` tokens, which ends the last step of a solution however it stopped. */
export const withLast = (ends: readonly number[], count: number): readonly number[] =>
  count === 0 || ends.at(-1) === count - 1 ? ends : [...ends, count - 1];

/** The token that holds a character of the text; the last one for what lies behind the text. */
export function tokenAt(texts: readonly string[], offset: number): number {
  let end = 0;
  const at = texts.findIndex((piece) => (end += piece.length) > offset);
  return at < 0 ? texts.length - 1 : at;
}
