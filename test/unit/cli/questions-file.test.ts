import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readQuestions } from '../../../src/cli/questions-file';

const folder = mkdtempSync(join(tmpdir(), 'questions-'));
function read(text: string, name = 'mine.csv'): string[] {
  const path = join(folder, name);
  writeFileSync(path, text);
  return readQuestions(path);
}

describe('questions in a file', () => {
  test('are read from the data set as it is published, each once', () => {
    const row = { question: 'Tom has 2 eggs and\n finds 3. How many?', answer: 'He has 2+3=<<2+3=5>>5.\n#### 5' };
    const lines = [row, { question: 'How many legs have two dogs?', answer: 8 }, row].map((one) => JSON.stringify(one));
    expect(read(`${lines.join('\n')}\n\n`)).toEqual([
      'Tom has 2 eggs and finds 3. How many? #### 5',
      'How many legs have two dogs? #### 8',
    ]);
  });

  test('are read from a table, with quoted fields and columns in any order', () => {
    const table =
      '\uFEFFid,Answer,Question\r\n1,"1,200","Ann said ""hi"" and ran,\nhow far is it?"\r\n\r\n2,7,What is three plus four?';
    expect(read(table)).toEqual(['Ann said "hi" and ran, how far is it? #### 1200', 'What is three plus four? #### 7']);
  });

  test.each<[string, string, string]>([
    [
      'of another kind',
      'hello\nworld',
      'is neither JSON lines nor a table whose first line names a question and an answer.',
    ],
    ['that is empty', '', 'is neither JSON lines nor a table'],
    [
      'of questions without answers',
      'question,answer\nHow many eggs are left?,',
      'Line 2 of mine.csv is no question with an answer',
    ],
    [
      'of words for answers',
      'question,answer\nWhere are the eggs now?,here',
      'Line 2 of mine.csv is no question with an answer',
    ],
    ['with a header alone', 'question,answer\n', 'holds no question.'],
    [
      'with a line that is no JSON',
      '{"question": "How many eggs are left?", "answer": "3"}\n{"quest',
      'Line 2 of mine.csv is not {"question"',
    ],
  ])('%s are refused in one sentence', (_, text, message) => {
    expect(() => read(text)).toThrow(message);
  });

  test('that is not there is refused', () => {
    expect(() => readQuestions(join(folder, 'none.csv'))).toThrow('that can be read');
    expect(() => readQuestions(folder)).toThrow('is a folder');
  });
});
