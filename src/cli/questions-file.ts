/** A reader's own questions with their answers, from a file (`src/tasks/questions.ts`). */
import { basename } from 'node:path';
import { QUESTION_LIMITS, readQuestionText, type QuestionFault } from '../tasks/questions';
import { badInput } from './command';
import { readInput } from './input-file';

/**
 * @param path as `readInput` takes it: a file in any encoding that the page reads, or `-` for standard input
 * @throws AppError `bad-input`, with one sentence that names the first line that is none, or as `readInput`
 */
export async function readQuestions(path: string): Promise<string[]> {
  const file = path === '-' ? 'the standard input' : basename(path);
  const text = await readInput(
    path,
    QUESTION_LIMITS.bytes,
    `${file} is larger than ${QUESTION_LIMITS.bytes / 2 ** 20} MB: take fewer questions.`,
  );
  const read = readQuestionText(text);
  if ('texts' in read) return [...read.texts];
  throw badInput(sentence(read, file));
}

function sentence(why: QuestionFault, file: string): string {
  switch (why.fault) {
    case 'row':
      return `Line ${why.line} of ${file} is not {"question": "…", "answer": "…"}.`;
    case 'question':
      return `Line ${why.line} of ${file} is no question with an answer: ${why.message}`;
    case 'format':
      return `${file} is neither JSON lines nor a table whose first line names a question and an answer.`;
    case 'empty':
      return `${file} holds no question.`;
    case 'too-many':
      return `${file} has more than ${why.limit} questions: take fewer.`;
  }
}
