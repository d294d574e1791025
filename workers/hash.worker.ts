/** Thin entry of the thread that hashes the files of a large model, so that the page can be used meanwhile. */
import { expose, transfer } from 'comlink';
import type { HashApi } from '../src/protocol/hash';
import { wholeHash } from './whole-hash';

const api: HashApi = {
  ready: () => true,
  hash: async (bytes) => transfer({ bytes, sha256: await wholeHash(bytes) }, [bytes.buffer]),
};
expose(api);
