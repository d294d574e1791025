/** A value head on a language model as it is kept in the browser, and the check of one that is read back. */
import * as v from 'valibot';
import { layerOf } from '../workshop/card';
import { MAX_VERIFIER_BYTES } from '../workshop/limits';
import { readCard, type VerifierCard } from '../workshop/verifier-file';

/** Of another version nothing is read. */
export const KEPT_HEAD_VERSION = 1;

const RecordSchema = v.object({
  version: v.literal(KEPT_HEAD_VERSION),
  file: v.pipe(v.string(), v.maxLength(120)),
  bytes: v.pipe(
    v.instance(Uint8Array<ArrayBuffer>),
    v.check(({ length }) => length <= MAX_VERIFIER_BYTES),
  ),
  /** The SHA-256 of the bytes. */
  digest: v.string(),
});
export type HeadRecord = v.InferOutput<typeof RecordSchema>;

export interface KeptHeadFile {
  /** Its file's name. */
  readonly file: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** What it says of itself. */
  readonly card: VerifierCard;
}

/** What a record says it holds; null for what is none. */
export function readHeadRecord(value: unknown): HeadRecord | null {
  const record = v.safeParse(RecordSchema, value);
  return record.success ? record.output : null;
}

/**
 * A head as it was kept, if it is whole: byte for byte, on the model with this hash. Null for anything else.
 * @param digestOf the SHA-256 of bytes, as 64 hexadecimal digits
 * @param base the SHA-256 of the model
 * @throws AppError as `readCard`
 */
export async function readKeptHead(
  value: unknown,
  digestOf: (bytes: Uint8Array<ArrayBuffer>) => Promise<string>,
  base: string,
): Promise<KeptHeadFile | null> {
  const record = readHeadRecord(value);
  if (!record || (await digestOf(record.bytes)) !== record.digest) return null;
  const { file, bytes } = record;
  const card = readCard(bytes, file);
  return card.base.sha256 === base && layerOf(card) !== null ? { file, bytes, card } : null;
}

export { readCard } from '../workshop/verifier-file';
