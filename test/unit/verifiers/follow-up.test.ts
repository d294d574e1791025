import { describe, expect, it } from 'vitest';
import { strategyOf } from '../../../src/search/registry';
import { followUpVerifier, makeFollowUp } from '../../../src/verifiers/follow-up';
import { FOLLOW_UPS, followUpTokens } from '../../../src/verifiers/follow-ups';
import type { VerifierProblem } from '../../../src/verifiers/types';
import { answerOf, FakePolicy, PROMPT, TABLE, tokenizer, type Table } from '../../fixtures/fake-models';
import { collect, parameters } from '../../fixtures/run-search';

/** Sentences are letters here: pleased ones x, displeased ones y and, the last, two tokens of it. */
const pleased: readonly string[] = FOLLOW_UPS.pleased;
const displeased: readonly string[] = FOLLOW_UPS.displeased;
const LETTERS = new Map([
  ...pleased.map((text) => [text, 'x'] as const),
  ...displeased.map((text, i) => [text, i === displeased.length - 1 ? 'yy' : 'y'] as const),
]);
const spelling = { ...tokenizer, encode: (text: string) => tokenizer.encode(LETTERS.get(text) ?? text) };
const spelled = (table: Table = TABLE, contextTokens: number | null = null, hooks = {}): FakePolicy =>
  Object.assign(new FakePolicy(table, hooks, '\n', contextTokens), { tokenizer: spelling });

const LEAD = { text: 'P', isMarkup: false } as const;
/** After a step of `a` a reader is pleased, after one of `b` not. */
const READERS: Table = {
  '0:': { a: 0.5, b: 0.5 },
  '1:P': { x: 0.8, y: 0.2 },
  '1:Py': { y: 0.5, x: 0.5 },
  '0:bP': { x: 0.1, y: 0.9 },
  '0:bPy': { y: 1 },
  '*': { '\n': 1 },
};

describe('follow-up', () => {
  it('is how much likelier a pleased reader is, in nats a token, the same for a whole step', async () => {
    const policy = spelled(READERS);
    const verifier = followUpVerifier(policy, LEAD);
    const root = await verifier.open(tokenizer.encode(PROMPT));
    const scored = await verifier.score(['a\n', 'b'].map((text) => ({ prefix: root, tokens: tokenizer.encode(text) })));
    const means = [
      (3 * Math.log(0.2) + (Math.log(0.2) + Math.log(0.5)) / 2) / 4,
      (3 * Math.log(0.9) + Math.log(0.9) / 2) / 4,
    ];
    expect(scored[0]!.values).toHaveLength(2);
    for (const value of scored[0]!.values) expect(value).toBeCloseTo(Math.log(0.8) - means[0]!, 5);
    expect(scored[1]!.values[0]).toBeCloseTo(Math.log(0.1) - means[1]!, 5);
    expect(scored[0]!.values[0]).toBeGreaterThan(0);
    expect(scored[1]!.values[0]).toBeLessThan(0);
    for (const { prefix } of scored) verifier.release(prefix);
    verifier.release(root);
    expect(policy.prefixes.count).toBe(0);
  });

  it('reads the steps as one batch, then each sentence alone', async () => {
    const policy = spelled();
    const verifier = followUpVerifier(policy, LEAD);
    const root = await verifier.open(tokenizer.encode(PROMPT));
    policy.batches.length = 0;
    await verifier.score(['a', 'b', 'c'].map((text) => ({ prefix: root, tokens: tokenizer.encode(text) })));
    expect(policy.batches).toEqual([3, ...Array.from({ length: 24 }, () => 1)]);
  });

  it('hears of an ended solution what it hears of it without its end, and goes no further', async () => {
    const policy = spelled();
    const verifier = followUpVerifier(policy, LEAD);
    const root = await verifier.open(tokenizer.encode(PROMPT));
    const open = tokenizer.encode('The answer is x');
    const [going, ended] = await verifier.score([open, [...open, 0]].map((tokens) => ({ prefix: root, tokens })));
    expect([...ended!.values]).toEqual([...going!.values, going!.values[0]]);
    const [end] = await verifier.score([{ prefix: going!.prefix, tokens: [0] }]);
    expect([...end!.values]).toEqual([going!.values[0]]);
    await expect(verifier.score([{ prefix: ended!.prefix, tokens: [3] }])).rejects.toMatchObject({ code: 'internal' });
    for (const prefix of [root, going!.prefix, ended!.prefix, end!.prefix]) verifier.release(prefix);
    expect(policy.prefixes.count).toBe(0);
  });

  it('is 0, at no cost, where what a reader may say does not fit', async () => {
    const full = spelled(READERS, 7);
    const verifier = followUpVerifier(full, LEAD);
    const root = await verifier.open(tokenizer.encode(PROMPT));
    // The prompt's two tokens, two of a step, the lead and two of a sentence just fit; a third of a step does not.
    const [fits, not] = await verifier.score([
      { prefix: root, tokens: [3, 1] },
      { prefix: root, tokens: [3, 3, 1] },
    ]);
    expect(fits!.values[0]).not.toBe(0);
    expect([...not!.values]).toEqual([0, 0, 0]);
  });

  it('steers a search and, aborted anywhere in a scoring, leaves nothing open', async () => {
    const policy = spelled();
    const ports = { policy, verifier: followUpVerifier(policy, LEAD), answerOf };
    const events = await collect(strategyOf('beam')!.search(PROMPT, ports, parameters({ samples: 6, beam: 2 })));
    expect(events.at(-1)).toMatchObject({ type: 'done', reason: 'finished' });
    expect(policy.prefixes.count).toBe(0);
    for (const call of [1, 2, 3, 9, 10]) {
      const controller = new AbortController();
      let calls = 0;
      const onCall = (): void => void (++calls === call && controller.abort());
      const held = spelled(TABLE, null, { onCall });
      const judge = followUpVerifier(held, LEAD);
      const scoring = async (): Promise<void> => {
        const prefix = await judge.open(tokenizer.encode(PROMPT), controller.signal);
        const asked = judge.score([{ prefix, tokens: tokenizer.encode('ab') }], controller.signal);
        await asked.finally(() => judge.release(prefix));
      };
      await expect(scoring()).rejects.toMatchObject({ name: 'AbortError' });
      expect([calls, held.prefixes.count]).toEqual([call, 0]);
    }
  });

  it('is refused in one sentence where nobody replies', () => {
    const problem = { hasAnswer: false, judge: () => ({ correct: false }), oracle: () => 0 };
    const limits = { maxSteps: 3, maxStepTokens: 9 };
    for (const given of [{}, { replyLead: () => null }] as Partial<VerifierProblem>[])
      expect(() =>
        makeFollowUp({ policy: spelled(), loaded: new Map(), problem: { ...problem, limits, ...given } }, {}),
      ).toThrow(/^follow-up needs a language model whose conversation .* take another verifier\.$/);
  });

  it('has as many pleased sentences as displeased ones, none twice, all of them short', () => {
    const all = [...pleased, ...displeased];
    expect(pleased.length).toBe(displeased.length);
    expect(new Set(all).size).toBe(all.length);
    expect(all.every((text) => /^[A-Z][a-z ,]{5,40}\.$/.test(text))).toBe(true);
    expect(followUpTokens(spelling)).toMatchObject({ longest: 2 });
  });
});
