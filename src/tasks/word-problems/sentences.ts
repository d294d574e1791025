/** The sentences of a text in single spaces, each with its end; a full stop within a number ends none. */
export const sentencesOf = (text: string): string[] =>
  (text.match(/(?:[^.?!]|\.(?=\d))+[.?!]*/g) ?? []).map((sentence) => sentence.trim()).filter(Boolean);
