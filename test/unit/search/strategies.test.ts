/** Searches whose course can be worked out on paper. Lines have one certain end, so a line is its first token. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { beam } from '../../../src/search/beam';
import { bestOfN } from '../../../src/search/best-of-n';
import { distinctBeam } from '../../../src/search/distinct-beam';
import { dvts } from '../../../src/search/dvts';
import { lookaheadBeam } from '../../../src/search/lookahead-beam';
import { mcts } from '../../../src/search/mcts';
import { rebase } from '../../../src/search/rebase';
import { tokenGuided } from '../../../src/search/token-guided';
import { twoWidthBeam } from '../../../src/search/two-width-beam';
import { STRATEGIES } from '../../../src/search/registry';
import { weightedVote } from '../../../src/search/weighted-vote';
import { pathIds, solutionText, treeAt } from '../../../src/trace/reducer';
import { EOS, FakePolicy, FakeVerifier, type Table } from '../../fixtures/fake-models';
import { collect, ofType, search } from '../../fixtures/run-search';

const certain = (table: Table) =>
  new FakePolicy({
    '*:The answer is x': { [EOS]: 1 },
    '*:The answer is y': { [EOS]: 1 },
    '*:The answer is ': { x: 1 },
    '*': { '\n': 1 },
    ...table,
  });
const byText = (values: Record<string, number>, otherwise = 0.5) =>
  new FakeVerifier((text) => values[text] ?? otherwise);

describe('weighted-vote', () => {
  it('lets two middling paths outvote a good one', async () => {
    const policy = certain({ '0:': { 'The answer is ': 1 }, '*:The answer is ': { x: 0.4, y: 0.6 } });
    const models = { policy, verifier: byText({ 'The answer is x': 0.9, 'The answer is y': 0.7 }) };
    const events = await collect(search(weightedVote, { samples: 10, seed: 5 }, models));
    const answers = ofType(events, 'finished-path').map(({ answer }) => answer);
    const [x, y] = ['x', 'y'].map((wanted) => answers.filter((answer) => answer === wanted).length) as [number, number];
    // 0.9 a vote against 0.7: x has fewer votes but the single best path.
    expect(0.9 * x).toBeLessThan(0.7 * y);
    expect(events.at(-1)).toMatchObject({ type: 'done', answer: 'y' });
    expect(ofType(events, 'kept')).toHaveLength(y);
    const best = await collect(
      search(
        bestOfN,
        { samples: 10, seed: 5 },
        { ...models, verifier: byText({ 'The answer is x': 0.9, 'The answer is y': 0.7 }) },
      ),
    );
    expect(best.at(-1)).toMatchObject({ answer: 'x' });
  });
});

describe('mcts', () => {
  // P(a) = exp((ln .64 + ln 1) / 2) = .8, P(b) = .6; V(a) = .2, V(b) = .9; c = 1.25. First the root (N = 1). Then
  // U(a) = 1.25 · .8 · √1 = 1 beats .75: a. Then a: .2 + .5 · √2 = .907, b: .75 · √2 = 1.061: b. Then
  // a: .2 + .5 · √3 = 1.066, b: .9 + .375 · √3 = 1.550: b's child.
  it('expands what PUCT says', async () => {
    const policy = certain({ '0:': { a: 0.64, b: 0.36 }, '1:': { c: 1 }, '2:': { d: 1 } });
    const models = { policy, verifier: byText({ 'a\n': 0.2, 'b\n': 0.9 }) };
    const options = { simulations: 4, expansions: 12 };
    const events = await collect(search(mcts, { seed: 1, options }, models));
    const { nodes } = treeAt(events);
    const expanded = [...new Set(ofType(events, 'node-added').flatMap(({ parent }) => parent ?? []))];
    expect(expanded.map((id) => solutionText(nodes, id))).toEqual(['', 'a\n', 'b\n', 'b\nc\n']);
    const visits = Object.fromEntries(
      nodes.filter(({ visits }) => visits).map((node) => [solutionText(nodes, node.id), node.visits]),
    );
    expect(visits).toEqual({ '': 4, 'a\n': 1, 'b\n': 2, 'b\nc\n': 1 });
    // (.9 + .5) / 2
    expect(nodes.find(({ text }) => text === 'b\n')).toMatchObject({ meanValue: 0.7, prior: 0.6 });
    expect(nodes.find(({ text }) => text === 'a\n')).toMatchObject({ meanValue: 0.2, prior: 0.8 });
  });

  it('counts visits that add up: a node’s are its own and its children’s', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(1000), fc.integer({ min: 1, max: 30 }), async (seed, simulations) => {
        const events = await collect(search(mcts, { seed, maxSteps: 5, options: { simulations, expansions: 3 } }));
        const { nodes } = treeAt(events);
        for (const { id, visits = 0 } of nodes) {
          const below = nodes.reduce((sum, node) => sum + (node.parent === id ? (node.visits ?? 0) : 0), 0);
          expect(visits - below).toBe(visits > 0 ? 1 : 0);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('ends when nothing is left to expand', async () => {
    const policy = certain({ '0:': { 'The answer is ': 1 } });
    const events = await collect(search(mcts, { options: { simulations: 50 } }, { policy, verifier: byText({}) }));
    expect(policy.batches).toEqual([5]);
    expect(events.at(-1)).toMatchObject({ answer: 'x', reason: 'finished' });
  });
});

describe('dvts', () => {
  it('keeps one candidate in every tree, also where another tree has two better ones', async () => {
    const policy = certain({ '0:': { a: 0.5, b: 0.5 }, '1:': { 'The answer is ': 1 } });
    const events = await collect(
      search(dvts, { samples: 8, beam: 4, seed: 3 }, { policy, verifier: byText({ 'a\n': 0.9, 'b\n': 0.1 }) }),
    );
    const tree = treeAt(events);
    const first = ofType(events, 'kept').slice(0, 4);
    // The trees' candidates are 1-2, 3-4, 5-6 and 7-8, and each goes on from its better one.
    expect(first.map(({ id }) => Math.ceil(id / 2))).toEqual([1, 2, 3, 4]);
    for (const [i, { id }] of first.entries()) {
      const pair = [2 * i + 1, 2 * i + 2].map((candidate) => tree.nodes[candidate]!.value!);
      expect(tree.nodes[id]!.value).toBe(Math.max(...pair));
    }
    const grown = ofType(events, 'node-added').slice(9);
    expect(grown.map(({ parent }) => parent)).toEqual(first.flatMap(({ id }) => [id, id]));
  });
});

describe('two-width-beam', () => {
  it('takes a finished path out and goes on with one beam fewer', async () => {
    const policy = certain({ '0:': { 'The answer is ': 0.5, a: 0.5 }, '1:': { b: 1 }, '2:': { 'The answer is ': 1 } });
    const values = { 'The answer is x': 0.8, 'a\n': 0.9, 'a\nb\n': 0.7, 'a\nb\nThe answer is x': 0.6 };
    const events = await collect(
      search(twoWidthBeam, { samples: 6, beam: 3, seed: 2 }, { policy, verifier: byText(values) }),
    );
    const nodes = treeAt(events).nodes;
    const kept = ofType(events, 'kept').map(({ id }) => nodes[id]!.text);
    // As many a's as were drawn of three places, then as many beams as are open.
    const open = kept.slice(0, 3).filter((text) => text === 'a\n').length;
    expect(policy.batches).toEqual([6, 2 * open, 2 * open]);
    expect(events.at(-1)).toMatchObject({ answer: 'x' });
    const done = events.at(-1)!;
    expect(done.type === 'done' && nodes[done.id!]!.value).toBe(open < 3 ? 0.8 : 0.6);
  });
});

describe('rebase', () => {
  it('gives the budget to the good node, and says how much', async () => {
    const policy = certain({ '0:': { a: 0.5, b: 0.5 }, '1:': { 'The answer is ': 1 } });
    const events = await collect(
      search(rebase, { samples: 8, seed: 3 }, { policy, verifier: byText({ 'a\n': 0.95, 'b\n': 0.05 }) }),
    );
    const { nodes } = treeAt(events);
    const shares = ofType(events, 'kept').filter(({ allocation }) => allocation !== undefined);
    expect(shares.reduce((sum, { allocation }) => sum + allocation!, 0)).toBe(8);
    expect(new Set(shares.map(({ id }) => nodes[id]!.text))).toEqual(new Set(['a\n']));
    expect(policy.batches).toEqual([8, 8]);
  });
});

describe('distinct-beam', () => {
  const table: Table = { '0:': { a: 0.7, b: 0.25, c: 0.05 }, '1:': { 'The answer is ': 1 } };
  const values = { 'a\n': 0.4, 'b\n': 0.6, 'c\n': 0.9 };
  const steps = async (options: Record<string, number>, samples = 8): Promise<string[]> => {
    const models = { policy: certain(table), verifier: byText(values) };
    const events = await collect(search(distinctBeam, { seed: 1, samples, beam: 1, options }, models));
    expect(ofType(events, 'node-added').filter(({ duplicateOf }) => duplicateOf !== undefined)).toEqual([]);
    return ofType(events, 'node-added').flatMap(({ parent, text }) => (parent === 0 ? text.trim() : []));
  };

  it('writes each step once, and no more than there are', async () =>
    expect((await steps({ epsilon: 0 })).sort()).toEqual(['a', 'b', 'c']));
  it('writes none with a token below epsilon, which is .1', async () => {
    expect((await steps({})).sort()).toEqual(['a', 'b']);
    expect(await steps({ epsilon: 0.3 })).toEqual(['a']);
  });
  it('pays for what was written alone', async () => {
    const models = { policy: certain(table), verifier: byText(values) };
    const events = await collect(search(distinctBeam, { seed: 1, samples: 8, beam: 1 }, models));
    const written = ofType(events, 'node-added').filter(({ parent }) => parent !== null);
    const tokens = written.reduce((sum, node) => sum + node.tokens.length, 0);
    expect(ofType(events, 'budget').at(-1)).toMatchObject({ policyTokens: tokens, valueTokens: tokens });
  });
  it('says what to do where the model draws no distinct steps', async () => {
    const policy = Object.assign(certain(table), { sampleDistinct: undefined });
    const run = collect(search(distinctBeam, {}, { policy: policy, verifier: byText(values) }));
    await expect(run).rejects.toMatchObject({ code: 'bad-input', message: expect.stringContaining('such as beam') });
  });
});

describe('lookahead-beam', () => {
  const table: Table = { '0:': { a: 0.5, b: 0.5 }, '1:': { c: 1 }, '2:': { 'The answer is ': 1 } };
  // a looks better; what comes after it is worse.
  const values = { 'a\n': 0.8, 'b\n': 0.6, 'a\nc\n': 0.1, 'b\nc\n': 0.9 };
  const first = async (lookahead: number): Promise<string> => {
    const models = { policy: certain(table), verifier: byText(values) };
    const events = await collect(
      search(lookaheadBeam, { samples: 6, beam: 1, seed: 1, options: { lookahead } }, models),
    );
    return treeAt(events).nodes[ofType(events, 'kept')[0]!.id]!.text;
  };
  it('judges a step by what follows it', async () => {
    expect(await first(0)).toBe('a\n');
    expect(await first(1)).toBe('b\n');
  });

  it('is beam search when it looks no step ahead', async () => {
    const budget = { samples: 6, beam: 3, seed: 9 };
    expect(await collect(search(lookaheadBeam, { ...budget, options: { lookahead: 0 } }))).toEqual(
      await collect(search(beam, budget)),
    );
  });
});

describe('token-guided', () => {
  const table: Table = { '0:': { a: 0.7, b: 0.29, c: 0.01 }, '1:': { 'The answer is ': 1 } };
  const values = { a: 0.2, b: 0.6, c: 0.9 };
  const run = async (options: Record<string, number | string>, beam = 1) => {
    const models = { policy: certain(table), verifier: byText(values) };
    return collect(search(tokenGuided, { beam, options }, models));
  };
  const firstToken = async (options: Record<string, number | string>) =>
    ofType(await run(options), 'node-added')[1]!.tokens[0]!;

  it('takes the token with the highest value + w · logprob, and shows what was weighed', async () => {
    // a: .2 − .1 · .357 = .164; b: .6 − .1 · 1.238 = .476; c is too unlikely to be weighed.
    expect(await firstToken({})).toMatchObject({
      text: 'b',
      alternatives: [
        { text: 'a', value: 0.2 },
        { text: 'b', value: 0.6 },
      ],
    });
    // c: .9 − .1 · 4.605 = .439, still less; without the policy's word it is the best.
    expect(await firstToken({ leastProbability: 0 })).toMatchObject({ text: 'b' });
    expect(await firstToken({ leastProbability: 0, policyWeight: 0 })).toMatchObject({ text: 'c' });
    // a: .2 − .357 = −.157; b: .6 − 1.238 = −.638
    expect(await firstToken({ policyWeight: 1 })).toMatchObject({ text: 'a' });
    expect(await firstToken({ tokens: 1 })).toMatchObject({ text: 'a' });
  });

  it('weighs the tokens of all beams, and counts what was written and what was weighed', async () => {
    const events = await run({ tokens: 2 }, 2);
    expect(ofType(events, 'node-added').map(({ text }) => text)).toEqual([
      'P\n',
      'b\n',
      'a\n',
      'The answer is x',
      'The answer is x',
    ]);
    // Two of five tokens each: a or b, the line end, the answer's two and the end.
    expect(ofType(events, 'budget').at(-1)).toMatchObject({ policyTokens: 10, valueTokens: 10 });
    expect(events.at(-1)).toMatchObject({ answer: 'x', reason: 'finished' });
  });

  it('draws a token as often as p · value says, and writes once what several streams write', async () => {
    // c: .01 · .9, not weighed; a: .7 · .2 = .14; b: .29 · .6 = .174.
    const counts = { a: 0, b: 0 };
    const searches = 200;
    for (let seed = 0; seed < searches; seed++) {
      const models = { policy: certain(table), verifier: byText(values) };
      const events = await collect(
        search(tokenGuided, { beam: 1, seed, temperature: 1, options: { next: 'drawn' } }, models),
      );
      counts[ofType(events, 'node-added')[1]!.tokens[0]!.text as 'a' | 'b']++;
    }
    const expected = 0.174 / (0.174 + 0.14);
    const spread = Math.sqrt((expected * (1 - expected)) / searches);
    expect(Math.abs(counts.b / searches - expected)).toBeLessThan(4 * spread);
    // Eight streams have two texts between them, of five tokens each.
    const events = await run({ next: 'drawn' }, 8);
    expect(ofType(events, 'finished-path')).toHaveLength(2);
    expect(ofType(events, 'budget').at(-1)).toMatchObject({ policyTokens: 10 });
    expect(treeAt(events).nodes[treeAt(events).done!.id!]!.text).toBe('The answer is x');
  });

  it('draws as the policy alone would where every value is 0, and the likeliest at temperature 0', async () => {
    const firstOf = async (temperature: number, seed: number) => {
      const models = { policy: certain(table), verifier: byText({ a: 0, b: 0, c: 0 }) };
      const events = await collect(
        search(tokenGuided, { beam: 1, seed, temperature, options: { next: 'drawn' } }, models),
      );
      return ofType(events, 'node-added')[1]!.tokens[0]!.text;
    };
    const seeds = Array.from({ length: 30 }, (_, seed) => seed);
    expect(new Set(await Promise.all(seeds.map((seed) => firstOf(0, seed))))).toEqual(new Set(['a']));
    expect(new Set(await Promise.all(seeds.map((seed) => firstOf(1, seed))))).toEqual(new Set(['a', 'b']));
  });

  it('has all its beams again after a token with fewer options than beams', async () => {
    // Three first tokens for five beams; then a and d or the line end after each: six options, of which five are kept.
    const line = { '\n': 0.5, d: 0.5 };
    const policy = certain({ ...table, '0:a': line, '0:b': line, '0:c': line });
    const options = { leastProbability: 0 };
    const events = await collect(search(tokenGuided, { beam: 5, options }, { policy, verifier: byText(values) }));
    const spent = [0, ...ofType(events, 'budget').map(({ policyTokens }) => policyTokens)];
    expect(spent.slice(0, 3)).toEqual([0, 3, 8]);
    expect(ofType(events, 'finished-path')).toHaveLength(5);
  });
});

describe('options', () => {
  it('a budget of policy tokens is passed by one step at most', async () => {
    const limited = STRATEGIES.filter(({ id }) => id !== 'greedy');
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...limited),
        fc.integer({ min: 1, max: 60 }),
        fc.nat(99),
        async (strategy, maxPolicyTokens, seed) => {
          const events = await collect(search(strategy, { samples: 6, beam: 3, seed, options: { maxPolicyTokens } }));
          const spent = [0, ...ofType(events, 'budget').map(({ policyTokens }) => policyTokens)];
          expect(spent.slice(0, -1).every((tokens) => tokens < maxPolicyTokens)).toBe(true);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('a sample whose value falls too low is given up', async () => {
    const policy = certain({ '0:': { a: 0.5, b: 0.5 }, '1:': { 'The answer is ': 1 } });
    const models = { policy, verifier: byText({ 'a\n': 0.9, 'b\n': 0.1 }) };
    const events = await collect(search(bestOfN, { samples: 10, options: { stopBelow: 0.3 } }, models));
    const { nodes } = treeAt(events);
    const given = ofType(events, 'pruned').filter(({ reason }) => reason === 'threshold');
    expect(given.length).toBeGreaterThan(0);
    expect(new Set(given.map(({ id }) => nodes[id]!.text))).toEqual(new Set(['b\n']));
    expect(policy.batches).toEqual([10, 10 - given.length]);
  });

  it('another aggregation decides otherwise, and the log shows the score that decided', async () => {
    const table: Table = { '0:': { a: 0.5, b: 0.5 }, '1:': { 'The answer is ': 1 } };
    const values = { 'a\n': 0.1, 'a\nThe answer is x': 0.9, 'b\n': 0.7, 'b\nThe answer is x': 0.8 };
    const chosen = async (aggregation: string) => {
      const models = { policy: certain(table), verifier: byText(values) };
      const events = await collect(search(bestOfN, { samples: 8, options: { aggregation } }, models));
      const { nodes, done } = treeAt(events);
      const path = pathIds(nodes, done!.id!).map((id) => nodes[id]!.text);
      return [path[1], ofType(events, 'kept')[0]!.score];
    };
    expect(await chosen('last')).toEqual(['a\n', undefined]);
    expect(await chosen('min')).toEqual(['b\n', 0.7]);
    expect(await chosen('mean')).toEqual(['b\n', 0.75]);
    expect(await chosen('product')).toEqual(['b\n', 0.56]);
  });

  it.each([
    ['beam', { balance: 1 }, 'has no parameter balance'],
    ['greedy', { aggregation: 'min' }, 'has no parameter aggregation.'],
    ['beam', { aggregation: 'max' }, 'must be one of last, min, mean, product'],
    ['rebase', { balance: 0 }, 'from 0.01 to 10'],
    ['mcts', { simulations: 1.5 }, 'a whole number'],
  ])('%s refuses %j: %s', async (id, options, sentence) => {
    const strategy = STRATEGIES.find((known) => known.id === id)!;
    await expect(collect(search(strategy, { options }))).rejects.toMatchObject({
      code: 'bad-input',
      message: expect.stringContaining(sentence) as string,
    });
  });
});
