/**
 * Sentences with slots: `Use {strategy}: …`. A word that goes with a number stands in its forms behind the number's
 * name: `{count} {count|step|steps}`.
 */

/** How a language writes a number, and the word that goes with it. */
export interface Numbers {
  readonly write: (value: number) => string;
  /** Which of so many forms of a word goes with a number, from 0; the last is the general one. */
  readonly form: (value: number, forms: number) => number;
}

/** English, in bare digits: what commands print is the same wherever they run. */
const PLAIN: Numbers = { write: String, form: (value, forms) => (value === 1 ? 0 : forms - 1) };

const SLOT = /\{(\w+)((?:\|[^{}|]*)*)\}/g;

/**
 * Puts values into a sentence's slots. A slot without a value stays as it is, so that a test can see it. Numbers are
 * written as the language does; text is taken as it is, and counts where it is a number in bare digits.
 */
export const fill = (
  sentence: string,
  values: Readonly<Record<string, string | number>>,
  { write, form }: Numbers = PLAIN,
): string =>
  sentence.replace(SLOT, (slot, name: string, forms: string) => {
    const value = values[name];
    if (value === undefined) return slot;
    if (!forms) return typeof value === 'number' ? write(value) : value;
    const words = forms.slice(1).split('|');
    return words[form(Number(value), words.length)]!;
  });
