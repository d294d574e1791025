import { describe, expect, it } from 'vitest';
import { beam } from '../../../src/search/beam';
import { solutionText, treeAt } from '../../../src/trace/reducer';
import { EOS, FakePolicy, FakeVerifier } from '../../fixtures/fake-models';
import { collect, fakes, ofType, search } from '../../fixtures/run-search';

/** Lines that each have one certain end, so that only the first token of a line is drawn. */
const certain = (first: Record<string, number>) =>
  new FakePolicy({
    '0:': first,
    '1:': { 'The answer is ': 1 },
    '*:The answer is ': { x: 1 },
    '*:The answer is x': { [EOS]: 1 },
    '*': { '\n': 1 },
  });

describe('beam', () => {
  it('draws K candidates from the root and K/b from each beam after it', async () => {
    const models = fakes();
    await collect(search(beam, { samples: 12, beam: 3 }, models));
    expect(models.policy.batches[0]).toBe(12);
    expect(models.policy.batches[1]).toBe(12);
  });

  it('keeps the candidates with the highest value at the last token of the step', async () => {
    const value = (text: string) => ({ 'a\n': 0.2, 'b\n': 0.9, 'c\n': 0.6 })[text] ?? 0.99;
    const models = { policy: certain({ a: 0.34, b: 0.33, c: 0.33 }), verifier: new FakeVerifier(value) };
    const events = await collect(search(beam, { samples: 20, beam: 2, maxSteps: 1 }, models));
    const tree = treeAt(events);
    const kept = tree.nodes.filter(({ status }) => status === 'kept').sort((a, b) => a.place!.rank - b.place!.rank);
    expect(kept.map(({ text, value }) => [text, value])).toEqual([
      ['b\n', 0.9],
      ['c\n', 0.6],
    ]);
  });

  it('prefers a distinct candidate of low value to a duplicate of high value', async () => {
    const value = (text: string) => (text.startsWith('a') ? 0.9 : 0.1);
    const models = { policy: certain({ a: 0.9, b: 0.1 }), verifier: new FakeVerifier(value) };
    const events = await collect(search(beam, { samples: 20, beam: 2, maxSteps: 1 }, models));
    const tree = treeAt(events);
    expect(
      tree.nodes
        .filter(({ status }) => status === 'kept')
        .map(({ text }) => text)
        .sort(),
    ).toEqual(['a\n', 'b\n']);
    const reasons = new Set(ofType(events, 'pruned').map(({ reason }) => reason));
    expect(reasons).toEqual(new Set(['duplicate']));
  });

  it('keeps duplicates where fewer than b candidates are distinct, and draws from them', async () => {
    const models = { policy: certain({ a: 1 }), verifier: new FakeVerifier() };
    const events = await collect(search(beam, { samples: 6, beam: 3 }, models));
    expect(models.policy.batches).toEqual([6, 6]);
    expect(ofType(events, 'kept').map(({ rank }) => rank)).toEqual([1, 2, 3, 1, 2, 3]);
    // One distinct sequence a step, so one row for the verifier a step.
    expect(models.verifier.batches).toEqual([1, 1]);
  });

  it('breaks ties by the order of the candidates', async () => {
    const models = { policy: new FakePolicy(), verifier: new FakeVerifier(() => 0.5) };
    const events = await collect(search(beam, { samples: 20, beam: 4, maxSteps: 1 }, models));
    const firsts = ofType(events, 'node-added').filter(({ id, duplicateOf }) => id > 0 && duplicateOf === undefined);
    const kept = ofType(events, 'kept').map(({ id }) => id);
    expect(kept).toEqual(firsts.slice(0, 4).map(({ id }) => id));
  });

  it('lets an ended beam stand among the candidates once, and prunes it when better ones come', async () => {
    // The beam ends early with a poor value; what the other beam finds is better.
    const policy = new FakePolicy({
      '0:': { 'The answer is ': 0.5, a: 0.5 },
      '1:': { b: 0.5, c: 0.5 },
      '2:': { 'The answer is ': 1 },
      '*:The answer is ': { x: 0.5, y: 0.5 },
      '*:The answer is x': { [EOS]: 1 },
      '*:The answer is y': { [EOS]: 1 },
      '*': { '\n': 1 },
    });
    const value = (text: string) => (text.startsWith('The') ? 0.4 : text === 'a\n' ? 0.5 : 0.8);
    const events = await collect(search(beam, { samples: 16, beam: 2 }, { policy, verifier: new FakeVerifier(value) }));
    expect(policy.batches).toEqual([16, 8, 16]);
    const places = [...ofType(events, 'kept'), ...ofType(events, 'pruned')].map(({ of }) => of);
    expect(new Set(places)).toEqual(new Set([16, 9]));
    const early = treeAt(events).nodes.filter(({ answer, parent }) => answer && parent === 0);
    expect(early.length).toBeGreaterThan(0);
    expect(early.every(({ status }) => status === 'pruned')).toBe(true);
  });

  it('answers with the ended beam of the highest value', async () => {
    const events = await collect(search(beam, { samples: 20, beam: 4 }));
    const tree = treeAt(events);
    const { id, reason, answer } = tree.done!;
    expect(reason).toBe('finished');
    const beams = tree.nodes.filter(({ status }) => status === 'finished');
    expect(tree.nodes[id!]!.value).toBe(Math.max(...beams.map(({ value }) => value!)));
    expect(solutionText(tree.nodes, id!)).toMatch(new RegExp(`The answer is ${answer}$`));
  });

  it('ends without an answer when no beam ends in time', async () => {
    const events = await collect(
      search(beam, { samples: 4, beam: 2, maxSteps: 1 }, { policy: certain({ a: 1 }), verifier: new FakeVerifier() }),
    );
    expect(events.at(-1)).toMatchObject({ type: 'done', reason: 'no-answer', id: null, answer: null });
  });

  it('does not grow a path that was cut at the limit of tokens', async () => {
    const policy = new FakePolicy({ '*': { d: 1 } });
    const events = await collect(
      search(beam, { samples: 4, beam: 2, maxStepTokens: 3 }, { policy, verifier: new FakeVerifier() }),
    );
    expect(policy.batches).toEqual([4]);
    expect(ofType(events, 'finished-path')).toEqual([]);
    expect(events.at(-1)).toMatchObject({ type: 'done', reason: 'no-answer' });
  });

  it('refuses a K that is no multiple of b, and says which b fit', async () => {
    await expect(collect(search(beam, { samples: 20, beam: 3 }))).rejects.toMatchObject({
      code: 'bad-input',
      message: expect.stringContaining('b can be 1, 2, 4, 5, 10, 20.') as string,
    });
  });

  it('refuses to run without a verifier', async () => {
    const run = search(beam, {}, { policy: new FakePolicy(), verifier: null });
    await expect(collect(run)).rejects.toMatchObject({ code: 'bad-input' });
  });

  it('stopped, answers with the best finished path so far', async () => {
    // Ends in the first step for some; stopped before the second.
    const policy = new FakePolicy({ ...new FakePolicy().table, '0:': { a: 0.5, 'The answer is ': 0.5 } });
    let asked = 0;
    // The verifier prefers what has not ended, so what has ended is pruned, and is still the best answer there is.
    const verifier = new FakeVerifier((text) => (text.includes('The') ? 0.1 : 0.9));
    const models = { policy, verifier };
    const events = await collect(search(beam, { samples: 20, beam: 2 }, models, { shouldStop: () => asked++ > 0 }));
    expect(policy.batches).toEqual([20]);
    const finished = treeAt(events).nodes.filter(({ answer }) => answer);
    expect(finished.length).toBeGreaterThan(0);
    const done = ofType(events, 'done')[0]!;
    expect(done.reason).toBe('stopped');
    expect(finished.map(({ id }) => id)).toContain(done.id);
  });
});
