/** Value heads that a model's owner published beside it: `inkling/<name>.inkling.safetensors` in its folder. */
import { MAX_VERIFIER_BYTES } from '../../protocol/train';
import type { HubFile, HubListing } from './listing';

/** More of them are not offered. */
const MOST = 20;
const PATH = /^inkling\/[^/]{1,80}\.inkling\.safetensors$/;

/** What its list of files says; nothing of it is asked for before the reader says so. */
export const headsBeside = ({ files }: Pick<HubListing, 'files'>): readonly HubFile[] =>
  files
    .filter(({ path, sizeBytes }) => PATH.test(path) && sizeBytes > 0 && sizeBytes <= MAX_VERIFIER_BYTES)
    .slice(0, MOST);

/** Its file's name, without the folder. */
export const fileOf = ({ path }: Pick<HubFile, 'path'>): string => path.split('/').at(-1)!;
