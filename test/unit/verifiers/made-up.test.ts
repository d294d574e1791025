/**
 * A verifier that nobody has heard of, added as the next one will be: a file of its own, a line of traits and a line
 * that makes it, both in `src/verifiers/registry.ts`. Nothing else knows it by name. (What the page says of it in words
 * is a line in `src/words/<language>/settings.ts` each; without them it goes by its name.)
 */
import { describe, expect, it, vi } from 'vitest';
import { valueCheck } from '../../../src/checks/value';
import { parameterProblem } from '../../../src/search/defaults';
import { strategyOf } from '../../../src/search/registry';
import type { Policy, Verifier } from '../../../src/model/types';
import { optionsOf } from '../../../src/trace/models';
import { parseUrl } from '../../../src/url/parse';
import { serialiseUrl } from '../../../src/url/serialise';
import {
  keyOf,
  modelsNeeded,
  nameOf,
  offeredBeside,
  optionsSaid,
  scaleOf,
  traitsOf,
} from '../../../src/verifiers/find';
import { makeVerifier } from '../../../src/verifiers/make';
import type { MakeVerifier } from '../../../src/verifiers/types';
import { OFFERED_LANGUAGES } from '../../../src/url/fields';
import { fetchMessages, messagesFor } from '../../../src/words';
import { verifierName } from '../../../src/words/verifier-name';
import type * as Registry from '../../../src/verifiers/registry';
import { drain, fakePorts, SAMPLING, truth } from '../../fixtures/checks';
import { FakePolicy, PROMPT } from '../../fixtures/fake-models';
import { collect, ofType, parameters } from '../../fixtures/run-search';

// What would be its own file: each token costs so much. It asks for log-probabilities, to show that it gets them.
vi.mock('../../../src/verifiers/registry', async (original) => {
  const registry = await original<typeof Registry>();
  const { made: madeTraits } = await import('../../../src/verifiers/made');
  const traits = madeTraits('brevity', {
    scale: 'unbounded',
    needs: { logprobs: true, answer: false },
    beside: ['pack', 'hub'],
    options: [
      { kind: 'number', name: 'perToken', min: 0, max: 9, integer: false, fallback: 1, label: 'cost of a token' },
    ],
    nameOf: (options) => `brevity(${Number(options['perToken'])})`,
  });
  const make: MakeVerifier = (_, options) => brevityVerifier(Number(options['perToken']));
  return {
    ...registry,
    VERIFIERS: [...registry.VERIFIERS, traits],
    MAKERS: { ...registry.MAKERS, brevity: make },
  };
});

function brevityVerifier(perToken: number): Verifier {
  const lengths = new Map<number, number>();
  const open = (length: number): never => {
    lengths.set(lengths.size, length);
    return (lengths.size - 1) as never;
  };
  return {
    ...{ id: 'brevity', info: { id: `brevity(${perToken})`, parameters: 0 }, scale: 'unbounded' },
    needs: { logprobs: true, answer: false },
    contextTokens: null,
    open: async () => open(0),
    score: async (requests) =>
      requests.map(({ prefix, tokens, logprobs }) => {
        expect(logprobs).toHaveLength(tokens.length);
        const before = lengths.get(prefix)!;
        const values = Float32Array.from(tokens, (_, i) => -perToken * (before + i + 1));
        return { prefix: open(before + tokens.length), values };
      }),
    release: () => undefined,
  };
}

const inputs = (policy: Policy) => ({
  ...{ policy, loaded: new Map<string, Verifier>() },
  problem: { ...truth, hasAnswer: true, limits: { maxSteps: 4, maxStepTokens: 10 } },
});

describe('a made-up verifier', () => {
  it('is offered beside packs and hub models, last', () => {
    expect(offeredBeside('pack', ['tvm', 'ovm']).at(-1)).toBe('brevity');
    expect(offeredBeside('hub', [])).toContain('brevity');
    expect(modelsNeeded(['brevity'])).toEqual([]);
  });

  it('is a field of a URL, with its option, and comes back', () => {
    const { state, problems } = parseUrl('?verifier=brevity&p.perToken=0.5');
    expect(problems).toEqual([]);
    expect(state).toMatchObject({ verifier: 'brevity', verifierOptions: { perToken: 0.5 } });
    expect(parseUrl(serialiseUrl(state)).state).toEqual(state);
    expect(parseUrl('?verifier=brevity&p.perToken=10').problems).toEqual([
      { code: 'not-in-range', field: 'p.perToken', value: '10', min: 0, max: 9, whole: false },
    ]);
  });

  it('goes by its name where no language has words for it', async () => {
    for (const language of OFFERED_LANGUAGES) {
      await fetchMessages(language);
      const { verifiers } = messagesFor(language).settings;
      expect(verifiers['brevity']).toBeUndefined();
      expect(verifierName('brevity', messagesFor(language))).toBe('brevity');
    }
  });

  it('is refused what has no meaning on its scale', () => {
    const product = parameters({ options: { aggregation: 'product' } });
    expect(parameterProblem('best-of-n', product, traitsOf('brevity'))).toContain('brevity');
  });

  it.each(['beam', 'mcts', 'rebase', 'weighted-vote', 'token-guided'])('steers %s', async (id) => {
    const policy = new FakePolicy();
    const verifier = makeVerifier('brevity', inputs(policy), { perToken: 0.5 });
    const ports = { policy, verifier, answerOf: truth.answerOf };
    const events = await collect(
      strategyOf(id)!.search(PROMPT, ports, parameters({ samples: 6, beam: 3, seed: 3, maxSteps: 5 })),
    );
    expect(events.at(-1)).toMatchObject({ type: 'done', answer: expect.stringMatching(/^[xyz]+$/) });
    const values = ofType(events, 'token-values');
    expect(values.every((event) => event.verifier === 'brevity' && event.value <= -0.5)).toBe(true);
    expect(values.length).toBeGreaterThan(0);
  });

  it('can be checked', async () => {
    const ports = fakePorts();
    const verifier = makeVerifier('brevity', inputs(ports.policy));
    const prefix = ['a', '\n', 'The answer is '];
    const options = { kind: 'value', prefix, verifier: 'brevity', rollouts: 3, sampling: SAMPLING } as const;
    const { result } = await drain(valueCheck(options, { ...ports, verifierOf: () => verifier }));
    expect(result).toMatchObject({ predicted: -3, scale: 'unbounded' });
  });

  it('stands in a trace with its options, which a check takes up again', () => {
    const model = { id: nameOf('brevity', { perToken: 2 }), verifier: 'brevity', scale: scaleOf('brevity') };
    expect(model).toEqual({ id: 'brevity(2)', verifier: 'brevity', scale: 'unbounded' });
    const listed = { ...model, role: 'verifier', parameters: 0, ...optionsSaid('brevity', { perToken: 2 }) } as const;
    expect(optionsOf([listed])).toEqual({ perToken: 2 });
    expect(keyOf('brevity', { perToken: 1 })).toBe(keyOf('brevity'));
    expect(keyOf('brevity', { perToken: 2 })).not.toBe(keyOf('brevity'));
  });
});

describe('a verifier that only a pack’s manifest names', () => {
  it('is offered, needs its model, and has the scale that the manifest says', () => {
    expect(offeredBeside('pack', ['tvm', 'goal'])).toContain('goal');
    expect(modelsNeeded(['goal'])).toEqual(['goal']);
    expect(scaleOf('goal', [{ verifier: 'goal', scale: 'logprob' }])).toBe('logprob');
    expect(parseUrl('?verifier=goal')).toMatchObject({ state: { verifier: 'goal' }, problems: [] });
    const own = { ...inputs(new FakePolicy()), loaded: new Map([['goal', brevityVerifier(1)]]) };
    expect(makeVerifier('goal', own).id).toBe('brevity');
    expect(() => makeVerifier('other', own)).toThrow(expect.objectContaining({ code: 'not-loaded' }) as Error);
  });
});
