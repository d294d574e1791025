/** The verifiers that are made of the policy or of others. */
import { describe, expect, it } from 'vitest';
import { discountedMean, ensembleVerifier } from '../../../src/verifiers/ensemble';
import { rolloutVerifier } from '../../../src/verifiers/rollouts';
import type { Verifier } from '../../../src/model/types';
import { checkOptions, traitsOf } from '../../../src/verifiers/find';
import { strategyOf } from '../../../src/search/registry';
import { answerOf, FakePolicy, FakeVerifier, PROMPT, tokenizer, valueOfText } from '../../fixtures/fake-models';
import { collect, parameters } from '../../fixtures/run-search';

const OPTIONS = { rollouts: 400, temperature: 1, seed: 3, maxSteps: 8, maxStepTokens: 10 };
const isX = (solution: string): boolean => answerOf(solution) === 'x';
const made = (policy: FakePolicy, rollouts = OPTIONS.rollouts): Verifier =>
  rolloutVerifier(policy, isX, { ...OPTIONS, rollouts });

async function score(verifier: Verifier, texts: readonly string[]): Promise<number[][]> {
  const root = await verifier.open(tokenizer.encode(PROMPT));
  const requests = texts.map((text) => ({ prefix: root, tokens: tokenizer.encode(text) }));
  const scored = await verifier.score(requests);
  for (const { prefix } of scored) verifier.release(prefix);
  verifier.release(root);
  return scored.map(({ values }) => [...values]);
}

describe('rollouts', () => {
  it('are near the chance that the table gives, and exact where nothing is left to chance', async () => {
    const policy = new FakePolicy();
    const [values, wrong] = await score(made(policy), ['a\na\nThe answer is x', 'a\na\nThe answer is y']);
    // x is drawn half of the time after "The answer is ", and then nothing else can come.
    expect(values!.at(-2)).toBeGreaterThan(0.42);
    expect(values!.at(-2)).toBeLessThan(0.58);
    expect(values!.at(-1)).toBe(1);
    expect(wrong!.at(-1)).toBe(0);
    expect(policy.prefixes.count).toBe(0);
  });

  it('do not depend on what else is scored, and go on from a step that was scored', async () => {
    const policy = new FakePolicy();
    const verifier = made(policy, 20);
    const [alone] = await score(verifier, ['a\nb']);
    const [, beside] = await score(verifier, ['b\n', 'a\nb']);
    expect(beside).toEqual(alone);
    const root = await verifier.open(tokenizer.encode(PROMPT));
    const [first] = await verifier.score([{ prefix: root, tokens: tokenizer.encode('a\n') }]);
    const [second] = await verifier.score([{ prefix: first!.prefix, tokens: tokenizer.encode('b') }]);
    expect([...first!.values, ...second!.values]).toEqual(alone);
    for (const prefix of [root, first!.prefix, second!.prefix]) verifier.release(prefix);
    expect(policy.prefixes.count).toBe(0);
  });

  it('are drawn from the last token alone where no other is asked for, and say the same there', async () => {
    const policy = new FakePolicy();
    const verifier = made(policy, 20);
    const tokens = tokenizer.encode('a\nb\na\n');
    const [all] = await score(verifier, ['a\nb\na\n']);
    const drawn = (): number => policy.batches.reduce((sum, rows) => sum + rows, 0);
    const before = drawn();
    const root = await verifier.open(tokenizer.encode(PROMPT));
    const [last] = await verifier.score([{ prefix: root, tokens, wanted: 'last' }]);
    expect(drawn() - before).toBeLessThan(before / 3);
    expect(last!.values.at(-1)).toBe(all!.at(-1));
    expect([...last!.values].slice(0, -1)).toEqual(tokens.slice(1).map(() => Number.NaN));
    for (const prefix of [root, last!.prefix]) verifier.release(prefix);
    expect(policy.prefixes.count).toBe(0);
  });

  it('judge an end by the checker and refuse to go on after it', async () => {
    const verifier = made(new FakePolicy(), 4);
    const root = await verifier.open(tokenizer.encode(PROMPT));
    const ended = [...tokenizer.encode('The answer is x'), tokenizer.eosToken];
    const [scored] = await verifier.score([{ prefix: root, tokens: ended }]);
    expect(scored!.values.at(-1)).toBe(1);
    const after = verifier.score([{ prefix: scored!.prefix, tokens: tokenizer.encode('a') }]);
    await expect(after).rejects.toMatchObject({ code: 'internal' });
  });

  it('steer a search to the right answer, leave nothing open, and end when aborted', async () => {
    const policy = new FakePolicy();
    const ports = { policy, verifier: made(policy, 16), answerOf };
    const beam = strategyOf('beam')!;
    const events = await collect(beam.search(PROMPT, ports, parameters({ samples: 12, beam: 3 })));
    expect(events.at(-1)).toMatchObject({ type: 'done', answer: 'x' });
    expect(policy.prefixes.count).toBe(0);
    const signal = AbortSignal.abort();
    await expect(ports.verifier.open(tokenizer.encode(PROMPT), signal)).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('an ensemble', () => {
  it.each([
    [[0.5, 0.9], 1, 0.5],
    [[0.5, 0.9], 0, 0.7],
    [[0.2, 0.2, 0.2], 5, 0.2],
    [[0, 1], 2, 0],
  ])('of %j with weight %d says %d', (values, lambda, expected) => {
    expect(discountedMean(values, lambda)).toBeCloseTo(expected, 12);
  });

  it('asks each of its members once for each token, and releases what they hold', async () => {
    const members = [new FakeVerifier(), new FakeVerifier((text) => 1 - valueOfText(text))];
    const [values] = await score(ensembleVerifier(members, 0.5), ['ab\n']);
    const expected = ['a', 'ab', 'ab\n'].map((text) => 0.5 - 0.5 * Math.abs(valueOfText(text) - 0.5));
    values!.forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 5));
    expect(members.map(({ batches }) => batches)).toEqual([[1], [1]]);
    expect(members.map(({ prefixes }) => prefixes.count)).toEqual([0, 0]);
  });

  it('aborted at any member, leaves nothing open', async () => {
    for (const call of [1, 2, 3, 4]) {
      const controller = new AbortController();
      let calls = 0;
      const onCall = (): void => void (++calls === call && controller.abort());
      const members = [new FakeVerifier(undefined, { onCall }), new FakeVerifier(undefined, { onCall })];
      const ensemble = ensembleVerifier(members, 1);
      const scoring = async (): Promise<void> => {
        const prefix = await ensemble.open(tokenizer.encode(PROMPT), controller.signal);
        await ensemble.score([{ prefix, tokens: tokenizer.encode('ab') }], controller.signal).finally(() => {
          ensemble.release(prefix);
        });
      };
      await expect(scoring()).rejects.toMatchObject({ name: 'AbortError' });
      expect(calls).toBe(call);
      expect(members.map(({ prefixes }) => prefixes.count)).toEqual([0, 0]);
    }
  });

  it.each([
    ['ensemble', { members: ['tvm'] }, '2 or more'],
    ['ensemble', { members: ['tvm', 'tvm'] }, '2 or more'],
    ['ensemble', { members: ['tvm', 'oracle'] }, '2 or more'],
    ['ensemble', { members: ['tvm', 'implicit-prm'] }, '2 or more'],
    ['ensemble', { lambda: -1 }, 'from 0 to 10'],
    ['rollouts', { rollouts: 0 }, '1 to 1024'],
    ['rollouts', { rollouts: 2.5 }, '1 to 1024'],
  ])('%s refuses %o', (id, options, sentence) => {
    expect(() => checkOptions(traitsOf(id), options)).toThrow(sentence);
  });

  it('needs two members, of probabilities', () => {
    expect(() => ensembleVerifier([new FakeVerifier()], 1)).toThrow(/two/);
    const unbounded = Object.assign(new FakeVerifier(), { scale: 'unbounded' }) as unknown as Verifier;
    expect(() => ensembleVerifier([new FakeVerifier(), unbounded], 1)).toThrow(/no probabilities/);
  });
});
