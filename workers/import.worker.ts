/** Reads files of other tools away from the page, so that a large one holds up nothing. It is ended to call it off. */
import { expose } from 'comlink';
import { listTrees, readTree } from '../src/import/listing';
import { installErrorTransfer } from '../src/protocol/error-transfer';
import type { ImportApi } from '../src/protocol/import';

const api: ImportApi = {
  list: (file, onProgress) => listTrees(file, { onProgress }),
  read: (file, place) => readTree(file, place),
};
installErrorTransfer();
expose(api);
