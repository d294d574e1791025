import { describe, expect, it } from 'vitest';
import { bestOfN } from '../../../src/search/best-of-n';
import { greedy } from '../../../src/search/greedy';
import { majority } from '../../../src/search/majority';
import { solutionText, treeAt } from '../../../src/trace/reducer';
import { EOS, FakePolicy, FakeVerifier, type Table } from '../../fixtures/fake-models';
import { collect, fakes, ofType, search } from '../../fixtures/run-search';

/** Answers at once, with these chances. */
const answers = (chances: Record<string, number>): Table => ({
  '0:': { 'The answer is ': 1 },
  '*:The answer is ': chances,
  '*': { [EOS]: 1 },
});

describe('greedy', () => {
  it('follows the likeliest tokens, whatever the seed', async () => {
    const texts = await Promise.all(
      [1, 2, 3].map(async (seed) => {
        const tree = treeAt(await collect(search(greedy, { seed }, { policy: new FakePolicy(), verifier: null })));
        return solutionText(tree.nodes, tree.done!.id!);
      }),
    );
    expect(new Set(texts)).toEqual(new Set(['a\na\nThe answer is x']));
  });

  it('takes values from a verifier without being steered', async () => {
    const [plain, tinted] = await Promise.all([
      collect(search(greedy, {}, { policy: new FakePolicy(), verifier: null })),
      collect(search(greedy, {}, fakes())),
    ]);
    expect(ofType(plain, 'budget').at(-1)!.valueTokens).toBe(0);
    expect(ofType(tinted, 'token-values')).toHaveLength(3);
    expect(ofType(tinted, 'node-added').map(({ text }) => text)).toEqual(
      ofType(plain, 'node-added').map(({ text }) => text),
    );
  });
});

describe('majority', () => {
  it('answers with what most paths say, although the verifier likes another better', async () => {
    const policy = new FakePolicy(answers({ x: 0.6, y: 0.4 }));
    const verifier = new FakeVerifier((text) => (text.includes('y') ? 0.9 : 0.1));
    const events = await collect(search(majority, { samples: 50 }, { policy, verifier }));
    const given = ofType(events, 'finished-path').map(({ answer }) => answer);
    const counts = ['x', 'y'].map((answer) => given.filter((other) => other === answer).length);
    expect(counts[0]).toBeGreaterThan(counts[1]!);
    expect(events.at(-1)).toMatchObject({ reason: 'finished', answer: 'x' });
    expect(ofType(events, 'kept')).toHaveLength(counts[0]!);
    expect(ofType(events, 'pruned').every(({ reason }) => reason === 'not-chosen')).toBe(true);
  });

  it('breaks a tie by the answer that came first', async () => {
    const events = await collect(
      search(majority, { samples: 1 }, { policy: new FakePolicy(answers({ x: 0.5, y: 0.5 })), verifier: null }),
    );
    const policy = new FakePolicy(answers({ x: 0.5, y: 0.5 }));
    for (let samples = 2; samples < 40; samples += 2) {
      const log = await collect(search(majority, { samples }, { policy, verifier: null }));
      const given = ofType(log, 'finished-path').map(({ answer }) => answer);
      if (given.filter((answer) => answer === 'x').length * 2 !== samples) continue;
      expect(log.at(-1)).toMatchObject({ answer: given[0] });
      expect(events.at(-1)).toMatchObject({ answer: given[0] });
      return;
    }
    throw new Error('No tie was drawn: choose other sample numbers.');
  });

  it('has no answer when no path has one', async () => {
    const policy = new FakePolicy({ '*': { [EOS]: 1 } });
    const events = await collect(search(majority, { samples: 3 }, { policy, verifier: null }));
    expect(events.at(-1)).toMatchObject({ reason: 'no-answer', id: null });
  });
});

describe('best-of-n', () => {
  it('answers with the path whose last token has the highest value', async () => {
    const value = (text: string) => (text.endsWith('z') ? 0.9 : 0.5);
    const models = { policy: new FakePolicy(answers({ x: 0.5, y: 0.3, z: 0.2 })), verifier: new FakeVerifier(value) };
    const events = await collect(search(bestOfN, { samples: 30 }, models));
    expect(events.at(-1)).toMatchObject({ reason: 'finished', answer: 'z' });
    expect(ofType(events, 'kept')).toHaveLength(1);
  });

  it('samples the K paths side by side, each with random numbers of its own', async () => {
    const models = fakes();
    const few = await collect(search(bestOfN, { samples: 5 }, models));
    expect(models.policy.batches[0]).toBe(5);
    const many = await collect(search(bestOfN, { samples: 25 }, fakes()));
    const first = (events: typeof few) =>
      ofType(events, 'node-added')
        .slice(1, 6)
        .map(({ text }) => text);
    expect(first(many)).toEqual(first(few));
  });

  it('scores equal paths once and gives all of them the values', async () => {
    const models = { policy: new FakePolicy(answers({ x: 1 })), verifier: new FakeVerifier() };
    const events = await collect(search(bestOfN, { samples: 8 }, models));
    expect(models.verifier.batches).toEqual([1]);
    expect(ofType(events, 'token-values')).toHaveLength(8);
    expect(ofType(events, 'budget').at(-1)).toMatchObject({ policyTokens: 24, valueTokens: 3 });
    const duplicates = ofType(events, 'node-added').slice(2);
    expect(duplicates.every(({ duplicateOf }) => duplicateOf === 1)).toBe(true);
    expect(duplicates.every(({ tokens }) => tokens.every(({ alternatives }) => alternatives === undefined))).toBe(true);
  });

  it('stopped, chooses among the paths that have an answer', async () => {
    const policy = new FakePolicy({ ...new FakePolicy().table, '0:': { a: 0.5, 'The answer is ': 0.5 } });
    let asked = 0;
    const models = { policy, verifier: new FakeVerifier() };
    const events = await collect(search(bestOfN, { samples: 20 }, models, { shouldStop: () => asked++ > 0 }));
    expect(events.at(-1)).toMatchObject({ type: 'done', reason: 'stopped', answer: expect.any(String) as string });
  });
});

describe('a verifier whose numbers lie below zero', () => {
  it('gives no sample up where no threshold was asked for', async () => {
    const verifier = new FakeVerifier((text) => -text.length);
    const events = await collect(search(bestOfN, { samples: 20 }, { policy: new FakePolicy(), verifier }));
    expect(ofType(events, 'pruned').filter(({ reason }) => reason === 'threshold')).toEqual([]);
    expect(events.at(-1)).toMatchObject({ type: 'done', reason: 'finished' });
  });
});
