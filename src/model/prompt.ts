/** From a prompt to the tokens that a model is given before it writes. */
import type { Tokenizer } from './types';

/**
 * Stands inside what would be a control token in a text that a reader typed, such as `<|im_end|>`: with it, it is read
 * as the characters that it shows. A noncharacter, so no text brings it along with a meaning.
 */
const MARK = '\uFDD0';

/** A text in which none of `controls`, the longest first, is read as a control token. */
export function asPlainText(text: string, controls: readonly string[]): string {
  let plain = shownPrompt(text);
  for (const control of controls) {
    if (!plain.includes(control)) continue;
    const [first = '', ...others] = control;
    plain = plain.replaceAll(control, () => first + MARK + others.join(''));
  }
  return plain;
}

/** A prompt as people read it, without the marks of `asPlainText`. */
export const shownPrompt = (prompt: string): string => prompt.replaceAll(MARK, '');

/** The tokens of a prompt: with what the tokenizer puts around it, and with typed control tokens as plain text. */
export const promptTokens = (tokenizer: Tokenizer, prompt: string): number[] =>
  tokenizer.encodePrompt?.(prompt) ?? tokenizer.encode(prompt);
