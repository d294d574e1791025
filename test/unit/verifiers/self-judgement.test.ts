import { describe, expect, it } from 'vitest';
import { judgeText, selfJudgementVerifier, yesShare } from '../../../src/verifiers/self-judgement';
import { promptFormatFor, promptProblem, userText } from '../../../src/model/prompt-format';
import { TASKS } from '../../../src/tasks/registry';
import { FakePolicy, tokenizer } from '../../fixtures/fake-models';

describe('the share of yes', () => {
  const words = ['Yes', ' no', 'yes', 'maybe', 'NO '];
  const textOf = (token: number): string => words[token]!;
  it('adds up all ways of writing either word', () => {
    const next = [0.3, 0.1, 0.1, 0.4, 0.1].map((p, token) => ({ token, logprob: Math.log(p) }));
    expect(yesShare(next, textOf)).toBeCloseTo(0.4 / 0.6, 10);
  });
  it('is a half where the model thinks of neither', () => {
    expect(yesShare([{ token: 3, logprob: 0 }], textOf)).toBe(0.5);
  });
});

describe('self-judgement', () => {
  it('asks once for each text, gives every token the step its number, and leaves nothing open', async () => {
    const policy = new FakePolicy();
    const asked: string[] = [];
    const judge = selfJudgementVerifier(policy, (steps) => (asked.push(steps), `P\n${steps}`));
    const root = await judge.open([]);
    const [a, b] = [tokenizer.encode('a\n'), tokenizer.encode('b\n')];
    const scored = await judge.score([a, b, a].map((tokens) => ({ prefix: root, tokens })));
    expect(asked).toEqual(['a\n', 'b\n']);
    expect(scored.map(({ values }) => [...values])).toEqual([
      [0.5, 0.5],
      [0.5, 0.5],
      [0.5, 0.5],
    ]);
    await judge.score([{ prefix: scored[0]!.prefix, tokens: b }]);
    expect(asked.at(-1)).toBe('a\nb\n');
    expect(policy.prefixes.count).toBe(0);
    await expect(judge.score([], AbortSignal.abort())).rejects.toMatchObject({ code: 'aborted' });
  });
  it('asks about the steps and the problem', () => {
    expect(judgeText('1 + 1?', 'It is 2\n')).toMatch(/1 \+ 1\?[^]*It is 2\n\nIs every step/);
  });
});

describe('prompt formats', () => {
  it.each(['game24', 'word-problems', 'gsm8k'] as const)('for %s can be used as they are', (task) => {
    for (const chat of [true, false])
      expect(promptProblem(promptFormatFor(TASKS[task], { hasChatTemplate: chat, contextTokens: 4096 }))).toBeNull();
    expect(
      userText(promptFormatFor(TASKS[task], { hasChatTemplate: false, contextTokens: 1024 }), '$& {problem}'),
    ).toBe('$& {problem}\n');
  });
  it.each([
    [{ user: 'nothing' }, 'no-slot'],
    [{ user: '{problem} {problem}' }, 'no-slot'],
    [{ delimiter: '' }, 'no-delimiter'],
    [{ system: 'x'.repeat(5000) }, 'too-long'],
  ])('refuse %o', (changed, code) => {
    expect(
      promptProblem({ ...promptFormatFor(TASKS.gsm8k, { hasChatTemplate: true, contextTokens: 1024 }), ...changed }),
    ).toMatchObject({ code });
  });
});
