/**
 * Is a value right? From any token, n rollouts of the policy: the share that ends correct, with Wilson's 95% interval,
 * beside what the verifier said there. A probability is well calibrated where the interval holds it 95 times in 100.
 */
import { AppError } from '../core/errors';
import type { VerifierId } from '../core/ids';
import { PrefixScope } from '../model/prefix-scope';
import { promptTokens } from '../model/prompt';
import type { Scale, Verifier } from '../model/types';
import { samplePaths } from '../rollouts/sample';
import type { SampledPath, Sampling } from '../rollouts/types';
import type { CheckBudget, CheckPorts, Prefix } from './check';
import { countProblem, defineCheck, samplingProblem } from './define';
import { encodePrefix, openPolicyPrefix, scoreLast } from './prefix';
import { observed, type Observed } from './statistics';

export interface ValueOptions {
  readonly kind: 'value';
  readonly prefix: Prefix;
  /** Null where only the observed success is wanted. */
  readonly verifier: VerifierId | null;
  readonly rollouts: number;
  readonly sampling: Sampling;
}

export type ValueEvent =
  | { readonly type: 'predicted'; readonly value: number; readonly scale: Scale }
  /** One more rollout, and what all so far say. */
  | ({ readonly type: 'rollout'; readonly observed: Observed } & SampledPath);

export interface ValueResult {
  readonly kind: 'value';
  /** The verifier's number at the prefix's last token; null without a verifier, or where nothing was written yet. */
  readonly predicted: number | null;
  readonly scale: Scale | null;
  readonly observed: Observed;
  readonly budget: CheckBudget;
}

/** The verifier's number at the last of the tokens. */
async function predict(
  verifier: Verifier,
  { policy, truth }: CheckPorts,
  tokens: readonly number[],
  signal?: AbortSignal,
): Promise<number> {
  const [ofPolicy, ofVerifier] = [new PrefixScope(policy), new PrefixScope(verifier)];
  try {
    const prompt = promptTokens(policy.tokenizer, truth.prompt);
    let logprobs: number[] | null = null;
    if (verifier.needs.logprobs) {
      const { prefix: root } = await openPolicyPrefix(policy, ofPolicy, truth.prompt, [], signal);
      logprobs = (await policy.scoreGivenTokens(root, tokens, signal)).map(({ logprob }) => logprob);
    }
    return await scoreLast(verifier, ofVerifier, prompt, tokens, logprobs, signal);
  } finally {
    ofPolicy.releaseExcept([]);
    ofVerifier.releaseExcept([]);
  }
}

export const valueCheck = defineCheck<ValueOptions, ValueEvent, ValueResult>(
  ({ rollouts, sampling, prefix }) =>
    prefix.at(-1) === ''
      ? 'The solution has ended at this token, so nothing can be rolled out from it: take one before it.'
      : (countProblem('rollouts', rollouts) ?? samplingProblem(sampling)),
  async function* (options, ports, control) {
    const { policy, truth, verifierOf } = ports;
    const verifier = options.verifier === null ? null : verifierOf(options.verifier);
    const tokens = encodePrefix(policy.tokenizer, options.prefix);
    const before = options.prefix.join('');
    let [successes, rollouts, policyTokens] = [0, 0, 0];
    let predicted: number | null = null;
    const scope = new PrefixScope(policy);
    try {
      if (verifier && tokens.length) {
        predicted = await predict(verifier, ports, tokens, control.signal);
        yield { type: 'predicted', value: predicted, scale: verifier.scale };
      }
      if (control.signal?.aborted) throw new AppError('aborted', 'The check was aborted.');
      const opened = await openPolicyPrefix(policy, scope, truth.prompt, tokens, control.signal);
      const request = { ...opened, before, count: options.rollouts, stream: 0, sampling: options.sampling };
      const onTokens = (count: number): void => void (policyTokens += count);
      for await (const { path } of samplePaths(request, ports, { ...control, onTokens })) {
        rollouts++;
        if (path.correct) successes++;
        yield { type: 'rollout', ...path, observed: observed(successes, rollouts) };
      }
      return {
        kind: 'value',
        predicted,
        scale: verifier && predicted !== null ? verifier.scale : null,
        observed: observed(successes, rollouts),
        budget: { policyTokens, valueTokens: predicted === null ? 0 : tokens.length },
      };
    } finally {
      scope.releaseExcept([]);
    }
  },
);
