/**
 * Follow-up likelihood: what would a reader say to the steps so far? The score of a step is how much likelier the policy
 * finds it that a pleased reader answers than that a displeased one does (`follow-ups.ts`), in nats a token; every token
 * of a step bears it. Nothing is trained for it, and it is no probability. After arXiv 2409.13948, which has ten sentences
 * of each kind behind a whole reply. Deviations: fewer sentences, of our own wording; after each step; and means of
 * log-probabilities, where the code that was released with it averages raw logits of the first position.
 *
 * A step is read once more, all candidates of a step together; then for each of them what stands before a reader's words,
 * and each sentence in a pass of its own.
 */
import { AppError } from '../core/errors';
import { PrefixScope } from '../model/prefix-scope';
import { PrefixTable } from '../model/prefix-table';
import { promptTokens } from '../model/prompt';
import type { Policy, PrefixId, ScoredStep, ScoreRequest, Verifier } from '../model/types';
import { followUpScore, followUpTokens } from './follow-ups';
import { aboutOf, made } from './made';
import type { MakeVerifier, ReplyLead } from './types';

/** The site's packs write solutions, and nobody answers them. */
export const followUp = made('follow-up', { scale: 'unbounded', beside: ['hub'] });

export const makeFollowUp: MakeVerifier = ({ policy, problem }) => {
  const lead = problem.replyLead?.();
  if (!lead)
    throw new AppError(
      'bad-input',
      `${followUp.id} needs a language model whose conversation can go on with a reader's reply, and ${policy.info.id} shows none: take another verifier.`,
    );
  return followUpVerifier(policy, lead);
};

/** Where what a reader may say does not fit into the context: as likely pleased as displeased. */
const UNHEARD = 0;

interface Entry {
  /** Of the policy, without an end; null once the solution has ended. */
  readonly policyPrefix: PrefixId | null;
  /** In tokens, prompt included. */
  readonly length: number;
}

export function followUpVerifier(policy: Policy, { text, isMarkup }: ReplyLead): Verifier {
  const { tokenizer } = policy;
  const lead = isMarkup ? promptTokens(tokenizer, text) : tokenizer.encode(text);
  const sentences = followUpTokens(tokenizer);
  const prefixes = new PrefixTable<Entry>();
  const fits = (length: number): boolean =>
    length + lead.length + sentences.longest <= (policy.contextTokens ?? Infinity);

  /** The step behind what it grows from, without its end; the prefix may be the one that it grows from. */
  const grow = ({ prefix, tokens }: ScoreRequest, scope: PrefixScope) => {
    const { policyPrefix, length } = prefixes.get(prefix);
    if (policyPrefix === null) throw new AppError('internal', 'Nothing can follow the end of a solution.');
    const hasEnded = tokens.at(-1) === tokenizer.eosToken;
    const written = hasEnded ? tokens.slice(0, -1) : tokens;
    const at = written.length ? scope.own(policy.extend(policyPrefix, written)) : policyPrefix;
    return { at, hasEnded, length: length + tokens.length, isHeard: fits(length + written.length) };
  };

  const score = async (requests: readonly ScoreRequest[], signal?: AbortSignal): Promise<ScoredStep[]> => {
    if (signal?.aborted) throw new AppError('aborted', 'The scoring was aborted.');
    const scope = new PrefixScope(policy);
    try {
      const steps = requests.map((request) => grow(request, scope));
      const heard = steps.filter(({ isHeard }) => isHeard);
      // What comes after a step grows from it too, so that it is computed before its reader speaks; the likeliest next
      // token is the least that can be asked for.
      await policy.next([...new Set(heard.map(({ at }) => at))], 1, signal);
      const scores = new Map<(typeof steps)[number], number>();
      for (const step of heard) {
        const reply = policy.extend(step.at, lead);
        try {
          scores.set(step, await followUpScore(policy, reply, sentences, signal));
        } finally {
          policy.release(reply);
        }
      }
      scope.transfer(steps.filter(({ hasEnded }) => !hasEnded).map(({ at }) => at));
      return steps.map((step, i) => ({
        prefix: prefixes.add({ policyPrefix: step.hasEnded ? null : step.at, length: step.length }),
        values: new Float32Array(requests[i]!.tokens.length).fill(scores.get(step) ?? UNHEARD),
      }));
    } finally {
      scope.releaseExcept([]);
    }
  };

  return {
    ...aboutOf(followUp),
    contextTokens: policy.contextTokens,
    open: async (prompt, signal) =>
      prefixes.add({ policyPrefix: await policy.open(prompt, signal), length: prompt.length }),
    score,
    release: (prefix) => {
      const { policyPrefix } = prefixes.get(prefix);
      if (policyPrefix !== null) policy.release(policyPrefix);
      prefixes.release(prefix);
    },
  };
}
