/**
 * What a reader may say to a solution, and how likely a model finds it. The wording is ours: each fits a solution that
 * goes on as well as one that has ended, and a pleased one has a displeased one of its kind.
 */
import type { Policy, PrefixId, Tokenizer } from '../model/types';

export const FOLLOW_UPS = {
  pleased: ['Yes, that is right.', 'Correct, well done.', 'Thanks, that makes sense.', 'Great, every step is right.'],
  displeased: ['No, that is wrong.', 'Incorrect, try again.', 'Sorry, that makes no sense.', 'Stop, a step is wrong.'],
} as const;

/** As tokens. */
export interface FollowUps {
  readonly pleased: readonly (readonly number[])[];
  readonly displeased: readonly (readonly number[])[];
  /** Tokens of the longest. */
  readonly longest: number;
}

/** @throws AppError `bad-input` where the tokenizer lacks a character of them */
export function followUpTokens(tokenizer: Tokenizer): FollowUps {
  const [pleased, displeased] = [FOLLOW_UPS.pleased, FOLLOW_UPS.displeased].map((texts) =>
    texts.map((text) => tokenizer.encode(text)),
  );
  const longest = Math.max(...[...pleased!, ...displeased!].map(({ length }) => length));
  return { pleased: pleased!, displeased: displeased!, longest };
}

/**
 * The mean log-probability of a token, in nats, of what pleased readers say, minus that of what displeased ones do; every
 * sentence counts as much, long or short. Above 0 where the model expects a pleased reader.
 * @param prefix up to where a reader begins to speak; it stays open
 * @throws what the policy throws
 */
export async function followUpScore(
  policy: Policy,
  prefix: PrefixId,
  { pleased, displeased }: FollowUps,
  signal?: AbortSignal,
): Promise<number> {
  const meanOf = async (sentences: readonly (readonly number[])[]): Promise<number> => {
    let sum = 0;
    for (const tokens of sentences) {
      const scored = await policy.scoreGivenTokens(prefix, tokens, signal);
      sum += scored.reduce((all, { logprob }) => all + logprob, 0) / scored.length;
    }
    return sum / sentences.length;
  };
  return (await meanOf(pleased)) - (await meanOf(displeased));
}
