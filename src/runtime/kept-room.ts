/** The room for what outlives the page: the newest verifiers, in trainings or alone, in one table and under one limit. */
import * as v from 'valibot';
import type { BrowserTable } from './browser-table';

/** Verifiers that are kept, and bytes of them. */
export const MOST_KEPT = { verifiers: 50, bytes: 100 * 1024 * 1024 } as const;

const taken = [
  /** When it was kept, in milliseconds. */
  v.number(),
  v.number(),
  v.number(),
  /** Tells those of one millisecond apart. */
  v.number(),
] as const;
/** Of a training. A key says what its value takes, so that room is made without reading any. The oldest is the lowest. */
export const TrainingKeySchema = v.strictTuple([...taken]);
/** Of a value head: with the SHA-256 of the model that it stands on, 64 hexadecimal digits. */
export const HeadKeySchema = v.strictTuple([...taken, v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))]);
const KeySchema = v.union([TrainingKeySchema, HeadKeySchema]);

export type KeptKey = [when: number, verifiers: number, bytes: number, mark: number];
export type HeadKey = [...KeptKey, base: string];

/** All that are kept, the oldest first; none where there is no storage. */
export async function keptKeys(table: BrowserTable): Promise<(KeptKey | HeadKey)[]> {
  const keys = await table.keys().catch(() => []);
  return keys.flatMap((key) => (v.is(KeySchema, key) ? [key] : []));
}

/** @param now in milliseconds */
export function newKey(now: number, verifiers: number, bytes: number): KeptKey {
  const [mark = 0] = crypto.getRandomValues(new Uint32Array(1));
  return [now, verifiers, bytes, mark];
}

/** Makes room and keeps a value. False where there is no room for it. @throws what the table throws */
export async function keepInRoom(table: BrowserTable, key: KeptKey | HeadKey, value: unknown): Promise<boolean> {
  const tooMany = overfull([...(await keptKeys(table)), key]);
  if (tooMany.includes(key)) return false;
  await table.remove(tooMany);
  await table.put(key, value);
  return true;
}

/** Those that have to go: the newest stay, as many as there is room for. */
function overfull<Key extends KeptKey | HeadKey>(keys: readonly Key[]): Key[] {
  let [verifiers, bytes] = [0, 0];
  return [...keys].reverse().filter(([, own, size]) => {
    verifiers += own;
    bytes += size;
    return verifiers > MOST_KEPT.verifiers || bytes > MOST_KEPT.bytes;
  });
}
