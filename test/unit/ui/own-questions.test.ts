/** Questions in place of the task's problems: of a file, and of a set that lies beside the page. */
import { describe, expect, it, vi } from 'vitest';
import { AppError } from '../../../src/core/errors';
import { GSM8K_TRAINING } from '../../../src/tasks/gsm8k/training-set';
import type { QuestionPort } from '../../../src/ui/shell/ports';
import { HeadWorkshop, type HeadsPage } from '../../../src/ui/views/heads/heads.svelte';
import { DEFAULT_STATE } from '../../../src/url/fields';
import { fetchMessages, messagesFor } from '../../../src/words';
import { readQuestionFile } from '../../../workers/question-file';

const files = { questions: readQuestionFile };

function start(sets: QuestionPort | null = null, language: 'en' | 'es' | 'zh' = 'en') {
  const trainHeads = vi.fn();
  const page = {
    settings: { ...DEFAULT_STATE, task: 'word-problems' },
    hub: {
      ...{ headPort: { trainHeads }, using: { name: 'tiny/model', dtype: 'fp32' } },
      loaded: { verifiers: [], stateLayers: [2, 'last'], sha256: '' },
    },
    ...{ messages: messagesFor(language), chooseTask: vi.fn(async () => undefined), refuse: vi.fn() },
  };
  return { heads: new HeadWorkshop(page as unknown as HeadsPage, null, { sets, files }), page, trainHeads };
}

describe('a file that says something twice', () => {
  it('is used without it, and how often it does is known', async () => {
    const { heads } = start();
    const row = 'How many eggs are left?,3';
    await heads.own.open(new File([`question,answer\n${row}\n${row}\nHow many are there?,3\n${row}\n`], 'mine.csv'));
    expect(heads.questions).toMatchObject({ repeated: 2, texts: { length: 2 } });
  });
});

describe('what is wrong with a file', () => {
  const GOOD = 'question;answer\nHow many eggs are left?;3\n';
  it.each([
    ['a row without words', `${GOOD}Eggs?;3`, /3.*(?:4 palabras|4 个字)/],
    ['a row without an answer', `${GOOD}How many are there?;`, /3.*(?:no tiene respuesta|没有答案)/],
    ['a row without a number', `${GOOD}How many are there?;viele`, /3.*(?:«viele», no es un número|“viele”不是数字)/],
    ['a row without a question', `${GOOD};4`, /3.*(?:no tiene pregunta|没有问题)/],
    ['a mark that is left open', `${GOOD}"How many are there?;4`, /3.*(?:comillas|引号)/],
    ['other columns', 'ask;reply\nHow many are there?;4', /question.*answer/],
  ])('is said in the page’s language: %s', async (_, text, sentence) => {
    for (const language of ['es', 'zh'] as const) {
      await fetchMessages(language);
      const { heads, page } = start(null, language);
      await heads.own.open(new File([text], 'mine.csv'));
      const [said] = page.refuse.mock.calls.at(-1) as [string];
      expect(said).toMatch(sentence);
      // Names of columns alone are not put into another language.
      expect(said.replace(/question|answer|viele|JSON/g, '')).not.toMatch(
        /[{}]|\b(?:the|is|no question|words|write)\b/,
      );
    }
  });
});

describe('a file that is not in UTF-8', () => {
  it('is read, and it is known as what', async () => {
    const { heads } = start();
    const bytes = Uint8Array.from(Buffer.from('question;answer\n\xbfCu\xe1ntos huevos quedan hoy?;3\n', 'latin1'));
    await heads.own.open(new File([bytes], 'mine.csv'));
    expect(heads.questions).toMatchObject({ encoding: 'windows-1252', texts: ['¿Cuántos huevos quedan hoy? #### 3'] });
  });
});

describe('a file that takes a while to be read', () => {
  /** Is read when it is told to be. */
  function slow(text: string, name: string): { file: File; come: () => void } {
    const file = new File([text], name);
    let come: () => void = () => undefined;
    const coming = new Promise<void>((resolve) => (come = resolve));
    const slice = file.slice.bind(file);
    file.slice = (...range) => {
      const part = slice(...range);
      const read = part.arrayBuffer.bind(part);
      part.arrayBuffer = () => coming.then(read);
      return part;
    };
    return { file, come };
  }
  const text = (question: string): string => `question,answer\n${question},3\n`;

  it('gives way to one that is chosen after it', async () => {
    const { heads } = start();
    const { file, come } = slow(text('How many eggs are left?'), 'first.csv');
    const first = heads.own.open(file);
    await heads.own.open(new File([text('How many are there?')], 'second.csv'));
    come();
    await first;
    expect(heads.questions?.name).toBe('second.csv');
  });

  it('holds a training until it is known what is learned from', async () => {
    const { heads, trainHeads } = start();
    const { file, come } = slow(text('How many eggs are left?'), 'mine.csv');
    const opened = heads.own.open(file);
    expect(heads.own.isComing).toBe(true);
    await heads.start();
    expect(trainHeads).not.toHaveBeenCalled();
    come();
    await opened;
    expect([heads.own.isComing, heads.questions?.name]).toEqual([false, 'mine.csv']);
  });

  it('is nobody’s where the model was left meanwhile', async () => {
    const { heads, page } = start();
    const { file, come } = slow(text('How many eggs are left?'), 'mine.csv');
    const opened = heads.own.open(file);
    page.hub.using = null as never;
    come();
    await opened;
    expect([heads.questions, page.chooseTask.mock.calls]).toEqual([null, []]);
    page.hub.using = { name: 'tiny/model', dtype: 'fp32' };
    expect(heads.own.isComing).toBe(false);
  });
});

describe('a set of questions beside the page', () => {
  const ROWS = new TextEncoder().encode('{"question": "How many eggs are left?", "answer": "#### 3"}\n');
  type Options = NonNullable<Parameters<QuestionPort['read']>[1]>;
  /** Answers when it is told to. */
  function port() {
    const asked: { path: string; options: Options }[] = [];
    let settle: (how: typeof ROWS | AppError) => void = () => undefined;
    const read: QuestionPort['read'] = (path, options = {}) => {
      asked.push({ path, options });
      return new Promise((resolve, reject) => {
        settle = (how) => (how instanceof AppError ? reject(how) : resolve(how));
        options.signal?.addEventListener('abort', () => reject(new AppError('aborted', 'It was called off.')));
      });
    };
    return { sets: { read }, asked, settle: (how: typeof ROWS | AppError) => settle(how) };
  }

  it('is downloaded, checked, and used as a file of them is', async () => {
    const { sets, asked, settle } = port();
    const { heads, page, trainHeads } = start(sets);
    const done = heads.own.download(GSM8K_TRAINING);
    expect(asked).toMatchObject([
      {
        path: 'questions/gsm8k-train.jsonl',
        options: { sizeBytes: GSM8K_TRAINING.sizeBytes, sha256: GSM8K_TRAINING.sha256 },
      },
    ]);
    asked[0]!.options.onBytes!(GSM8K_TRAINING.sizeBytes / 4);
    expect(heads.own.share).toBe(0.25);
    // Nobody knows yet what it would learn from.
    await heads.start();
    expect(trainHeads).not.toHaveBeenCalled();
    settle(ROWS);
    await done;
    expect(heads.own.share).toBeNull();
    expect(heads.questions).toMatchObject({ name: 'gsm8k-train.jsonl', texts: ['How many eggs are left? #### 3'] });
    expect(page.chooseTask).toHaveBeenCalledWith('gsm8k');
  });

  it('is called off by the reader, and by a file that is chosen meanwhile', async () => {
    const { sets, asked } = port();
    const { heads, page } = start(sets);
    const first = heads.own.download(GSM8K_TRAINING);
    heads.own.stop();
    await first;
    expect([heads.own.share, heads.questions]).toEqual([null, null]);
    const second = heads.own.download(GSM8K_TRAINING);
    await heads.own.open(new File(['question,answer\nHow many eggs are left?,3\n'], 'mine.csv'));
    await second;
    expect([asked.length, heads.questions?.name]).toEqual([2, 'mine.csv']);
    expect(page.refuse.mock.calls.flat().filter((said) => said !== null)).toEqual([]);
  });

  it('that arrives after its model was left is not taken', async () => {
    const { sets, settle } = port();
    const { heads, page } = start(sets);
    const done = heads.own.download(GSM8K_TRAINING);
    page.hub.using = { name: 'tiny/other', dtype: 'fp32' };
    settle(ROWS);
    await done;
    expect(heads.questions).toBeNull();
  });

  it.each([
    ['download-failed', /could not be downloaded: check the connection/],
    ['file-missing', /has no copy of GSM8K/],
    ['file-damaged', /is damaged/],
  ] as const)('says in a sentence why it did not come: %s', async (code, sentence) => {
    const { sets, settle } = port();
    const { heads, page } = start(sets);
    const done = heads.own.download(GSM8K_TRAINING);
    settle(new AppError(code, 'inner'));
    await done;
    expect(page.refuse).toHaveBeenLastCalledWith(expect.stringMatching(sentence));
  });
});
