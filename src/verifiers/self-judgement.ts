/**
 * Self-judgement: the policy itself is asked whether the steps so far are right, and its probability of "yes", against
 * "no", is their value. Nothing is trained for it. Kadavath et al. (2022, arXiv 2207.05221) call it P(True) and ask of a
 * whole answer; here it is asked after each step, and every token of a step bears the step's number.
 */
import { AppError } from '../core/errors';
import { PrefixTable } from '../model/prefix-table';
import { promptTokens } from '../model/prompt';
import type { Policy, PrefixId, Verifier } from '../model/types';
import { aboutOf, made } from './made';
import type { MakeVerifier } from './types';

/** The site's packs write solutions and understand no question. */
export const selfJudgement = made('self-judgement', { scale: 'probability', beside: ['hub'] });

export const makeSelfJudgement: MakeVerifier = ({ policy, problem }) => {
  if (!problem.questionAbout)
    throw new AppError(
      'bad-input',
      `${selfJudgement.id} needs a language model that can be asked, as those from a hub.`,
    );
  return selfJudgementVerifier(policy, problem.questionAbout);
};

/** Where the model thinks of neither word, and where the question does not fit into its context. */
export const UNDECIDED = 0.5;

/** Among so many likeliest next tokens `yes` and `no` are looked for. */
const LOOKED_AT = 64;

/** What is asked, as a system and a user text; the caller makes a prompt of it. */
export const JUDGE_SYSTEM =
  'You check the beginning of a solution. Answer with one word: yes if every step so far is right, no if a step is wrong.';
export const judgeText = (problem: string, steps: string): string =>
  `Problem: ${problem}\n\nSteps so far:\n${steps.trimEnd()}\n\nIs every step so far right? Answer yes or no.`;

/**
 * P(yes) of P(yes) + P(no), from the likeliest next tokens; 0.5 where the model thinks of neither.
 * @param textOf a token's text; case and space do not matter
 */
export function yesShare(
  next: readonly { readonly token: number; readonly logprob: number }[],
  textOf: (token: number) => string,
): number {
  const mass = { yes: 0, no: 0 };
  for (const { token, logprob } of next) {
    const word = textOf(token).trim().toLowerCase();
    if (word === 'yes' || word === 'no') mass[word] += Math.exp(logprob);
  }
  const total = mass.yes + mass.no;
  return total > 0 ? mass.yes / total : UNDECIDED;
}

/** @param promptOf the prompt, up to where the model would answer, that asks about these steps */
export function selfJudgementVerifier(policy: Policy, promptOf: (steps: string) => string): Verifier {
  const { tokenizer } = policy;
  /** The tokens so far, the prompt left out: a character may be spread over two steps. */
  const prefixes = new PrefixTable<readonly number[]>();
  async function judge(steps: string, signal?: AbortSignal): Promise<number> {
    const question = promptTokens(tokenizer, promptOf(steps));
    if (question.length >= (policy.contextTokens ?? Infinity)) return UNDECIDED;
    const prefix = await policy.open(question, signal);
    try {
      const [next] = await policy.next([prefix], LOOKED_AT, signal);
      return yesShare(next!, (token) => tokenizer.tokenText(token));
    } finally {
      policy.release(prefix);
    }
  }
  return {
    ...aboutOf(selfJudgement),
    contextTokens: null,
    open: async (_, signal) => {
      if (signal?.aborted) throw new AppError('aborted', 'The scoring was aborted.');
      return prefixes.add([]);
    },
    score: async (requests, signal) => {
      if (signal?.aborted) throw new AppError('aborted', 'The scoring was aborted.');
      const paths = requests.map(({ prefix, tokens }) => [...prefixes.get(prefix), ...tokens]);
      const texts = paths.map((tokens) => tokenizer.decode(tokens));
      const known = new Map<string, number>();
      for (const text of texts) if (!known.has(text)) known.set(text, await judge(text, signal));
      return requests.map(({ tokens }, i) => ({
        prefix: prefixes.add(paths[i]!),
        values: new Float32Array(tokens.length).fill(known.get(texts[i]!)!),
      }));
    },
    release: (prefix: PrefixId) => prefixes.release(prefix),
  };
}
