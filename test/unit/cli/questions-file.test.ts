import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { readQuestions, setText } from '../../../src/cli/questions-file';
import { packedPath } from '../../../src/protocol/packed';
import { GSM8K_TRAINING } from '../../../src/tasks/gsm8k/training-set';
import { QUESTION_LIMITS } from '../../../src/tasks/questions';

const folder = mkdtempSync(join(tmpdir(), 'questions-'));
async function read(text: string | Uint8Array, name = 'mine.csv'): Promise<readonly string[]> {
  const path = join(folder, name);
  writeFileSync(path, text);
  return (await readQuestions(path)).texts;
}

describe('questions in a file', () => {
  test('are read from the data set as it is published, each once', async () => {
    const row = { question: 'Tom has 2 eggs and\n finds 3. How many?', answer: 'He has 2+3=<<2+3=5>>5.\n#### 5' };
    const lines = [row, { question: 'How many legs have two dogs?', answer: 8 }, row].map((one) => JSON.stringify(one));
    expect(await read(`${lines.join('\n')}\n\n`)).toEqual([
      'Tom has 2 eggs and finds 3. How many? #### 5',
      'How many legs have two dogs? #### 8',
    ]);
  });

  test('are read from a table, with quoted fields and columns in any order', async () => {
    const table =
      '\uFEFFid,Answer,Question\r\n1,"1,200","Ann said ""hi"" and ran,\nhow far is it?"\r\n\r\n2,7,What is three plus four?';
    expect(await read(table)).toEqual([
      'Ann said "hi" and ran, how far is it? #### 1200',
      'What is three plus four? #### 7',
    ]);
  });

  test.each([';', '\t'])(
    'are read from a table whose fields stand apart by %j, as in other countries',
    async (apart) => {
      const rows = [
        ['id', 'question', 'answer'],
        ['1', '"What is 1,5 plus 1,5; in all?"', '3'],
        ['2', 'How many legs have two dogs, or one spider?', '8'],
      ];
      expect(await read(rows.map((row) => row.join(apart)).join('\n'))).toEqual([
        'What is 1,5 plus 1,5; in all? #### 3',
        'How many legs have two dogs, or one spider? #### 8',
      ]);
    },
  );

  test('are read with quotation marks where no field begins, and behind one that has ended', async () => {
    const table =
      'question,answer\nA 5" pipe and a 3" pipe: how long?,8\n"How many are"  left now?,2\r\n"What is ""it"" plus 3?" ,3';
    expect(await read(table)).toEqual([
      'A 5" pipe and a 3" pipe: how long? #### 8',
      'How many are left now? #### 2',
      'What is "it" plus 3? #### 3',
    ]);
  });

  test.each([
    ['a quotation mark that is never closed', `"${'a'.repeat(20e6)}`],
    ['marks upon marks', '""a'.repeat(1e6)],
    ['marks alone', '"'.repeat(2e6 + 1)],
  ])('with %s are refused at once', async (_, field) => {
    await expect(read(`question,answer\n${field}`)).rejects.toThrow('Line 2 of mine.csv is no question with an answer');
    await expect(read(field)).rejects.toThrow('neither JSON lines nor a table');
  });

  test.each<[string, string, string]>([
    ['that is empty', '', 'mine.csv holds no question.'],
    ['with an empty line alone', '\uFEFF\n', 'mine.csv holds no question.'],
    [
      'of another kind',
      'hello\nworld',
      'is neither JSON lines nor a table whose first line names a question and an answer.',
    ],
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
  ])('%s are refused in one sentence', async (_, text, message) => {
    await expect(read(text)).rejects.toThrow(message);
  });

  test('are read as they were saved elsewhere: as UTF-16, or compressed', async () => {
    const table = 'question,answer\n多少只鸭子在这里？ How many ducks are here?,3\n';
    const wanted = ['多少只鸭子在这里？ How many ducks are here? #### 3'];
    expect(await read(Buffer.from(`\uFEFF${table}`, 'utf16le'))).toEqual(wanted);
    expect(await read(gzipSync(table), 'mine.csv.gz')).toEqual(wanted);
  });

  test('that are too many bytes are refused, compressed or not, with what to do', async () => {
    const bytes = Buffer.alloc(QUESTION_LIMITS.bytes + 1, 'question,answer\n');
    const sentence = 'is larger than 64 MB: take fewer questions.';
    await expect(read(bytes, 'long.csv')).rejects.toThrow(`long.csv ${sentence}`);
    await expect(read(gzipSync(bytes), 'long.csv.gz')).rejects.toThrow(`long.csv.gz ${sentence}`);
  });

  test('that is not there is refused', async () => {
    await expect(readQuestions(join(folder, 'none.csv'))).rejects.toThrow('that can be read');
    await expect(readQuestions(folder)).rejects.toThrow('is a folder');
  });
});

describe('a set of the project', () => {
  test('is whole, and as large as the page says', async () => {
    const { texts, repeated } = await readQuestions('gsm8k');
    expect([texts.length, repeated]).toEqual([GSM8K_TRAINING.questions, 0]);
    expect(texts[0]).toMatch(/^Natalia sold clips to 48 of her friends .* #### 72$/);
    const packed = readFileSync(`public/${packedPath(GSM8K_TRAINING.path)}`);
    expect(packed.length).toBe(GSM8K_TRAINING.packedBytes);
    // Nothing in it tells of when it was made.
    expect([...packed.subarray(4, 8)]).toEqual([0, 0, 0, 0]);
  });

  test.each<[string, Uint8Array | null]>([
    ['is not there', null],
    ['is another', gzipSync('{"question": "How many?", "answer": 3}\n')],
    ['is larger', gzipSync(Buffer.alloc(GSM8K_TRAINING.sizeBytes + 1))],
    ['is not compressed', new Uint8Array([1, 2, 3])],
  ])('that %s is refused in one sentence', (_, bytes) => {
    const place = `${mkdtempSync(join(tmpdir(), 'sets-'))}/`;
    mkdirSync(join(place, 'questions'));
    if (bytes) writeFileSync(`${place}${packedPath(GSM8K_TRAINING.path)}`, bytes);
    expect(() => setText(GSM8K_TRAINING, place)).toThrow(
      /is missing or damaged: restore it, or give a file from openai\/grade-school-math\.$/,
    );
  });
});
