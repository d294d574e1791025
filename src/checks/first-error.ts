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
import { Handles } from '../model/handles';
import type { PrefixId } from '../model/types';
import { countProblem, defineCheck, samplingProblem } from './define';
import { encodePrefix, openPolicyPrefix } from './prefix';
import { samplePaths } from './sampled';
import { observed } from './statistics';
import type { ErrorPlace, FirstErrorOptions, Truth } from './types';

/** For every unit, how many tokens the solution has at its end. */
export function unitEnds(texts: readonly string[], unit: FirstErrorOptions['unit']): number[] {
  const all = texts.map((_, i) => i + 1);
  return unit === 'token' ? all : all.filter((end) => end === texts.length || texts[end - 1]!.includes('\n'));
}

/** Where the text that ends before `length` characters ends. */
const placeBefore = (solution: string, length: number): ErrorPlace => ({
  step: solution.slice(0, length - 1).split('\n').length - 1,
  offset: length - 1,
});

/** After which token the oracle first says that the solution cannot become right. */
function hopelessAt(truth: Truth, texts: readonly string[]): ErrorPlace | null {
  const solution = texts.join('');
  let text = '';
  for (const [i, token] of texts.entries()) {
    text += token;
    const isLast = i === texts.length - 1;
    if (truth.oracle(text, false) === 0 || (isLast && truth.oracle(text, true) === 0)) {
      return placeBefore(solution, text.length);
    }
  }
  return null;
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

export const firstErrorCheck = defineCheck<'first-error'>(
  ({ rollouts, sampling }) => countProblem('rollouts', rollouts) ?? samplingProblem(sampling),
  async function* ({ solution: prefix, unit, rollouts: count, sampling }, ports, control) {
    const { policy, truth } = ports;
    const { signal, shouldStop } = control;
    const tokens = encodePrefix(policy.tokenizer, prefix);
    const texts = tokens.map((token) => policy.tokenizer.tokenText(token));
    const solution = texts.join('');
    requireWrong(truth, solution);
    const ends = unitEnds(texts, unit);
    const handles = new Handles(policy);
    let [policyTokens, rolloutsSpent] = [0, 0];
    // The error is after `low` units and within `high`.
    let [low, high] = [0, ends.length];
    try {
      const root: PrefixId = await openPolicyPrefix(policy, handles, truth.prompt, [], signal);
      while (high - low > 1 && !shouldStop?.()) {
        const units = (low + high) >> 1;
        const length = ends[units - 1]!;
        const at = handles.own(policy.extend(root, tokens.slice(0, length)));
        const request = { prefix: at, before: texts.slice(0, length).join(''), count, stream: length, sampling };
        let [successes, rollouts] = [0, 0];
        for await (const { path } of samplePaths(request, ports, control, (spent) => void (policyTokens += spent))) {
          rollouts++;
          if (path.correct) successes++;
        }
        rolloutsSpent += rollouts;
        if (rollouts < count) break;
        handles.keepOnly([root]);
        const isWrong = successes === 0;
        yield { type: 'probe', low, high, units, observed: observed(successes, rollouts), isWrong };
        if (isWrong) high = units;
        else low = units;
      }
    } finally {
      handles.keepOnly([]);
    }
    const isSettled = high - low === 1;
    // Its end is known to be wrong, so no scan would probe it either.
    const scanned = Math.min(high, ends.length - 1);
    return {
      kind: 'first-error',
      unit: isSettled ? high - 1 : null,
      units: ends.length,
      found: isSettled ? placeBefore(solution, texts.slice(0, ends[high - 1]).join('').length) : null,
      broken: truth.firstError(solution),
      hopeless: hopelessAt(truth, texts),
      rolloutsSpent,
      rolloutsOfScan: isSettled ? scanned * count : 0,
      budget: { policyTokens, valueTokens: 0 },
    };
  },
);
