import { describe, expect, it } from 'vitest';
import { answerOf } from '../../../../src/tasks/gsm8k/answer';
import { equationsOf } from '../../../../src/tasks/gsm8k/equations';
import { gsm8k } from '../../../../src/tasks/gsm8k/task';
import writing from '../../../fixtures/gsm8k-writing.json' with { type: 'json' };

describe('an equation', () => {
  it.each(writing.true)('that is true is never called false: %s', (line) => {
    expect(equationsOf(line).filter(({ isTrue }) => !isTrue)).toEqual([]);
  });

  it.each(writing.false)('that is false is found: %s', (line) => {
    expect(equationsOf(line).some(({ isTrue }) => !isTrue)).toBe(true);
  });

  it('is not false before its line has come to the end of its number', () => {
    const parsed = gsm8k.parse(gsm8k.defaultProblem);
    if (!parsed.ok) throw new Error(parsed.message);
    for (const line of ['10 / 4 = 2 1/2', '3 * 4 = 1 dozen', '5 + 3 = 4 * 2 eggs']) {
      for (let end = 1; end <= line.length; end++) expect(parsed.problem.firstError(line.slice(0, end))).toBeNull();
    }
    expect(parsed.problem.firstError('1 + 1 = 3 eggs')).toEqual({ step: 0, offset: 8 });
  });
});

describe('an answer', () => {
  it.each(writing.answers as [string, string][])('of %j is %s', (solution, answer) => {
    expect(answerOf(solution)).toBe(answer);
  });
});

describe('long lines', () => {
  const KINDS: Readonly<Record<string, (length: number) => string>> = {
    brackets: (length) => '('.repeat(length),
    signs: (length) => `${'-'.repeat(length)}=1`,
    sums: (length) => `${'1+'.repeat(length / 2)}1=2`,
    powers: (length) => `${'2^'.repeat(length / 2)}1=2`,
    chains: (length) => '1=1+1'.repeat(length / 5),
    units: (length) => `${'5 eggs '.repeat(length / 7)}= 1`,
    spaces: (length) => `answer${' '.repeat(length)}=1`,
    boxes: (length) => '\\boxed{'.repeat(length / 7),
    marks: (length) => '####'.repeat(length / 4),
    groups: (length) => '1.234,'.repeat(length / 6),
    digits: (length) => `#### ${'1'.repeat(length)}e1`,
    told: (length) => 'answer of a '.repeat(length / 12),
    steps: (length) => `${'\n#### Step'.repeat(length / 10)}`,
    answers: (length) => 'answer '.repeat(length / 7),
  };

  it.each(Object.keys(KINDS))('are read in time that grows with their length: %s', (kind) => {
    const seconds = (length: number): number => {
      const text = KINDS[kind]!(length);
      const start = performance.now();
      for (let i = 0; i < 3; i++) {
        equationsOf(text);
        answerOf(text);
      }
      return performance.now() - start;
    };
    seconds(10_000);
    const short = seconds(10_000);
    // Four times as long; sixteen would be quadratic. The rest is for a machine that is busy.
    expect(seconds(40_000)).toBeLessThan(8 * short + 500);
  });
});
