/** A reader's own questions with their answers, out of a file that the reader chose. */
import { WORKSHOP_LIMITS } from '../../../protocol/train';
import { asUtf8 } from '../../../import/bytes';
import { plainText, type OldEncoding } from '../../../import/plain-text';
import { QUESTION_LIMITS, readQuestionText, type QuestionFault, type Questions } from '../../../tasks/questions';

export type QuestionFileFault =
  QuestionFault | { readonly fault: 'too-large'; readonly limit: number } | { readonly fault: 'unreadable' };

/** Questions of a file. */
export interface ReadQuestions extends Questions {
  /** Null for UTF-8 and UTF-16, which a file tells of itself. */
  readonly encoding: OldEncoding | null;
}

/** Questions that are learned from, with the name of their file. */
export interface Asked extends ReadQuestions {
  readonly name: string;
}

/** In any encoding that the page reads. */
export async function readQuestionFile(file: File): Promise<ReadQuestions | QuestionFileFault> {
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

export interface QuestionCounts {
  readonly problems: number;
  readonly testProblems: number;
}

const leastOf = (name: keyof QuestionCounts): number => WORKSHOP_LIMITS.find((limit) => limit.name === name)!.min;

/** As many as asked where a file has so many questions; else a third of them to be tested on, and the others. */
export function countsWithin(questions: number, { problems, testProblems }: QuestionCounts): QuestionCounts {
  if (problems + testProblems <= questions) return { problems, testProblems };
  const tests = Math.max(leastOf('testProblems'), Math.min(testProblems, Math.floor(questions / 3)));
  return { problems: Math.max(leastOf('problems'), Math.min(problems, questions - tests)), testProblems: tests };
}
