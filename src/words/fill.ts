/** Sentences with slots: `Use {strategy}: …`. */
export { fill } from '../core/fill';

export type Part = { readonly text: string } | { readonly slot: string };

/** A sentence cut into texts and slots, for slots that are controls. */
export const parts = (sentence: string): Part[] =>
  sentence
    .split(/(\{\w+\})/)
    .filter(Boolean)
    .map((piece) => (/^\{\w+\}$/.test(piece) ? { slot: piece.slice(1, -1) } : { text: piece }));
