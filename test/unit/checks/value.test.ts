import { describe, expect, it } from 'vitest';
import { observed } from '../../../src/checks/statistics';
import { valueCheck, type ValueOptions } from '../../../src/checks/value';
import { confidenceVerifier } from '../../../src/verifiers/confidence';
import type { Verifier } from '../../../src/model/types';
import { drain, fakePorts, SAMPLING } from '../../fixtures/checks';
import { valueOfText } from '../../fixtures/fake-models';

const OPTIONS: ValueOptions = {
  kind: 'value',
  prefix: ['a', '\n', 'The answer is '],
  verifier: 'tvm',
  rollouts: 200,
  sampling: SAMPLING,
};

describe('the interval', () => {
  it.each([
    // Worked out from Wilson's formula with z = 1.96: (8 of 10) and the ends, where it is z²/(n + z²).
    [8, 10, 0.4902, 0.9433],
    [0, 10, 0, 0.2775],
    [10, 10, 0.7225, 1],
    [50, 100, 0.4038, 0.5962],
    [0, 0, 0, 1],
  ])('of %d in %d', (successes, rollouts, low, high) => {
    const interval = observed(successes, rollouts);
    expect(interval.low).toBeCloseTo(low, 4);
    expect(interval.high).toBeCloseTo(high, 4);
  });
});

describe('the check of a value', () => {
  it('observes the success that the table gives: x is drawn half of the time', async () => {
    const ports = fakePorts();
    const { events, result } = await drain(valueCheck(OPTIONS, ports));
    expect(result.observed.rollouts).toBe(200);
    expect(result.observed.low).toBeLessThan(0.5);
    expect(result.observed.high).toBeGreaterThan(0.5);
    // The prediction first, then every rollout once, the last with what the result says.
    expect(events[0]).toEqual({ type: 'predicted', value: result.predicted, scale: 'probability' });
    expect(result.predicted).toBeCloseTo(valueOfText('a\nThe answer is '), 5);
    const rollouts = events.flatMap((event) => (event.type === 'rollout' ? event : []));
    expect(rollouts.map(({ index }) => index).sort((a, b) => a - b)).toEqual(Array.from({ length: 200 }, (_, i) => i));
    expect(rollouts.at(-1)!.observed).toEqual(result.observed);
    expect(rollouts.filter(({ correct }) => correct)).toHaveLength(result.observed.successes);
    expect(rollouts.every(({ answer, correct }) => (answer === 'x') === correct)).toBe(true);
    expect(ports.openPrefixes()).toBe(0);
  });

  it('gives a verifier that needs them the log-probabilities of the tokens, whatever its scale', async () => {
    const verifier: Verifier = { ...confidenceVerifier(), scale: 'unbounded' };
    const { result } = await drain(
      valueCheck({ ...OPTIONS, rollouts: 1 }, { ...fakePorts(), verifierOf: () => verifier }),
    );
    expect(result.scale).toBe('unbounded');
    // What the table gives to each of the three tokens.
    expect(result.predicted).toBeCloseTo((Math.log(0.5) + Math.log(0.7) + Math.log(0.1)) / 3, 5);
  });

  it('asks a verifier for the last token of what is written, and for no other', async () => {
    const ports = fakePorts();
    const inner = ports.verifiers['tvm']!;
    const wanted: unknown[] = [];
    const verifier: Verifier = {
      ...{ id: inner.id, info: inner.info, scale: inner.scale, needs: inner.needs, contextTokens: null },
      open: inner.open.bind(inner),
      release: inner.release.bind(inner),
      score: async (requests, signal) => {
        wanted.push(...requests.map((request) => request.wanted));
        const scored = await inner.score(requests, signal);
        // As rollouts do: nothing was spent on the others.
        return scored.map(({ prefix, values }) => ({ prefix, values: values.map((v, t) => (t < 2 ? NaN : v)) }));
      },
    };
    const { result } = await drain(valueCheck(OPTIONS, { ...ports, verifierOf: () => verifier }));
    expect(wanted).toEqual(['last']);
    expect(result.predicted).toBeCloseTo(valueOfText('a\nThe answer is '), 5);
    expect(ports.openPrefixes()).toBe(0);
  });

  it('gives a rollout the same tokens whatever their number and order', async () => {
    const paths = async (rollouts: number) => {
      const { events } = await drain(valueCheck({ ...OPTIONS, prefix: [], rollouts }, fakePorts()));
      return new Map(events.flatMap((event) => (event.type === 'rollout' ? [[event.index, event.tokens]] : [])));
    };
    const [few, many] = [await paths(5), await paths(100)];
    for (const [index, tokens] of few) expect(many.get(index)).toEqual(tokens);
    expect(new Set([...many.values()].map(String)).size).toBeGreaterThan(10);
  });

  it('counts a rollout that is cut as wrong, and says nothing of a value where nothing is written', async () => {
    const sampling = { ...SAMPLING, maxSteps: 1 };
    const { result } = await drain(valueCheck({ ...OPTIONS, prefix: [], sampling }, fakePorts()));
    expect(result).toMatchObject({ predicted: null, scale: null, observed: { successes: 0, rollouts: 200 } });
  });

  it('ends at once when stopped, with what it has, and when aborted, with an error; nothing stays open', async () => {
    const [first, ports] = [fakePorts(), fakePorts()];
    let heard = 0;
    const stopped = await drain(valueCheck(OPTIONS, first, { shouldStop: () => heard > 3 }), () => void heard++);
    expect(stopped.result.observed.rollouts).toBeLessThan(100);
    expect(stopped.result.observed.rollouts).toBeGreaterThan(0);
    const control = new AbortController();
    const aborted = drain(valueCheck(OPTIONS, ports, { signal: control.signal }), () => control.abort());
    await expect(aborted).rejects.toMatchObject({ code: 'aborted' });
    expect(first.openPrefixes() + ports.openPrefixes()).toBe(0);
  });

  it.each([
    [{ rollouts: 0 }, /from 1 to 10000/],
    [{ prefix: ['a', ''] }, /has ended/],
    [{ sampling: { ...SAMPLING, temperature: -1 } }, /temperature/],
    [{ sampling: { ...SAMPLING, maxSteps: 1.5 } }, /steps/],
  ])('refuses %j', async (changed, message) => {
    await expect(drain(valueCheck({ ...OPTIONS, ...changed }, fakePorts()))).rejects.toMatchObject({
      code: 'bad-input',
      message: expect.stringMatching(message),
    });
  });
});
