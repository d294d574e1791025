/** A solution that fills a model's context ends there, cut, in every strategy and check: no search fails for it. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { counterfactualCheck } from '../../../src/checks/counterfactual';
import { diversityCheck } from '../../../src/checks/diversity';
import { firstErrorCheck } from '../../../src/checks/first-error';
import { valueCheck } from '../../../src/checks/value';
import { shortestContext } from '../../../src/model/context';
import { STRATEGIES } from '../../../src/search/registry';
import { tokenGuided } from '../../../src/search/token-guided';
import type { SearchEvent } from '../../../src/search/types';
import { pathIds, treeAt } from '../../../src/trace/reducer';
import { rolloutVerifier } from '../../../src/verifiers/rollouts';
import { selfJudgementVerifier } from '../../../src/verifiers/self-judgement';
import { drain, fakePorts, SAMPLING } from '../../fixtures/checks';
import { EOS, FakePolicy, FakeVerifier, PROMPT, tokenizer, type Table } from '../../fixtures/fake-models';
import { collect, ofType, openPrefixes, parameters, search, type Fakes } from '../../fixtures/run-search';

const PROMPT_TOKENS = tokenizer.encode(PROMPT).length;

const within = (policy: number | null, verifier: number | null, table?: Table): Fakes => ({
  policy: new FakePolicy(table, {}, '\n', policy),
  verifier: new FakeVerifier(undefined, {}, 'probability', verifier),
});

/** Tokens of every path, prompt included. */
function lengthsOf(events: readonly SearchEvent[]): number[] {
  const { nodes } = treeAt(events);
  return nodes.map(({ id }) => pathIds(nodes, id).reduce((sum, at) => sum + nodes[at]!.tokens.length, 0));
}

/** Letters for ever, in lines of three tokens. */
const ENDLESS: Table = { '*:': { a: 0.6, b: 0.4 }, '*:a': { c: 0.7, d: 0.3 }, '*': { '\n': 1 } };

describe('every strategy', () => {
  const contexts = fc.option(fc.integer({ min: PROMPT_TOKENS + 1, max: 14 }));

  it('ends within the contexts of its models', async () => {
    const strategies = fc.constantFrom(...STRATEGIES);
    await fc.assert(
      fc.asyncProperty(strategies, contexts, contexts, fc.boolean(), async (strategy, policy, verifier, endless) => {
        const models = within(policy, verifier, endless ? ENDLESS : undefined);
        const events = await collect(search(strategy, { samples: 6, beam: 3, maxSteps: 8 }, models));
        const most = shortestContext([models.policy, models.verifier!]) ?? Infinity;
        expect(Math.max(...lengthsOf(events))).toBeLessThanOrEqual(most);
        expect(events.at(-1)!.type).toBe('done');
        expect(openPrefixes(models)).toBe(0);
      }),
      { numRuns: 200 },
    );
  });

  it.each(STRATEGIES)('$id: what does not fill them is searched as without a limit', async (strategy) => {
    const free = await collect(search(strategy, {}, within(null, null)));
    const longest = Math.max(...lengthsOf(free));
    expect(await collect(search(strategy, {}, within(longest + 1, longest)))).toEqual(free);
  });

  it.each(STRATEGIES)('$id: a beginning that fills the context has no answer, and no error', async (strategy) => {
    const given = ['a', '\n'];
    const models = within(PROMPT_TOKENS + given.length, null);
    const ports = { ...models, answerOf: () => null };
    const events = await collect(strategy.search({ prompt: PROMPT, given: [given] }, ports, parameters()));
    expect(events.at(-1)).toMatchObject({ type: 'done', reason: 'no-answer' });
    expect(ofType(events, 'node-added')).toHaveLength(2);
    expect(openPrefixes(models)).toBe(0);
  });

  it('a step that is longer than the verifier reads is cut where it ends', async () => {
    const table: Table = { '*:': { a: 1 }, '*:a': { b: 1 }, '*:ab': { c: 1 }, '*': { '\n': 1 } };
    const beam = STRATEGIES.find(({ id }) => id === 'beam')!;
    const events = await collect(search(beam, { samples: 1, beam: 1 }, within(null, PROMPT_TOKENS + 6, table)));
    expect(ofType(events, 'node-added').map(({ text }) => text)).toEqual([PROMPT, 'abc\n', 'ab']);
    // All that was sampled was paid for.
    expect(ofType(events, 'budget').at(-1)).toMatchObject({ policyTokens: 8, valueTokens: 6 });
  });

  it('token-guided cuts one beam at the end of the context while others finish', async () => {
    const table: Table = { '*:': { a: 0.5, x: 0.5 }, '*:a': { '\n': 1 }, '*:x': { [EOS]: 1 }, '*': { [EOS]: 1 } };
    const events = await collect(
      search(tokenGuided, { beam: 2, maxSteps: 10 }, within(PROMPT_TOKENS + 4, null, table)),
    );
    expect(Math.max(...lengthsOf(events))).toBe(PROMPT_TOKENS + 4);
    expect(ofType(events, 'finished-path').length).toBeGreaterThan(0);
  });
});

describe('checks', () => {
  const full = ['a', '\n', 'c'];
  const ports = () => {
    const fake = fakePorts(undefined, {}, undefined, PROMPT_TOKENS + full.length);
    return { ...fake, verifierOf: () => fake.verifiers['tvm']! };
  };

  it('a value at the end of the context: nothing can be rolled out, so nothing is right', async () => {
    const { policy, ...rest } = ports();
    const options = { kind: 'value', prefix: full, verifier: 'tvm', rollouts: 5, sampling: SAMPLING } as const;
    const { events, result } = await drain(valueCheck(options, { policy, ...rest }));
    expect(events).toHaveLength(6);
    expect(result.observed).toMatchObject({ successes: 0, rollouts: 5 });
    expect(result.budget.policyTokens).toBe(0);
    expect(rest.openPrefixes()).toBe(0);
  });

  it('samples that fill the context are cut and wrong', async () => {
    const options = { kind: 'diversity', samples: 20, verifier: 'tvm', sampling: SAMPLING } as const;
    const { events, result } = await drain(diversityCheck(options, ports()));
    expect(events.some(({ answer }) => answer === null)).toBe(true);
    expect(result.samples).toBe(20);
  });

  it('the first error of a solution whose end fills the context', async () => {
    const solution = ['a', '\n', 'c', '\n', 'The answer is ', 'y'];
    const fake = fakePorts(undefined, {}, undefined, PROMPT_TOKENS + solution.length - 1);
    const options = { kind: 'first-error', solution, unit: 'token', rollouts: 4, sampling: SAMPLING } as const;
    const { result } = await drain(firstErrorCheck(options, fake));
    expect(result.unit).not.toBeNull();
  });

  it('a changed token at the end of the context has no answer', async () => {
    const policy = new FakePolicy(ENDLESS, {}, '\n', PROMPT_TOKENS + 3);
    const events = await collect(
      search(tokenGuided, { beam: 1, maxSteps: 2 }, { policy, verifier: new FakeVerifier() }),
    );
    const fake = { ...ports(), policy, verifierOf: () => new FakeVerifier() };
    const { result } = await drain(
      counterfactualCheck(
        {
          ...{ kind: 'counterfactual', events, node: 1, token: 2, replacement: 'x' },
          ...{ strategy: 'beam', verifier: 'tvm', parameters: parameters() },
        },
        fake,
      ),
    );
    expect(result.after).toEqual({ answer: null, correct: false });
  });
});

describe('verifiers that ask the policy', () => {
  it('rollouts from a token that fills the context are cut', async () => {
    const policy = new FakePolicy(undefined, {}, '\n', PROMPT_TOKENS + 2);
    const verifier = rolloutVerifier(policy, () => true, { rollouts: 3, ...SAMPLING });
    const root = await verifier.open(tokenizer.encode(PROMPT));
    const [scored] = await verifier.score([{ prefix: root, tokens: tokenizer.encode('a\n') }]);
    expect(scored!.values.at(-1)).toBe(0);
  });

  it('self-judgement is undecided where its question does not fit', async () => {
    const policy = new FakePolicy(undefined, {}, '\n', 6);
    const verifier = selfJudgementVerifier(policy, (steps) => `${PROMPT}${steps}`);
    const root = await verifier.open(tokenizer.encode(PROMPT));
    const [scored] = await verifier.score([{ prefix: root, tokens: tokenizer.encode('abcd') }]);
    expect([...scored!.values]).toEqual([0.5, 0.5, 0.5, 0.5]);
  });
});

describe('the context that models share', () => {
  it('is the smallest of those that have a limit', () => {
    const of = (...limits: (number | null)[]) => shortestContext(limits.map((contextTokens) => ({ contextTokens })));
    expect([of(null, 9, 7), of(null, null), of()]).toEqual([7, null, null]);
  });
});
