/**
 * The safetensors format, as far as a small file of single-precision tensors needs it: eight bytes of length, a JSON
 * header, the numbers. https://github.com/huggingface/safetensors says what a reader must refuse.
 */
import * as v from 'valibot';
import { AppError } from '../core/errors';

/** The longest header that is read, in bytes. */
export const MAX_HEADER = 64 * 1024;
const MAX_TENSORS = 256;
const LENGTH_BYTES = 8;
const FLOAT = 'F32';

export interface Tensor {
  readonly dims: readonly number[];
  readonly data: Float32Array;
}

export interface SafeTensors {
  readonly metadata: Readonly<Record<string, string>>;
  readonly tensors: ReadonlyMap<string, Tensor>;
}

const whole = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(2 ** 31));
const EntrySchema = v.strictObject({
  dtype: v.literal(FLOAT),
  shape: v.pipe(v.array(whole), v.maxLength(4)),
  data_offsets: v.tuple([whole, whole]),
});
const MetadataSchema = v.record(v.string(), v.string());

/** @param fault `damaged` where another copy of the same file may be whole */
const refuse = (sentence: string, fault: 'damaged' | 'no-verifier' = 'no-verifier'): AppError =>
  new AppError('file-damaged', sentence, { fault });

/** The same tensors in the same order give the same bytes. */
export function writeSafeTensors({ metadata, tensors }: SafeTensors): Uint8Array<ArrayBuffer> {
  const header: Record<string, unknown> = { __metadata__: metadata };
  let offset = 0;
  for (const [name, { dims, data }] of tensors) {
    header[name] = { dtype: FLOAT, shape: dims, data_offsets: [offset, (offset += data.byteLength)] };
  }
  const json = new TextEncoder().encode(JSON.stringify(header));
  // Blanks fill it up, so that the numbers begin at a multiple of eight.
  const length = 8 * Math.ceil(json.length / 8);
  const bytes = new Uint8Array(LENGTH_BYTES + length + offset);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(length), true);
  bytes.fill(0x20, LENGTH_BYTES, LENGTH_BYTES + length);
  bytes.set(json, LENGTH_BYTES);
  let at = LENGTH_BYTES + length;
  for (const { data } of tensors.values()) {
    const view = new DataView(bytes.buffer, at, data.byteLength);
    data.forEach((number, i) => view.setFloat32(4 * i, number, true));
    at += data.byteLength;
  }
  return bytes;
}

/** @throws AppError `file-damaged` with one sentence for the reader */
export function readSafeTensors(bytes: Uint8Array): SafeTensors {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < LENGTH_BYTES) throw refuse('The file is too short to be a safetensors file.');
  const length = view.getBigUint64(0, true);
  if (length > BigInt(MAX_HEADER)) throw refuse('The file is no small safetensors file: its header is too long.');
  const start = LENGTH_BYTES + Number(length);
  if (start > bytes.length)
    throw refuse('The file ends in the middle of its header: copy or download it again.', 'damaged');
  const header = parseHeader(bytes.subarray(LENGTH_BYTES, start));
  const { __metadata__: metadata = {}, ...entries } = header;
  const known = v.safeParse(MetadataSchema, metadata);
  if (!known.success) throw refuse("The file's metadata is not a list of texts.");
  if (Object.keys(entries).length > MAX_TENSORS) throw refuse('The file holds too many tensors.');
  const tensors = new Map<string, Tensor>();
  let end = 0;
  for (const [name, entry] of Object.entries(entries)) {
    const read = v.safeParse(EntrySchema, entry);
    if (!read.success)
      throw refuse(`The file's entry ${shown(name)} is not one of a tensor of single-precision numbers.`);
    const {
      shape,
      data_offsets: [from, to],
    } = read.output;
    const size = shape.reduce((product, dim) => product * dim, 1);
    if (from !== end || to - from !== 4 * size || start + to > bytes.length)
      throw refuse(`The numbers of ${shown(name)} are not all in the file: copy or download it again.`, 'damaged');
    end = to;
    const data = new Float32Array(size);
    for (let i = 0; i < size; i++) data[i] = view.getFloat32(start + from + 4 * i, true);
    tensors.set(name, { dims: shape, data });
  }
  if (start + end !== bytes.length)
    throw refuse('The file holds more than its header says: copy or download it again.', 'damaged');
  return { metadata: known.output, tensors };
}

function parseHeader(bytes: Uint8Array): Record<string, unknown> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw refuse('The file is not a safetensors file: its header is no JSON.');
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
    throw refuse('The file is not a safetensors file: its header is no list of tensors.');
  return parsed as Record<string, unknown>;
}

/** A name from the file, short and without what a terminal or a page could take for more than letters. */
const shown = (name: string): string => `"${name.replace(/[^\w.:-]/g, '?').slice(0, 60)}"`;
