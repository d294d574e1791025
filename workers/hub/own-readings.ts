/** What a hub model says of its own solutions without being asked: how decided it was, and what a reader would reply. */
import { errorCode } from '../../src/core/errors';
import type { Policy, PrefixId, Verifier } from '../../src/model/types';
import { entropyVerifier } from '../../src/verifiers/entropy';
import { followUpVerifier } from '../../src/verifiers/follow-up';
import type { Sampled } from '../../src/workshop/sampling';
import type { Problem } from '../problems';

/** One for each solution, in the order in which they were read. */
export interface SolutionReadings {
  /** By token, as the verifier `entropy`. */
  readonly decided: readonly ArrayLike<number>[];
  /** As the verifier `follow-up` of the whole; null where the model cannot be replied to in our words. */
  readonly replies: readonly number[] | null;
}

/**
 * Of the solutions of one problem, each read alone, so that it takes no more memory than writing it did.
 * @throws what the policy throws; whatever was opened is released
 */
export async function readSolutions(
  policy: Policy,
  { replyLead }: Pick<Problem, 'replyLead'>,
  { prompt, solutions }: Pick<Sampled, 'prompt' | 'solutions'>,
  signal?: AbortSignal,
): Promise<SolutionReadings> {
  const texts = solutions.map(({ tokens }) => tokens);
  // Held open meanwhile, so that the prompt is computed once for both.
  const held = texts.length ? await policy.open(prompt, signal) : null;
  try {
    const decided = await scored(entropyVerifier(policy), prompt, texts, signal);
    const reader = readerOf(policy, replyLead?.() ?? null);
    if (!reader) return { decided, replies: null };
    const replies = await scored(reader, prompt, texts, signal);
    return { decided, replies: replies.map((values) => values[values.length - 1]!) };
  } finally {
    if (held !== null) policy.release(held);
  }
}

function readerOf(policy: Policy, lead: Parameters<typeof followUpVerifier>[1] | null): Verifier | null {
  try {
    return lead && followUpVerifier(policy, lead);
  } catch (error) {
    // A model of puzzles has not the letters of a reply.
    if (errorCode(error) !== 'bad-input') throw error;
    return null;
  }
}

/** By text, one number a token. */
async function scored(
  verifier: Verifier,
  prompt: readonly number[],
  texts: readonly (readonly number[])[],
  signal?: AbortSignal,
): Promise<Float32Array[]> {
  const all: Float32Array[] = [];
  if (!texts.length) return all;
  const root: PrefixId = await verifier.open(prompt, signal);
  try {
    for (const tokens of texts) {
      const [step] = await verifier.score([{ prefix: root, tokens }], signal);
      verifier.release(step!.prefix);
      all.push(step!.values);
    }
  } finally {
    verifier.release(root);
  }
  return all;
}
