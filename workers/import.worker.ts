/** Reads files of other tools away from the page, so that a large one holds up nothing. It is ended to call it off. */
import { expose } from 'comlink';
import { listTrees, readTree } from '../src/import/listing';
import { installErrorTransfer } from '../src/protocol/error-transfer';
import type { ImportApi } from '../src/protocol/import';
import type { QuestionFault, Questions } from '../src/tasks/questions';
import { readQuestionFile } from './question-file';

const api: ImportApi<Questions, QuestionFault> = {
  list: (file, onProgress) => listTrees(file, { onProgress }),
  read: (file, place) => readTree(file, place),
  questions: readQuestionFile,
};
installErrorTransfer();
expose(api);
