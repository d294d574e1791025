/**
 * OmegaPRM's binary search for the first error of a wrong solution (arXiv:2406.06592, section 3): k rollouts from the
 * middle of what is left; none right puts the error before the middle, any puts it after. A scan from the start would
 * need as many probes as there are steps before the error, this one their logarithm.
 *
 * Rollouts find where the policy no longer recovers, which need not be where the solution broke a rule: so the step
 * checker's first wrong step and the exact oracle's first 0 stand beside. Deviations: OmegaPRM also grows a tree of such
 * searches, of which this is one; the whole solution is known to be wrong, so its end is not probed.
 */
import { AppError } from '../core/errors';
import { PrefixScope } from '../model/prefix-scope';
import { samplePaths } from '../rollouts/sample';
import { stepEnds, withLast } from '../rollouts/steps';
import type { Sampling } from '../rollouts/types';
import type { CheckBudget, Prefix, Truth } from './check';
import { countProblem, defineCheck, samplingProblem } from './define';
import { encodePrefix, openPolicyPrefix } from './prefix';
import { observed, type Observed } from './statistics';

export const FIRST_ERROR_UNITS = ['step', 'token'] as const;

export interface FirstErrorOptions {
  readonly kind: 'first-error';
  /** A whole solution that is wrong. */
  readonly solution: Prefix;
  /** Between what the search looks for the error: after whole steps, or after any token. */
  readonly unit: (typeof FIRST_ERROR_UNITS)[number];
  /** Rollouts from every prefix that is probed. */
  readonly rollouts: number;
  readonly sampling: Sampling;
}

/** One probe: rollouts from a prefix. `low` and `high` are the units between which the error lies before it. */
export interface FirstErrorProbe {
  readonly type: 'probe';
  readonly low: number;
  readonly high: number;
  /** Units that the prefix holds. */
  readonly units: number;
  readonly observed: Observed;
  /** No rollout succeeded: the error is within the prefix. */
  readonly isWrong: boolean;
}
export type FirstErrorEvent = FirstErrorProbe;

/** A place in the solution. */
export interface ErrorPlace {
  /** Index of the step, counting from 0. */
  readonly step: number;
  /** In the solution's text, of the character at which it is seen: for `found` and `hopeless` a unit's or token's last. */
  readonly offset: number;
}

export interface FirstErrorResult {
  readonly kind: 'first-error';
  /** Index of the first unit after which no rollout succeeded; null when the probes did not settle it (stopped). */
  readonly unit: number | null;
  readonly units: number;
  readonly found: ErrorPlace | null;
  /** The step checker's first wrong step and character; null when every step is right. */
  readonly broken: ErrorPlace | null;
  /** Where the exact oracle's value first falls to 0: what rollouts look for. Null when it never does. */
  readonly hopeless: ErrorPlace | null;
  readonly rolloutsSpent: number;
  /** What a scan from the first unit on would have spent to get to the same unit. */
  readonly rolloutsOfScan: number;
  readonly budget: CheckBudget;
}

/** A solution as its tokens' texts, and the indices of those that end a step. */
interface Parted {
  readonly texts: readonly string[];
  readonly ends: readonly number[];
}

/** Characters up to the end of a token. */
const lengthAt = (texts: readonly string[], token: number): number => texts.slice(0, token + 1).join('').length;

/** A character, in the steps of the policy. */
const placeAt = ({ texts, ends }: Parted, offset: number): ErrorPlace => ({
  step: ends.filter((end) => lengthAt(texts, end) <= offset).length,
  offset,
});

/** After which token the oracle first says that the solution cannot become right. */
function hopelessAt(truth: Truth, parted: Parted): ErrorPlace | null {
  let text = '';
  for (const [i, token] of parted.texts.entries()) {
    text += token;
    const isLast = i === parted.texts.length - 1;
    if (truth.oracle(text, false) === 0 || (isLast && truth.oracle(text, true) === 0))
      return placeAt(parted, text.length - 1);
  }
  return null;
}

/** The checker's first error: the steps of a task are lines, those of the policy need not be. */
function brokenAt(truth: Truth, parted: Parted): ErrorPlace | null {
  const error = truth.firstError(parted.texts.join(''));
  return error && placeAt(parted, error.offset);
}

/** @throws AppError `bad-input` for a solution that is right or has no answer yet. */
function requireWrong(truth: Truth, solution: string): void {
  if (truth.answerOf(solution) === null) {
    throw new AppError('bad-input', 'This solution has no answer yet: the search for its error needs a whole one.');
  }
  if (truth.judge(solution).correct) {
    throw new AppError('bad-input', 'This solution is right: there is no error to look for. Take a wrong one.');
  }
}

export const firstErrorCheck = defineCheck<FirstErrorOptions, FirstErrorEvent, FirstErrorResult>(
  ({ rollouts, sampling }) => countProblem('rollouts', rollouts) ?? samplingProblem(sampling),
  async function* ({ solution: prefix, unit, rollouts: count, sampling }, ports, control) {
    const { policy, truth } = ports;
    const { signal, shouldStop } = control;
    const tokens = encodePrefix(policy.tokenizer, prefix);
    const texts = tokens.map((token) => policy.tokenizer.tokenText(token));
    const solution = policy.tokenizer.decode(tokens);
    requireWrong(truth, solution);
    const parted = { texts, ends: stepEnds(texts, (text) => policy.endsStep(text)) };
    // For every unit, its last token.
    const ends = unit === 'token' ? [...texts.keys()] : withLast(parted.ends, texts.length);
    const scope = new PrefixScope(policy);
    let [policyTokens, rolloutsSpent] = [0, 0];
    const onTokens = (count: number): void => void (policyTokens += count);
    // The error is after `low` units and within `high`.
    let [low, high] = [0, ends.length];
    try {
      const { prefix: root, length: asked } = await openPolicyPrefix(policy, scope, truth.prompt, [], signal);
      while (high - low > 1 && !shouldStop?.()) {
        const units = (low + high) >> 1;
        const length = ends[units - 1]! + 1;
        const at = scope.own(policy.extend(root, tokens.slice(0, length)));
        const before = policy.tokenizer.decode(tokens.slice(0, length));
        const request = { prefix: at, length: asked + length, before, count, stream: length, sampling };
        let [successes, rollouts] = [0, 0];
        for await (const { path } of samplePaths(request, ports, { ...control, onTokens })) {
          rollouts++;
          if (path.correct) successes++;
        }
        rolloutsSpent += rollouts;
        if (rollouts < count) break;
        scope.releaseExcept([root]);
        const isWrong = successes === 0;
        yield { type: 'probe', low, high, units, observed: observed(successes, rollouts), isWrong };
        if (isWrong) high = units;
        else low = units;
      }
    } finally {
      scope.releaseExcept([]);
    }
    const isSettled = high - low === 1;
    // Its end is known to be wrong, so no scan would probe it either.
    const scanned = Math.min(high, ends.length - 1);
    return {
      kind: 'first-error',
      unit: isSettled ? high - 1 : null,
      units: ends.length,
      found: isSettled ? placeAt(parted, lengthAt(texts, ends[high - 1]!) - 1) : null,
      broken: brokenAt(truth, parted),
      hopeless: hopelessAt(truth, parted),
      rolloutsSpent,
      rolloutsOfScan: isSettled ? scanned * count : 0,
      budget: { policyTokens, valueTokens: 0 },
    };
  },
);
