import { describe, expect, it } from 'vitest';
import { answerOf, plainNumber } from '../../../../src/tasks/gsm8k/answer';
import { equationsOf, evaluate } from '../../../../src/tasks/gsm8k/equations';
import { PROBLEMS } from '../../../../src/tasks/gsm8k/problem';
import { gsm8k } from '../../../../src/tasks/gsm8k/task';

function read(text: string) {
  const parsed = gsm8k.parse(text);
  if (!parsed.ok) throw new Error(parsed.message);
  return parsed.problem;
}

describe('the answer in a solution', () => {
  it.each([
    ['She makes 9 * 2 = 18.\n#### 18', '18'],
    ['#### $1,200.50', '1200.5'],
    ['so \\boxed{70000} dollars', '70000'],
    ['The answer is 18.', '18'],
    ['The answer is 3 boxes of 4, so 12 eggs.', '12'],
    ['**Answer:** $2.50', '2.5'],
    ['The answer is 5.\nNo, the answer is −3', '-3'],
    ['The answer is unknown', null],
    ['9 * 2 = 18', null],
    ['', null],
  ])('of %j is %j', (solution, answer) => {
    expect(answerOf(solution)).toBe(answer);
  });

  it('has one spelling', () => {
    expect(['18', '18.0', '$18', '18.00', '１８', '18,0'].map(plainNumber)).toEqual(Array(6).fill('18'));
    expect(['3,5', '1.234.567', '1.200,50 €', '1e3'].map(plainNumber)).toEqual(['3.5', '1234567', '1200.5', '1000']);
    expect(['0', '-0', '.5'].map(plainNumber)).toEqual(['0', '0', '0.5']);
    expect(['', 'x', '1/2', '1e400', '--1', '1 2', '1,2,3'].map(plainNumber)).toEqual(Array(7).fill(null));
    expect(plainNumber('12345678901234567890')).toBe('12345678901234567890');
  });
});

describe('a question without gaps between its words', () => {
  it('is one', () => {
    expect(read('小明有三个苹果，又买了五个，一共有几个？ #### 8').rightAnswer()).toBe('8');
    expect(gsm8k.parse('几个 #### 8')).toMatchObject({ ok: false, code: 'too-short' });
  });
});

describe('equations', () => {
  it.each([
    ['16 - 3 - 4', 9],
    ['3 x (4 + 0.5)', 13.5],
    ['$80,000*1.5', 120000],
    ['50% * 10', 5],
    ['-2 + 5', 3],
    ['6 ÷ 4', 1.5],
    ['1 +', null],
    ['(1 + 2', null],
    ['1 / 0', null],
    ['two', null],
  ])('%s is worth %j', (text, worth) => {
    expect(evaluate(text)).toBe(worth);
  });

  it('are found in sentences, rounded results among the true ones', () => {
    const truth = (line: string): boolean[] => equationsOf(line).map(({ isTrue }) => isTrue);
    expect(truth('She has 16 - 3 - 4 = 9 eggs, and 9 * 2 = $18.')).toEqual([true, true]);
    expect(truth('10 / 3 = 3.33')).toEqual([true]);
    expect(truth('10 / 3 = 3.4')).toEqual([false]);
    expect(truth('x = 5, so 2 + 2 = 5')).toEqual([false]);
    expect(truth('the total = 5')).toEqual([]);
  });
});

describe('GSM8K', () => {
  it('holds a hundred problems with whole answers, some of every length', () => {
    expect(PROBLEMS).toHaveLength(100);
    expect(PROBLEMS.every(({ answer }) => plainNumber(answer) === answer)).toBe(true);
    expect(gsm8k.gallery.map(({ level }) => level)).toEqual([2, 3, 4, 5, 6, 7]);
    expect(gsm8k.splitSize('settings')).toBe(0);
  });

  it('judges by the number alone, and the equations beside it', () => {
    const { judge } = read(PROBLEMS[0]!.question);
    expect(judge('16 - 3 - 4 = 9\n9 * 2 = 18\nThe answer is $18.00')).toEqual({
      answer: '18',
      correct: true,
      stepsLegal: true,
    });
    expect(judge('16 - 3 = 9\nThe answer is 18')).toMatchObject({ correct: true, stepsLegal: false });
    expect(judge('The answer is 19')).toMatchObject({ correct: false, stepsLegal: false });
    expect(judge('18')).toMatchObject({ answer: null, correct: false });
  });

  it('names the first false equation, and waits for a number to end', () => {
    const { firstError, oracle } = read(PROBLEMS[0]!.question);
    expect(firstError('Fine.\n1 + 1 = 3 eggs')).toEqual({ step: 1, offset: 14 });
    expect(firstError('8 + 8 = 1')).toBeNull();
    expect(firstError('8 + 8 = 1\n')).toEqual({ step: 0, offset: 8 });
    expect(oracle('The answer is 18', true)).toBe(1);
    expect(oracle('The answer is 17', true)).toBe(0);
  });

  it('takes a question of the reader, with or without its answer', () => {
    const own = read('How many legs have  two dogs? #### 8');
    expect(own).toMatchObject({
      text: 'How many legs have two dogs? #### 8',
      prompt: 'How many legs have two dogs?\n',
      warning: null,
    });
    expect(own.judge('The answer is 8').correct).toBe(true);
    const open = read('How many legs have two dogs?');
    expect(open.warning?.message).toMatch(/not known/);
    expect(open.judge('The answer is 8').correct).toBe(false);
  });

  it.each([
    ['', 'empty'],
    ['  #### 3', 'empty'],
    ['two dogs', 'too-short'],
    ['How many legs have two dogs? #### eight', 'bad-answer'],
    ['a '.repeat(1000), 'text-too-long'],
  ])('refuses %j', (text, code) => {
    expect(gsm8k.parse(text)).toMatchObject({ ok: false, code });
  });
});
