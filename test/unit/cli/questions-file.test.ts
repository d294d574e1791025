import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test, vi } from 'vitest';
import { readQuestions, setText } from '../../../src/cli/questions-file';
import { packedPath } from '../../../src/protocol/packed';
import { GSM8K_TRAINING } from '../../../src/tasks/gsm8k/training-set';
import { TASKS } from '../../../src/tasks/registry';
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

  test('are read from a list of objects, on one line or many, with what else they hold', async () => {
    const rows = [
      {
        id: 1,
        question: 'Tom has [2] eggs, "and\n finds {3}. How many?',
        answer: 'So 5 \\ \n#### 5',
        tags: ['[', { a: '}' }],
      },
      { question: 'How many legs have two dogs?', answer: 8 },
    ];
    const wanted = ['Tom has [2] eggs, "and finds {3}. How many? #### 5', 'How many legs have two dogs? #### 8'];
    for (const text of [JSON.stringify(rows), `\uFEFF\n ${JSON.stringify(rows, null, 2).replaceAll('\n', '\r\n')}\r\n`])
      expect(await read(text, 'mine.json')).toEqual(wanted);
    expect(await read('[id],question,answer\n1,How many eggs are left?,3\n')).toEqual([
      'How many eggs are left? #### 3',
    ]);
    await expect(read(' [ ]\n')).rejects.toThrow('mine.csv holds no question.');
  });

  const GOOD = '{"question": "How many eggs are left?", "answer": 3}';
  test.each<[string, string, number]>([
    ['a question that is no text', '[\n{"question": 1, "answer": 2}]', 2],
    ['an answer that is null', `[${GOOD},\n\n{"question": "How many?",\n "answer": null}]`, 3],
    ['a list in the list', `[[\n${GOOD}]]`, 1],
    ['texts in the list', '["How many eggs are left?", 3]', 1],
    ['no comma', `[${GOOD}\n${GOOD}]`, 2],
    ['a comma too many', `[${GOOD},\n]`, 2],
    ['no end', `[${GOOD}\n`, 2],
    ['an object that has no end', `[${GOOD},\n{"question": "How many eggs`, 2],
    ['a second list', `[${GOOD}]\n[${GOOD}]`, 2],
  ])('with %s in a list are refused with the line', async (_, text, line) => {
    await expect(read(text, 'mine.json')).rejects.toThrow(
      `In line ${line} of mine.json stands something else than {"que`,
    );
  });

  test('in a list have the faults and limits of all others', async () => {
    await expect(read(`[${GOOD},\n{"question": "Where are the eggs now?", "answer": "here"}]`)).rejects.toThrow(
      'The answer in line 2 of mine.csv, "here", is not a number',
    );
    const many = Array.from({ length: QUESTION_LIMITS.questions + 1 }, (_, i) => GOOD.replace('eggs', `eggs of ${i}`));
    await expect(read(`[${many.join(',')}]`)).rejects.toThrow(`has more than ${QUESTION_LIMITS.questions} questions`);
    // What nests is not followed, and a row as long as a book is none.
    await expect(read('['.repeat(2e7))).rejects.toThrow('In line 1 of mine.csv stands something else');
    await expect(read(`[${'{"a":'.repeat(4e6)}`)).rejects.toThrow('In line 1 of mine.csv stands something else');
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

  test.each<[string, string]>([
    ['blank lines', '\uFEFF\r\n \r\nquestion;answer\r\n'],
    ['a row of empty cells', ';;;\nquestion;answer;;\n'],
    ['a line that tells the separator', 'sep=;\r\nquestion;answer\r\n'],
    ['old line ends', 'question;answer\r'],
  ])('are read below %s, and a fault in them has its line', async (_, head) => {
    const end = /\r?\n|\r/.exec(head)![0];
    const row = (question: string, answer: string): string => `${question};${answer}${end}`;
    const good = row('How many eggs are left?', '3') + row(`"What is${end}two plus five?"`, '7');
    expect(await read(head + good)).toEqual(['How many eggs are left? #### 3', 'What is two plus five? #### 7']);
    const line = head.split(/\r?\n|\r/).length + 3;
    await expect(read(head + good + row('How many are there?', 'many'))).rejects.toThrow(`line ${line} of mine.csv`);
  });

  test('have the numbers of the country whose spreadsheet writes semicolons', async () => {
    const answers = ['3,125', '1.250', '1.250.000,5', '0.125', '1 250,75', '-2,5', '1.5', '"He has 1,200. #### 1,200"'];
    const rows = answers.map((answer, i) => `How much is box number ${i}?;${answer}`);
    const read_ = (await read(['question;answer', ...rows].join('\n'))).map((text) => text.split('#### ')[1]);
    expect(read_).toEqual(['3.125', '1250', '1250000.5', '0.125', '1250.75', '-2.5', '1.5', '1200']);
  });

  test.each<[string, number[], string]>([
    ['Windows-1252', [0xbf, 0x43, 0x75, 0xe1, 0x6e, 0x74, 0x6f, 0x73], '¿Cuántos'],
    ['GB 18030', [0xbb, 0xb9, 0xca, 0xa3, 0xb6, 0xe0, 0xc9, 0xd9], '还剩多少'],
  ])('are read in %s, as a spreadsheet saves them there', async (_, first, word) => {
    const bytes = [...Buffer.from('question;answer\n'), ...first, ...Buffer.from(' eggs are left?;3\n')];
    expect(await read(new Uint8Array(bytes))).toEqual([`${word} eggs are left? #### 3`]);
  });

  test('are UTF-8 where one letter of theirs is none', async () => {
    const bytes = Buffer.from('question,answer\n多少只鸭子在这里？ How many ? are here,3\n');
    bytes[bytes.lastIndexOf('?')] = 0xe8;
    expect(await read(bytes)).toEqual(['多少只鸭子在这里？ How many \uFFFD are here #### 3']);
  });

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
    [
      'a quotation mark that is never closed',
      `"${'a'.repeat(20e6)}`,
      /^Line 2 of mine.csv has a quotation mark .* never/,
    ],
    ['marks upon marks', '""a'.repeat(1e6), /^Line 2 of mine.csv cannot be asked: That question is too long/],
    ['marks alone', '"'.repeat(2e6 + 1), /^Line 2 of mine.csv has a quotation mark .* never closed/],
  ])('with %s are refused at once', async (_, field, sentence) => {
    await expect(read(`question,answer\n${field}`)).rejects.toThrow(sentence);
    await expect(read(field)).rejects.toThrow('neither JSON nor a table');
  });

  test.each<[string, string, string]>([
    ['that is empty', '', 'mine.csv holds no question.'],
    ['with an empty line alone', '\uFEFF\n', 'mine.csv holds no question.'],
    [
      'of another kind',
      'hello\nworld',
      'is neither JSON nor a table whose first line names the columns question and answer.',
    ],
    [
      'of questions without answers',
      'question,answer\nHow many eggs are left?,',
      'Line 2 of mine.csv has no answer: write a number, or take the line out.',
    ],
    ['of answers without questions', 'question,answer\n,3', 'Line 2 of mine.csv has no question: write it,'],
    [
      'of words for answers',
      'question,answer\nWhere are the eggs now?,here',
      'The answer in line 2 of mine.csv, "here", is not a number: write one, such as 18.',
    ],
    [
      'of a word',
      'question,answer\nHello?,3',
      'Line 2 of mine.csv cannot be asked: That is no question: write 4 words',
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

  test('that are asked twice with one answer are read once, and with two are refused with both lines', async () => {
    const path = join(folder, 'twice.csv');
    writeFileSync(
      path,
      'question,answer\nHow many eggs are left?,3\n"How many  eggs are left? ",3.0\nHow many eggs are left?,3\n',
    );
    expect(await readQuestions(path)).toEqual({ texts: ['How many eggs are left? #### 3'], repeated: 2 });
    // Else it could be learned from with one, and tested on with the other.
    await expect(read('question,answer\nHow many eggs are left?,3\n\n"How many\n eggs are left?",4\n')).rejects.toThrow(
      'Line 4 of mine.csv asks what line 2 asks, with another answer: correct one of them, or take it out.',
    );
  });

  test.each([
    ['How many eggs are left?,1,000', ','],
    ['How many eggs, in all, are left?,3', ','],
    ['How many eggs are left?;3;of ten', ';'],
  ])('with a field more than columns are refused, and no part of a number is taken for it: %s', async (row, apart) => {
    await expect(read(`question${apart}answer\n${row}`)).rejects.toThrow(
      'Line 2 of mine.csv has more fields than its first line names: put one that holds a comma, or what else stands between fields, in quotation marks.',
    );
    await expect(read(`question${apart}answer\n${apart.repeat(20_000)}`)).rejects.toThrow(
      'Line 2 of mine.csv has more fields',
    );
    // What is empty is none.
    expect(await read('question,answer,,\nHow many eggs are left?,3,,,,\n')).toHaveLength(1);
  });

  test('repeated a hundred thousand times cost no more than to find them', async () => {
    const row = 'How many eggs are left of all that there were?,3\n';
    const path = join(folder, 'many.csv');
    writeFileSync(path, `question,answer\n${row.repeat(100_000)}`);
    const parse = vi.spyOn(TASKS.gsm8k, 'parse');
    expect(await readQuestions(path)).toMatchObject({ repeated: 99_999 });
    expect(parse).toHaveBeenCalledOnce();
    parse.mockRestore();
  });

  test('are read line by line with old line ends', async () => {
    const lines = [
      '{"question": "How many eggs are left?", "answer": 3}',
      '{"question": "How many legs have two dogs?", "answer": 8}',
    ];
    expect(await read(lines.join('\r'))).toHaveLength(2);
    await expect(read([...lines, '{"question": 1}'].join('\r'))).rejects.toThrow('Line 3 of mine.csv is not');
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
