/** A hub model's tokenizer as a search uses it. Vocabularies are large: a token's text is made when it is asked for. */
import type { PreTrainedTokenizer } from '@huggingface/transformers';
import { AppError } from '../../src/core/errors';
import type { Tokenizer } from '../../src/model/types';
import type { StepEnd } from '../step-sampler';
import { promptEncoder, type PromptTokenizer } from './prompt-tokens';
import { textOfBytes, tokenBytes } from './token-bytes';

/** Tokens whose texts are kept. */
const MOST_TEXTS = 50_000;

/**
 * The text of a token is what it adds behind another one, so that a leading space stays.
 * @param ends tokens that end a text: all of them have the empty text. Read anew each time, since more may be learnt.
 * @param isChat whether a prompt is what a chat template wrote, which has all its control tokens; else it is plain text
 */
export function hubTokenizer(
  inner: PreTrainedTokenizer,
  ends: readonly number[],
  vocabularySize: number,
  isChat: () => boolean = () => false,
): Tokenizer {
  const bytes = tokenBytes(inner);
  const known = new Map<number, string | Uint8Array>();
  const read = (token: number): string | Uint8Array => {
    if (ends.includes(token)) return '';
    let piece = known.get(token);
    if (piece === undefined) {
      piece = bytes.read(token);
      if (known.size >= MOST_TEXTS) known.clear();
      known.set(token, piece);
    }
    return piece;
  };
  const tokenText = (token: number): string => {
    const piece = read(token);
    return typeof piece === 'string' ? piece : textOfBytes(piece);
  };
  const decode = (tokens: readonly number[]): string => {
    let text = '';
    let parts: number[] = [];
    const flush = (): void => {
      if (parts.length) text += textOfBytes(Uint8Array.from(parts));
      parts = [];
    };
    for (const token of tokens) {
      const piece = read(token);
      if (typeof piece !== 'string') {
        parts.push(...piece);
        continue;
      }
      flush();
      text += piece;
    }
    flush();
    return text;
  };
  const encoder = promptEncoder(inner as unknown as PromptTokenizer, ends);
  return {
    encode: (text) => {
      const token = bytes.tokenOf(text);
      if (token !== undefined && tokenText(token) === text) return [token];
      // A token of a recorded step has a text of its own; within a longer one nobody but a reader wrote it.
      const isPiece = encoder.controls.includes(text) && tokenText(encoder.idOf(text) ?? -1) === text;
      if (!isPiece && encoder.controls.some((control) => text.includes(control)))
        return inVocabulary(encoder.encodeText(text), vocabularySize);
      return inVocabulary(inner.encode(text, { add_special_tokens: false }), vocabularySize);
    },
    encodePrompt: (prompt) => inVocabulary(encoder.encode(prompt, isChat()), vocabularySize),
    decode,
    tokenText,
    vocabularySize,
    get eosToken() {
      return ends[0] ?? -1;
    },
  };
}

/** The library gives no number for a character that a vocabulary without a stand-in lacks. */
function inVocabulary(tokens: readonly (number | undefined)[], size: number): number[] {
  return tokens.map((token) => {
    if (token !== undefined && token < size) return token;
    throw new AppError('bad-input', 'The text holds a character or a control token that this model does not know.');
  });
}

/** A step ends when its delimiter is written, which may be in the middle of a token, behind anything but space. */
export const delimited =
  (delimiter: () => string): StepEnd =>
  (text) =>
    text.trimStart().includes(delimiter());
