/**
 * The wire format of Protocol Buffers, as far as an ONNX file needs it: a message as the list of its fields, and back.
 * A field that nobody asks for is copied as it is.
 */
import { AppError } from '../../src/core/errors';

const VARINT = 0;
const FIXED_64 = 1;
const BYTES = 2;
const FIXED_32 = 5;

export interface Field {
  readonly number: number;
  /** Of the whole field, its tag included. */
  readonly raw: Uint8Array;
  /** What a field of bytes holds; empty for the other kinds. */
  readonly bytes: Uint8Array;
  /** What a number field holds, as far as a double holds it exactly; 0 for the other kinds. */
  readonly value: number;
}

const damaged = (): AppError => new AppError('file-damaged', "The model's graph is damaged.");

function readVarint(data: Uint8Array, at: number): [value: number, end: number] {
  let value = 0;
  let factor = 1;
  for (let i = 0; i < 10; i++, factor *= 128) {
    const byte = data[at + i];
    if (byte === undefined) break;
    value += (byte & 127) * factor;
    if (byte < 128) return [value, at + i + 1];
  }
  throw damaged();
}

/** @throws AppError `file-damaged` for bytes that are no message. */
export function readFields(data: Uint8Array): Field[] {
  const fields: Field[] = [];
  for (let at = 0; at < data.length;) {
    const start = at;
    const [tag, afterTag] = readVarint(data, at);
    const kind = tag % 8;
    let bytes = new Uint8Array(0);
    let value = 0;
    at = afterTag;
    if (kind === VARINT) [value, at] = readVarint(data, at);
    else if (kind === BYTES) {
      const [length, from] = readVarint(data, at);
      at = from + length;
      bytes = data.subarray(from, at) as Uint8Array<ArrayBuffer>;
    } else if (kind === FIXED_64) at += 8;
    else if (kind === FIXED_32) at += 4;
    else throw damaged();
    if (at > data.length) throw damaged();
    fields.push({ number: Math.floor(tag / 8), raw: data.subarray(start, at), bytes, value });
  }
  return fields;
}

export function concatBytes(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return Uint8Array.from([...bytes, rest]);
    bytes.push((rest % 128) + 128);
  }
}

/** A field that holds bytes: a text, a message or data. */
export const bytesField = (number: number, bytes: Uint8Array): Uint8Array =>
  concatBytes([varint(number * 8 + BYTES), varint(bytes.length), bytes]);

/** A field that holds a whole number from 0. */
export const numberField = (number: number, value: number): Uint8Array =>
  concatBytes([varint(number * 8 + VARINT), varint(value)]);

export const textBytes = (text: string): Uint8Array => new TextEncoder().encode(text);
export const bytesText = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
