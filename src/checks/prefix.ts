/** From the texts of a reader's prefix to open prefixes of the models. */
import { AppError } from '../core/errors';
import type { PrefixScope } from '../model/prefix-scope';
import { promptTokens } from '../model/prompt';
import type { Policy, PrefixId, Tokenizer, Verifier } from '../model/types';
import { round } from '../core/precision';
import type { Prefix } from './check';

/** Of a prefix, in characters and in entries. */
const MAX_LENGTH = 20_000;

/**
 * The tokens of a prefix; its end of the sequence, an empty text, is left out.
 * @throws AppError `bad-input` where it holds something that the model's vocabulary cannot write.
 */
export function encodePrefix(tokenizer: Tokenizer, prefix: Prefix): number[] {
  if (prefix.length > MAX_LENGTH || prefix.reduce((sum, text) => sum + text.length, 0) > MAX_LENGTH) {
    throw new AppError('bad-input', `A beginning of a solution may have ${MAX_LENGTH} characters at most.`);
  }
  return prefix.flatMap((text) => {
    const tokens = text === '' ? [] : tokenizer.encode(text);
    if (tokenizer.decode(tokens) === text) return tokens;
    throw new AppError(
      'bad-input',
      `The model cannot write ${JSON.stringify(text)}: use the characters of a solution.`,
    );
  });
}

/**
 * Opens the prompt and the tokens after it; `length` is how many they are together.
 * @throws AppError `bad-input` for a beginning that is too long.
 */
export async function openPolicyPrefix(
  policy: Policy,
  scope: PrefixScope,
  prompt: string,
  tokens: readonly number[],
  signal?: AbortSignal,
): Promise<{ readonly prefix: PrefixId; readonly length: number }> {
  const asked = promptTokens(policy.tokenizer, prompt);
  const root = scope.own(await policy.open(asked, signal));
  const prefix = tokens.length ? scope.own(policy.extend(root, tokens)) : root;
  return { prefix, length: asked.length + tokens.length };
}

/** A verifier's number at the last of the tokens after the prompt, rounded as in a log. */
export async function scoreLast(
  verifier: Verifier,
  scope: PrefixScope,
  prompt: readonly number[],
  tokens: readonly number[],
  logprobs: readonly number[] | null,
  signal?: AbortSignal,
): Promise<number> {
  const prefix = scope.own(await verifier.open(prompt, signal));
  const request = { prefix, tokens, wanted: 'last', ...(logprobs ? { logprobs } : {}) } as const;
  const [scored] = await verifier.score([request], signal);
  scope.own(scored!.prefix);
  return round(scored!.values.at(-1)!);
}
