/** A hub model's tokenizer as a search uses it. Vocabularies are large: a token's text is made when it is asked for. */
import type { PreTrainedTokenizer } from '@huggingface/transformers';
import type { StepEnd } from '../onnx-policy';
import type { Tokenizer } from '../../src/model/types';

/** Texts that are kept. */
const MOST_TEXTS = 50_000;

const OPTIONS = { skip_special_tokens: false, clean_up_tokenization_spaces: false } as const;

/**
 * The text of a token is what it adds behind another one, so that a leading space stays. A character that is spread
 * over several tokens shows as replacement signs.
 * @param ends tokens that end a text: all of them have the empty text
 */
export function hubTokenizer(inner: PreTrainedTokenizer, ends: readonly number[], vocabularySize: number): Tokenizer {
  const texts = new Map<number, string>();
  const anchor = inner.encode('a', { add_special_tokens: false }).at(-1) ?? 0;
  const before = inner.decode([anchor], OPTIONS);
  const textOf = (token: number): string => {
    const both = inner.decode([anchor, token], OPTIONS);
    return both.startsWith(before) ? both.slice(before.length) : inner.decode([token], OPTIONS);
  };
  const tokenText = (token: number): string => {
    let text = texts.get(token);
    if (text === undefined) {
      text = ends.includes(token) ? '' : textOf(token);
      if (texts.size >= MOST_TEXTS) texts.clear();
      texts.set(token, text);
    }
    return text;
  };
  return {
    encode: (text) => inner.encode(text, { add_special_tokens: false }),
    decode: (tokens) => tokens.map(tokenText).join(''),
    tokenText,
    vocabularySize,
    eosToken: ends[0] ?? -1,
  };
}

/** A step ends when its delimiter is written, which may be in the middle of a token, behind anything but space. */
export const delimited =
  (delimiter: () => string): StepEnd =>
  (text) =>
    text.trimStart().includes(delimiter());
