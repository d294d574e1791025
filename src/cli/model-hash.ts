/** `modelHash` by Node's own, which copies nothing and takes a quarter of the time. */
import { createHash } from 'node:crypto';
import { modelHash as portableModelHash } from '../runtime/hub/model-hash';
import type { HubModelBytes } from '../protocol/hub';
import type { Hash } from '../runtime/sha256';

/** What it takes in one piece is below 2 GB. */
const PIECE = 2 ** 30;

const nodeHash: Hash = async (bytes) => {
  const hash = createHash('sha256');
  for (let from = 0; from < bytes.length; from += PIECE) hash.update(bytes.subarray(from, from + PIECE));
  return { bytes, sha256: hash.digest('hex') };
};

export const modelHash = (model: HubModelBytes): Promise<string> => portableModelHash(model, nodeHash);
