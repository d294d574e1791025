/** Value heads on language models that outlive the page, in the table of the trainings that do, and by the same rules. */
import * as v from 'valibot';
import {
  KEPT_HEAD_VERSION,
  readCard,
  readHeadRecord,
  readKeptHead,
  type HeadRecord,
  type KeptHeadFile,
} from '../protocol/kept-head';
import type { BrowserTable } from './browser-table';
import { HeadKeySchema, keepInRoom, keptKeys, newKey, type HeadKey } from './kept-room';
import { sha256 } from './sha256';

export interface KeptHead extends KeptHeadFile {
  readonly key: HeadKey;
}

export class KeptHeads {
  readonly #table: BrowserTable;
  readonly #now: () => number;

  constructor(table: BrowserTable, now = () => Date.now()) {
    this.#table = table;
    this.#now = now;
  }

  /** The oldest first. What is damaged, of another version or no head is left out. */
  async all(): Promise<readonly KeptHead[]> {
    const heads: KeptHead[] = [];
    for (const key of await this.#keys())
      try {
        const head = await readKeptHead(await this.#table.get(key), sha256, key[4]);
        if (head) heads.push({ key, ...head });
      } catch {
        // It cannot be read, or is no verifier.
      }
    return heads;
  }

  /** Makes room and keeps a head, in place of the same one that was kept before. Null where it could not be kept. */
  async keep({ file, bytes }: Pick<KeptHeadFile, 'file' | 'bytes'>): Promise<KeptHead | null> {
    try {
      const card = readCard(bytes, file);
      const digest = await sha256(bytes);
      const before = await this.#same(bytes.length, digest);
      const key: HeadKey = [...newKey(this.#now(), 1, bytes.length), card.base.sha256];
      const record: HeadRecord = { version: KEPT_HEAD_VERSION, file, bytes, digest };
      if (!(await keepInRoom(this.#table, key, record))) return null;
      await this.#table.remove(before);
      return { key, file, bytes, card };
    } catch {
      // Denied or full: the page goes on without.
      return null;
    }
  }

  /** Forgets them. */
  async remove(keys: readonly HeadKey[]): Promise<void> {
    await this.#table.remove(keys).catch(() => undefined);
  }

  /** Keys of the heads with these bytes. */
  async #same(size: number, digest: string): Promise<HeadKey[]> {
    const same: HeadKey[] = [];
    for (const key of await this.#keys())
      if (key[2] === size && readHeadRecord(await this.#table.get(key))?.digest === digest) same.push(key);
    return same;
  }

  async #keys(): Promise<HeadKey[]> {
    return (await keptKeys(this.#table)).flatMap((key) => (v.is(HeadKeySchema, key) ? [key] : []));
  }
}
