import { describe, expect, it } from 'vitest';
import { strategyOf } from '../../../src/search/registry';
import { entropyVerifier } from '../../../src/verifiers/entropy';
import { answerOf, FakePolicy, PROMPT, tokenizer } from '../../fixtures/fake-models';
import { collect, parameters } from '../../fixtures/run-search';

const nats = (...shares: number[]): number => shares.reduce((sum, p) => sum - p * Math.log(p), 0);

describe('entropy', () => {
  it('is minus the mean entropy of the places so far, whatever was drawn there, and goes on from a step', async () => {
    const policy = new FakePolicy();
    const verifier = entropyVerifier(policy);
    const root = await verifier.open(tokenizer.encode(PROMPT));
    const [first, unlikely] = await verifier.score(
      ['a\n', 'c\n'].map((text) => ({ prefix: root, tokens: tokenizer.encode(text) })),
    );
    const places = [nats(0.5, 0.3, 0.2), nats(0.7, 0.3), nats(0.4, 0.4, 0.1, 0.1)];
    expect(first!.values[0]).toBeCloseTo(-places[0]!, 6);
    expect(first!.values[1]).toBeCloseTo(-(places[0]! + places[1]!) / 2, 6);
    // After c nothing but the line's end can come.
    expect([...unlikely!.values]).toEqual([first!.values[0], Math.fround(-places[0]! / 2)]);
    const [second] = await verifier.score([{ prefix: first!.prefix, tokens: tokenizer.encode('a') }]);
    expect(second!.values[0]).toBeCloseTo(-(places[0]! + places[1]! + places[2]!) / 3, 6);
    for (const { prefix } of [first!, unlikely!, second!]) verifier.release(prefix);
    verifier.release(root);
    expect(policy.prefixes.count).toBe(0);
  });

  it('prefers the way that leaves less open, on the scale of log-probabilities', async () => {
    const table = { '0:': { a: 0.5, b: 0.5 }, '*:a': { x: 0.5, y: 0.5 }, '*:b': { x: 1 }, '*': { '\n': 1 } };
    const verifier = entropyVerifier(new FakePolicy(table));
    const root = await verifier.open(tokenizer.encode(PROMPT));
    const [undecided, decided] = await verifier.score(
      ['ax', 'bx'].map((text) => ({ prefix: root, tokens: tokenizer.encode(text) })),
    );
    expect(decided!.values.at(-1)).toBeGreaterThan(undecided!.values.at(-1)!);
    expect(verifier.scale).toBe('logprob');
    const sure = entropyVerifier(new FakePolicy({ '*': { a: 1 } }));
    const [certain] = await sure.score([{ prefix: await sure.open([1]), tokens: [3, 3] }]);
    expect([...certain!.values]).toEqual([0, 0]);
  });

  it('steers a search, leaves nothing open, and ends when it is aborted', async () => {
    const policy = new FakePolicy();
    const ports = { policy, verifier: entropyVerifier(policy), answerOf };
    const events = await collect(strategyOf('beam')!.search(PROMPT, ports, parameters({ samples: 12, beam: 3 })));
    expect(events.at(-1)).toMatchObject({ type: 'done', reason: 'finished' });
    const values = events.flatMap((event) => (event.type === 'token-values' ? event.values : []));
    expect(values.every((value) => value <= 0 && Number.isFinite(value))).toBe(true);
    expect(policy.prefixes.count).toBe(0);
    await expect(ports.verifier.score([], AbortSignal.abort())).rejects.toMatchObject({ code: 'aborted' });
  });

  it('is refused in one sentence beside a policy that tells no whole distribution', () => {
    const policy = Object.assign(new FakePolicy(), { can: { ...new FakePolicy().can, entropies: false } });
    expect(() => entropyVerifier(policy)).toThrow(
      'entropy needs a model that tells its whole distribution, and fake/policy does not: take another verifier.',
    );
  });
});
