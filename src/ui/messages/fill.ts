/** Sentences with slots: `Use {strategy}: …`. */

/** Puts values into a sentence's slots. A slot without a value stays as it is, so that a test can see it. */
export const fill = (sentence: string, values: Readonly<Record<string, string | number>>): string =>
  sentence.replace(/\{(\w+)\}/g, (slot, name: string) => `${values[name] ?? slot}`);

export type Part = { readonly text: string } | { readonly slot: string };

/** A sentence cut into texts and slots, for slots that are controls. */
export const parts = (sentence: string): Part[] =>
  sentence
    .split(/(\{\w+\})/)
    .filter(Boolean)
    .map((piece) => (/^\{\w+\}$/.test(piece) ? { slot: piece.slice(1, -1) } : { text: piece }));
