/**
 * Several searches in lockstep on one policy and one verifier, each as if it had them to itself. A search's batch is often
 * too small to keep the processor busy; here each call waits until every search has one waiting, and calls of one kind
 * become one batch. What a search gets does not depend on the others: the models promise that of their batches.
 */
import { AppError } from '../core/errors';
import type { Policy, Verifier } from './types';

export interface SharedModels {
  readonly policy: Policy;
  readonly verifier: Verifier | null;
}

type Batched = (requests: readonly unknown[]) => Promise<readonly unknown[]>;

interface Waiting {
  /** Calls of one kind can be one batch. */
  readonly kind: string;
  readonly requests: readonly unknown[];
  /** Runs a batch of the kind's requests; the answers are in their order. */
  readonly run: Batched;
  readonly resolve: (answers: readonly unknown[]) => void;
  readonly reject: (error: unknown) => void;
}

/** Collects one call of every running search, then runs those of a kind as one batch. */
class LockstepBatcher {
  #waiting: Waiting[] = [];
  /** Searches that have not ended. */
  #searching: number;

  constructor(searches: number) {
    this.#searching = searches;
  }

  call<Request, Answer>(
    kind: string,
    requests: readonly Request[],
    run: (requests: readonly Request[]) => Promise<Answer[]>,
  ): Promise<Answer[]> {
    return new Promise((resolve, reject) => {
      // All calls of a kind come from one method of one model, so the types agree.
      this.#waiting.push({ kind, requests, run: run as Batched, resolve: resolve as Waiting['resolve'], reject });
      this.#goOn();
    });
  }

  leave(): void {
    this.#searching--;
    this.#goOn();
  }

  /** Each search has at most one call waiting: it goes on when they all have. */
  #goOn(): void {
    if (!this.#waiting.length || this.#waiting.length < this.#searching) return;
    const kinds = new Map<string, Waiting[]>();
    for (const call of this.#waiting) kinds.set(call.kind, [...(kinds.get(call.kind) ?? []), call]);
    this.#waiting = [];
    for (const calls of kinds.values()) void runTogether(calls);
  }
}

async function runTogether(calls: readonly Waiting[]): Promise<void> {
  try {
    const answers = await calls[0]!.run(calls.flatMap(({ requests }) => requests));
    let from = 0;
    for (const { requests, resolve } of calls) resolve(answers.slice(from, (from += requests.length)));
  } catch (error) {
    for (const { reject } of calls) reject(error);
  }
}

/**
 * Runs the searches together; the results are in their order. A search gets models that batch its calls with those of
 * the others. It makes one call at a time. All are expected to have the same signals: a call that is aborted ends
 * those that it was batched with.
 * @throws what the first failing search throws, when all have ended.
 */
export async function runLockstep<T>(
  { policy, verifier }: SharedModels,
  searches: readonly ((models: SharedModels) => Promise<T>)[],
): Promise<T[]> {
  const batcher = new LockstepBatcher(searches.length);
  const models: SharedModels = {
    policy: batchedPolicy(policy, batcher),
    verifier: verifier && batchedVerifier(verifier, batcher),
  };
  const results = await Promise.allSettled(searches.map((search) => search(models).finally(() => batcher.leave())));
  return results.map((result) => {
    if (result.status === 'rejected') throw result.reason;
    return result.value;
  });
}

function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new AppError('aborted', 'The run was aborted.');
}

function batchedPolicy(policy: Policy, batcher: LockstepBatcher): Policy {
  return {
    info: policy.info,
    tokenizer: policy.tokenizer,
    can: policy.can,
    contextTokens: policy.contextTokens,
    endsStep: (text) => policy.endsStep(text),
    open: (...given) => policy.open(...given),
    // Who watches one search would see the steps of all.
    sampleSteps: (requests, { signal, onToken: _, ...options }) => {
      throwIfAborted(signal);
      const kind = `steps ${JSON.stringify(options)}`;
      return batcher.call(kind, requests, (all) =>
        policy.sampleSteps(all, { ...options, ...(signal ? { signal } : {}) }),
      );
    },
    ...(policy.sampleDistinct
      ? {
          sampleDistinct: (requests, { signal, onToken: _, ...options }) => {
            throwIfAborted(signal);
            const kind = `distinct ${JSON.stringify(options)}`;
            return batcher.call(kind, requests, (all) =>
              policy.sampleDistinct!(all, { ...options, ...(signal ? { signal } : {}) }),
            );
          },
        }
      : {}),
    next: (prefixes, count, signal) => {
      throwIfAborted(signal);
      return batcher.call(`next ${count}`, prefixes, (all) => policy.next(all, count, signal));
    },
    scoreGivenTokens: (...given) => policy.scoreGivenTokens(...given),
    ...(policy.entropies ? { entropies: (...given) => policy.entropies!(...given) } : {}),
    ...(policy.hiddenStates ? { hiddenStates: (...given) => policy.hiddenStates!(...given) } : {}),
    extend: (prefix, tokens) => policy.extend(prefix, tokens),
    release: (prefix) => policy.release(prefix),
  };
}

function batchedVerifier(verifier: Verifier, batcher: LockstepBatcher): Verifier {
  return {
    id: verifier.id,
    info: verifier.info,
    scale: verifier.scale,
    needs: verifier.needs,
    contextTokens: verifier.contextTokens,
    open: (prompt, signal) => verifier.open(prompt, signal),
    score: (requests, signal) => {
      throwIfAborted(signal);
      return batcher.call('score', requests, (all) => verifier.score(all, signal));
    },
    release: (prefix) => verifier.release(prefix),
  };
}
