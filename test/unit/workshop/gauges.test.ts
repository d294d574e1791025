import { describe, expect, test } from 'vitest';
import { gaugesOf, isOnlyLength } from '../../../src/workshop/gauges';
import type { Sampled, Solution } from '../../../src/workshop/sampling';

/** A solution that says its answer in its last token, and how likely its tokens were. */
const solution = (answer: number, correct: boolean, logprobs: readonly number[]): Solution => ({
  tokens: logprobs.map((_, t) => (t === logprobs.length - 1 ? answer : 1000 + answer)),
  logprobs,
  correct,
  stepEnds: [logprobs.length - 1],
  firstError: null,
});

const problem = {
  ...{ text: '', prompt: '' },
  answerOf: (text: string) => (text === '0' ? null : text),
  judge: () => ({ correct: false }),
  firstError: () => null,
};
const textOf = (tokens: readonly number[]): string => String(tokens.at(-1));

/** Two wrong ones agree, and are the likelier; the right ones are the longer. */
const tests: Sampled[] = [
  {
    ...{ problem, prompt: [] },
    solutions: [
      solution(7, false, [-0.1, -0.1]),
      solution(7, false, [-0.1, -0.3]),
      solution(9, true, [-1, -1, -1]),
      solution(0, false, [-0.2, -0.2]),
    ],
  },
  {
    ...{ problem, prompt: [] },
    solutions: [
      solution(5, true, [-1, -2, -1]),
      solution(6, false, [-2, -3]),
      solution(5, true, [-1, -1, -1]),
      solution(8, false, [-0.1, -0.1]),
    ],
  },
  { problem, prompt: [], solutions: [] },
];
/** Knows the truth at every token. */
const knows = tests.flatMap(({ solutions }) =>
  solutions.map(({ tokens, correct }) => tokens.map(() => (correct ? 0.9 : 0.2))),
);

const gauges = gaugesOf(tests, [{ id: 'head:mine', values: knows }], textOf);
const [mine, confidence, length] = gauges.lines;

describe('what the model says of its own solutions', () => {
  const shares = tests.flatMap(({ solutions }) => solutions.map(({ correct }) => (correct ? 0.8 : 0.3)));
  test('is said of whole solutions, beside what costs nothing', () => {
    const own = { shares, tokens: 900, seconds: 2 };
    const { lines, asked } = gaugesOf(tests, [{ id: 'head:mine', values: knows }], textOf, own);
    expect(lines.map(({ id }) => id)).toEqual(['head:mine', 'self-judgement', 'confidence', 'length']);
    expect(lines[1]).toMatchObject({ auc: null, aucWithin: null, aucWhole: 1, best: { mean: 1 } });
    expect(lines[1]!.vote!.mean).toBe(1);
    // The right ones are the longer.
    expect(lines[3]!.aucWhole).toBeLessThan(0.5);
    expect(asked).toEqual({ tokens: 900, seconds: 2 });
  });
  test('is no line where it was not asked, and says why', () => {
    const { lines, asked } = gaugesOf(tests, [], textOf, { why: 'no-words' });
    expect([lines.map(({ id }) => id), asked]).toEqual([['confidence', 'length'], { why: 'no-words' }]);
  });
});

describe('what the model says unasked', () => {
  const decided = tests.flatMap(({ solutions }) =>
    solutions.map(({ tokens, correct }) => tokens.map(() => (correct ? -1 : -2))),
  );
  const replies = tests.flatMap(({ solutions }) => solutions.map(({ correct }) => (correct ? 0.5 : -0.5)));

  test('stands beside the rest, and POLAR learns from all of it that is there', () => {
    const { lines } = gaugesOf(tests, [], textOf, { why: 'no-words' }, { decided, replies });
    expect(lines.map(({ id }) => id)).toEqual(['follow-up', 'polar', 'confidence', 'entropy', 'length']);
    const [reader, polar, , entropy] = lines;
    expect(reader).toMatchObject({ auc: null, aucWhole: 1, vote: null, best: { mean: 1 } });
    expect(entropy).toMatchObject({ auc: 1, aucWhole: 1, vote: null, best: { mean: 1 } });
    // Of its sources the likelihood is wrong throughout, the majority wrong once, the reader right.
    expect(polar!.aucWhole!).toBeGreaterThan(0);
    expect(polar!.aucWhole!).toBeLessThan(1);
    const shares = tests.flatMap(({ solutions }) => solutions.map(({ correct }) => (correct ? 0.9 : 0.1)));
    const asked = gaugesOf(tests, [], textOf, { shares, tokens: 1, seconds: 1 }, { decided, replies }).lines[2]!;
    expect(asked.id).toBe('polar');
    expect(asked.aucWhole!).toBeGreaterThan(polar!.aucWhole!);
  });

  test('is no line of replies where the model has not the words for them', () => {
    const { lines } = gaugesOf(tests, [], textOf, { why: 'no-words' }, { decided, replies: null });
    expect(lines.map(({ id }) => id)).toEqual(['polar', 'confidence', 'entropy', 'length']);
  });
});

describe('gauges', () => {
  test('say what a verifier solves beside what costs nothing', () => {
    expect(gauges).toMatchObject({ problems: 2, samples: 4 });
    expect(gauges.single.mean).toBe((1 / 4 + 2 / 4) / 2);
    expect(gauges.any.mean).toBe(1);
    expect(gauges.majority.mean).toBe(0.5);
    expect(gauges.lines.map(({ id }) => id)).toEqual(['head:mine', 'confidence', 'length']);
    expect([mine, confidence, length].map((line) => line!.best.mean)).toEqual([1, 0, 0]);
    // Of the first problem 0.9 against 0.2 and 0.2.
    expect(mine!.vote!.mean).toBe(1);
    expect([confidence!.vote, length!.vote]).toEqual([null, null]);
  });

  test('tell solutions apart by the definitions of the test', () => {
    expect(mine).toMatchObject({ auc: 1, aucWithin: 1 });
    expect(confidence!.auc!).toBeLessThan(0.5);
    expect(length!.aucWithin!).toBeLessThan(0.5);
  });

  test('compare on the same problems', () => {
    expect(mine!.bestToConfidence).toMatchObject({ difference: 1, p: 0.5 });
    expect(mine!.voteToMajority).toMatchObject({ difference: 0.5 });
    expect(confidence!.bestToConfidence).toBeNull();
  });

  test('say where nothing but length was learned', () => {
    const long = tests.flatMap(({ solutions }) => solutions.map(({ tokens }) => tokens.map((_, t) => t / 9)));
    const both = gaugesOf(tests, [{ id: 'a', values: long }], textOf);
    expect(isOnlyLength(both, 'a')).toBe(true);
    // Here the right ones are the longer ones throughout, so even the truth is no better than that.
    expect(isOnlyLength(gauges, 'head:mine')).toBe(true);
    expect(
      isOnlyLength(
        {
          lines: [
            { ...mine!, aucWithin: 0.9 },
            { ...length!, aucWithin: 0.4 },
          ],
        },
        'head:mine',
      ),
    ).toBe(false);
    expect(isOnlyLength({ lines: [mine!] }, 'head:mine')).toBe(false);
  });

  test('of nothing are nothing', () => {
    expect(gaugesOf([], [], textOf)).toMatchObject({ problems: 0, samples: 0 });
  });
});
