/** Questions with their answers: a reader's own, from a file (`src/tasks/questions.ts`), or a set of the project's. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { packedPath } from '../protocol/packed';
import type { QuestionSet } from '../tasks/question-set';
import { QUESTION_LIMITS, readQuestionText, type QuestionFault, type Questions } from '../tasks/questions';
import { QUESTION_SETS } from '../tasks/registry';
import { badInput } from './command';
import { plainText } from '../import/plain-text';
import { readBytes } from './input-file';

/**
 * @param path the name of a set (`QUESTION_SETS`), or as `readBytes` takes it: a file in any encoding that the page reads,
 * or `-` for standard input
 * @throws AppError `bad-input`, with one sentence that names the first line that is none, or as `readBytes`
 */
export async function readQuestions(path: string): Promise<Questions> {
  const set = QUESTION_SETS.find(({ id }) => id === path);
  return set ? questionsOf(setText(set), set.name) : questionsIn(path);
}

async function questionsIn(path: string): Promise<Questions> {
  const file = path === '-' ? 'the standard input' : basename(path);
  const bytes = await readBytes(
    path,
    QUESTION_LIMITS.bytes,
    `${file} is larger than ${QUESTION_LIMITS.bytes / 2 ** 20} MB: take fewer questions.`,
  );
  return questionsOf(plainText(bytes).text, file);
}

function questionsOf(text: string, file: string): Questions {
  const read = readQuestionText(text);
  if ('texts' in read) return read;
  throw badInput(sentence(read, file));
}

/**
 * The text of a set, out of the project's own copy.
 * @param folder that has it, in place of the project's
 * @throws AppError `bad-input` where the copy is not there, or is not what it should be
 */
export function setText(
  { path, sizeBytes, sha256, sourceName }: QuestionSet,
  folder = fileURLToPath(new URL('../../public/', import.meta.url)),
): string {
  const file = `${folder}${packedPath(path)}`;
  try {
    const bytes = gunzipSync(readFileSync(file), { maxOutputLength: sizeBytes });
    if (createHash('sha256').update(bytes).digest('hex') === sha256) return bytes.toString('utf8');
  } catch {
    // Whatever it is, it is not the set.
  }
  throw badInput(`${file} is missing or damaged: restore it, or give a file from ${sourceName}.`);
}

function sentence(why: QuestionFault, file: string): string {
  switch (why.fault) {
    case 'row':
      return `Line ${why.line} of ${file} is not {"question": "…", "answer": "…"}.`;
    case 'entry':
      return `In line ${why.line} of ${file} stands something else than {"question": "…", "answer": "…"}: write such objects between [ and ], with commas between them.`;
    case 'open-quote':
      return `Line ${why.line} of ${file} has a quotation mark at the beginning of a field that is never closed: close it, or write it twice within quotes.`;
    case 'fields':
      return `Line ${why.line} of ${file} has more fields than its first line names: put one that holds a comma, or what else stands between fields, in quotation marks.`;
    case 'two-answers':
      return `Line ${why.line} of ${file} asks what line ${why.first} asks, with another answer: correct one of them, or take it out.`;
    case 'no-question':
      return `Line ${why.line} of ${file} has no question: write it, or take the line out.`;
    case 'no-answer':
      return `Line ${why.line} of ${file} has no answer: write a number, or take the line out.`;
    case 'bad-answer':
      return `The answer in line ${why.line} of ${file}, "${why.answer}", is not a number: write one, such as 18.`;
    case 'question':
      return `Line ${why.line} of ${file} cannot be asked: ${why.why.message}`;
    case 'format':
      return `${file} is neither JSON nor a table whose first line names the columns question and answer.`;
    case 'empty':
      return `${file} holds no question.`;
    case 'too-many':
      return `${file} has more than ${why.limit} questions: take fewer.`;
  }
}
