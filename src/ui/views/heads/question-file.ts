/** A reader's own questions with their answers, out of a file that the reader chose. */
import { asUtf8 } from '../../../import/bytes';
import { QUESTION_LIMITS, readQuestionText, type QuestionFault } from '../../../tasks/questions';

export type QuestionFileFault =
  QuestionFault | { readonly fault: 'too-large'; readonly limit: number } | { readonly fault: 'unreadable' };

/** In any encoding that the page reads. */
export async function readQuestionFile(file: File): Promise<{ readonly texts: readonly string[] } | QuestionFileFault> {
  const limit = QUESTION_LIMITS.bytes / 2 ** 20;
  if (file.size > QUESTION_LIMITS.bytes) return { fault: 'too-large', limit };
  try {
    const bytes = await asUtf8(file);
    if (bytes.size > QUESTION_LIMITS.bytes) return { fault: 'too-large', limit };
    return readQuestionText(new TextDecoder().decode(await bytes.slice(0, bytes.size).arrayBuffer()));
  } catch {
    return { fault: 'unreadable' };
  }
}
