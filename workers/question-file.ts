/** A reader's own questions with their answers, out of a file that the reader chose. */
import { asUtf8 } from '../src/import/bytes';
import { plainText } from '../src/import/plain-text';
import type { QuestionFileFault, ReadQuestions } from '../src/protocol/import';
import { QUESTION_LIMITS, readQuestionText, type QuestionFault, type Questions } from '../src/tasks/questions';

/** In any encoding that the page reads. */
export async function readQuestionFile(
  file: Blob,
): Promise<ReadQuestions<Questions> | QuestionFileFault<QuestionFault>> {
  const limit = QUESTION_LIMITS.bytes / 2 ** 20;
  if (file.size > QUESTION_LIMITS.bytes) return { fault: 'too-large', limit };
  try {
    const bytes = await asUtf8(file);
    if (bytes.size > QUESTION_LIMITS.bytes) return { fault: 'too-large', limit };
    const { text, encoding } = plainText(new Uint8Array(await bytes.slice(0, bytes.size).arrayBuffer()));
    const read = readQuestionText(text);
    return 'texts' in read ? { ...read, encoding } : read;
  } catch {
    return { fault: 'unreadable' };
  }
}
