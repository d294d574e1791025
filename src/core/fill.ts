/** Sentences with slots: `Use {strategy}: …`. */

/** Puts values into a sentence's slots. A slot without a value stays as it is, so that a test can see it. */
export const fill = (sentence: string, values: Readonly<Record<string, string | number>>): string =>
  sentence.replace(/\{(\w+)\}/g, (slot, name: string) => `${values[name] ?? slot}`);
