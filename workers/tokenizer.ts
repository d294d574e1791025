/**
 * The pack's tokenizer, from the bytes of its `tokenizer.json`. This is `@huggingface/tokenizers`, the part of
 * transformers.js that tokenizes: taken alone it adds 37 KB to the worker instead of 450, and a test holds it to what
 * transformers.js' own `AutoTokenizer` gives.
 */
import { Tokenizer as HuggingFaceTokenizer } from '@huggingface/tokenizers';
import * as v from 'valibot';
import { AppError } from '../src/core/errors';
import type { Tokenizer } from '../src/model/types';
import { readJson } from '../src/protocol/pack';

const AnyObject = v.looseObject({});

/** @throws AppError `file-damaged` when a file is not JSON, or describes no tokenizer. */
export function createTokenizer(
  tokenizerJson: Uint8Array,
  tokenizerConfig: Uint8Array,
  size: { readonly vocab_size: number; readonly eos_token_id: number },
): Tokenizer {
  const [description, config] = [
    readJson(AnyObject, tokenizerJson, 'tokenizer.json'),
    readJson(AnyObject, tokenizerConfig, 'tokenizer_config.json'),
  ];
  let inner: HuggingFaceTokenizer;
  let texts: string[];
  try {
    inner = new HuggingFaceTokenizer(description, config);
    texts = Array.from({ length: size.vocab_size }, (_, token) => inner.decode([token], { skip_special_tokens: true }));
  } catch (cause) {
    const data = { file: 'tokenizer.json' };
    throw new AppError('file-damaged', 'tokenizer.json describes no tokenizer that can be used.', data, { cause });
  }
  return {
    encode: (text) => inner.encode(text, { add_special_tokens: false }).ids,
    // Not `inner.decode`: a text must be the texts of its tokens joined, or token spans would not line up with it.
    decode: (tokens) => tokens.map((token) => texts[token] ?? '').join(''),
    tokenText: (token) => texts[token] ?? '',
    vocabularySize: size.vocab_size,
    eosToken: size.eos_token_id,
  };
}
