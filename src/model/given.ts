/** Tokens that nobody sampled: what the policy thinks of each of them. */
import type { Handles } from './handles';
import type { Policy, PrefixId, SampledToken } from './types';

/** Stands for the log-probability of a token that the policy rules out. */
const NEVER = Math.log(Number.MIN_VALUE);

export interface WeighedTokens {
  /** After the tokens; `handles` owns it and those on the way. */
  readonly prefix: PrefixId;
  readonly tokens: readonly SampledToken[];
}

/**
 * Each given token with its log-probability and the `alternatives` likeliest ones there, as if the policy had sampled
 * it. The end of the sequence may be the last only.
 */
export async function weighTokens(
  policy: Policy,
  handles: Pick<Handles, 'own'>,
  from: PrefixId,
  given: readonly number[],
  alternatives: number,
  signal?: AbortSignal,
): Promise<WeighedTokens> {
  const tokens: SampledToken[] = [];
  let prefix = from;
  for (const token of given) {
    const [likely] = await policy.next([prefix], policy.tokenizer.vocabularySize, signal);
    const logprob = likely!.find((other) => other.token === token)?.logprob ?? NEVER;
    tokens.push({ token, logprob, alternatives: likely!.slice(0, alternatives) });
    prefix = handles.own(policy.extend(prefix, [token]));
  }
  return { prefix, tokens };
}
