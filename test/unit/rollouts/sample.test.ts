import { describe, expect, it } from 'vitest';
import { createRng } from '../../../src/core/rng';
import { judgedRollouts, type JudgedRequest } from '../../../src/rollouts/sample';
import { stepEnds, tokenAt, withLast } from '../../../src/rollouts/steps';
import type { JudgedPath } from '../../../src/rollouts/types';
import { rememberVerdicts, verdictOf } from '../../../src/rollouts/verdict';
import { truth } from '../../fixtures/checks';
import { answerOf, FakePolicy, PROMPT, tokenizer } from '../../fixtures/fake-models';

const OPTIONS = { temperature: 1, topK: 0, maxSteps: 6, maxStepTokens: 10 };

describe('judged rollouts', () => {
  it('come from several prefixes side by side, each with its own verdict and the steps of the policy', async () => {
    const policy = new FakePolicy();
    const begun = ['', 'a\n'];
    const roots = await Promise.all(begun.map((text) => policy.open(tokenizer.encode(PROMPT + text))));
    const requests = Array.from({ length: 60 }, (_, i): JudgedRequest => ({
      prefix: roots[i % 2]!,
      length: tokenizer.encode(PROMPT + begun[i % 2]!).length,
      before: begun[i % 2]!,
      judge: truth,
      rng: createRng(3, i),
    }));
    const paths: JudgedPath[] = [];
    for await (const path of judgedRollouts(policy, requests, OPTIONS)) paths.push(path);
    expect(paths.map(({ path }) => path.index).sort((a, b) => a - b)).toEqual([...requests.keys()]);
    for (const { path, ids, logprobs } of paths) {
      const solution = begun[path.index % 2]! + path.tokens.join('');
      const isComplete = path.tokens.at(-1) === '';
      expect(path.answer).toBe(isComplete ? answerOf(solution) : null);
      expect(path.correct).toBe(isComplete && truth.judge(solution).correct);
      expect(path.stepEnds).toEqual([...path.tokens.keys()].filter((i) => path.tokens[i] === '\n'));
      expect([ids.length, logprobs.length]).toEqual([path.tokens.length, path.tokens.length]);
    }
    expect(new Set(paths.map(({ path }) => path.correct))).toEqual(new Set([true, false]));
    for (const root of roots) policy.release(root);
    expect(policy.prefixes.count).toBe(0);
  });
});

describe('the steps of a solution', () => {
  const endsStep = (text: string): boolean => text.trimStart().includes('. ');

  it('end where the policy says, also in the middle of a token, and where the solution ends', () => {
    const texts = ['One', '. ', 'Two', '. Th', 'ree', ''];
    expect(stepEnds(texts, endsStep)).toEqual([1, 3]);
    expect(withLast([1, 3], 6)).toEqual([1, 3, 5]);
    expect(withLast([1, 3], 4)).toEqual([1, 3]);
    expect(withLast([], 0)).toEqual([]);
  });

  it('are asked for from their own beginning: a delimiter may be spread over two tokens', () => {
    expect(stepEnds(['a.', ' b', '. c'], endsStep)).toEqual([1, 2]);
  });

  it('a character is in the token that holds it', () => {
    expect([0, 1, 2, 3, 9].map((offset) => tokenAt(['ab', 'c', 'd'], offset))).toEqual([0, 0, 1, 2, 2]);
  });
});

describe('verdicts', () => {
  const checker = {
    judge: (text: string) => ({ correct: text.endsWith('x'), stepsLegal: !text.includes('c') }),
    firstError: (text: string) => (text.includes('c') ? { step: 4, offset: text.indexOf('c') } : null),
    oracle: (text: string) => Number(!text.includes('c')),
  };

  it('say after each ended step whether the answer can still be reached', () => {
    expect(verdictOf('a; c; x', checker, '; ')).toEqual({
      ...{ correct: true, stepsLegal: false, firstError: 4, reachable: [true, false] },
    });
    expect(verdictOf('a\nc', checker, '; ').reachable).toEqual([]);
    // Files of verdicts have them in this order.
    expect(Object.keys(verdictOf('', checker, '\n'))).toEqual(['correct', 'stepsLegal', 'firstError', 'reachable']);
  });

  it('are asked for once for each text, and a cut solution is not right though its text is', () => {
    const asked: string[] = [];
    const verdict = rememberVerdicts({ ...checker, judge: (text) => (asked.push(text), checker.judge(text)) });
    expect([verdict('x', false), verdict('x', true), verdict('x', true)]).toEqual([
      { correct: false, firstError: null },
      { correct: true, firstError: null },
      { correct: true, firstError: null },
    ]);
    expect(asked).toEqual(['x']);
  });
});
