import { describe, expect, it } from 'vitest';
import { checkPublished } from '../../../../src/tasks/gsm8k/published';

const row = (answer: string): string => JSON.stringify({ question: 'How many?', answer });
const file = (...answers: string[]): string => `${answers.map(row).join('\n')}\n`;

describe('published solutions', () => {
  it('are counted, each false line is named with its place, and each answer that is not read', () => {
    const text = file(
      'He has 3 + 4 = <<3+4=7>>7.\n#### 7',
      'First.\nHe has 32 - 20 = $300 left.\nSo 300 + 1 = 302.\n#### 1,302',
      'Nothing is written.\n#### many',
    );
    expect(checkPublished(text)).toEqual({
      solutions: 3,
      flagged: 1,
      lines: [
        { row: 2, line: 2, text: 'He has 32 - 20 = $300 left.', offset: 18 },
        { row: 2, line: 3, text: 'So 300 + 1 = 302.', offset: 13 },
      ],
      unread: [3],
    });
  });

  it('of an empty file are none', () => {
    expect(checkPublished('\n')).toEqual({ solutions: 0, flagged: 0, lines: [], unread: [] });
  });

  it.each(['no JSON', '{"question": "How many?"}', '[1]', 'null'])('a line that is none is named: %s', (line) => {
    expect(() => checkPublished(`${row('#### 1')}\n${line}\n`)).toThrow(
      'Line 2 is not {"question": "...", "answer": "..."}',
    );
  });
});
