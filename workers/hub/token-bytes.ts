/**
 * The bytes that a token stands for, whatever the tokenizer makes tokens of: a character can be spread over several, and
 * only their bytes together are it.
 */
import type { PreTrainedTokenizer } from '@huggingface/transformers';

const OPTIONS = { skip_special_tokens: false, clean_up_tokenization_spaces: false } as const;

/** The stand-in that a decoder puts where bytes are no character. */
const REPLACEMENT = '\uFFFD';

const utf8 = new TextEncoder();

/** A byte of a token that is no whole character, as `textOfBytes` writes it and as SentencePiece names such tokens. */
const BYTE = /<0x([0-9A-F]{2})>/g;
const nameOf = (byte: number): string => `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`;

/** What is read of `tokenizer.json`; a decoder can be a sequence of others. */
interface DecoderConfig {
  readonly type?: unknown;
  readonly decoders?: readonly DecoderConfig[];
}

const hasDecoder = (config: DecoderConfig | null | undefined, type: string): boolean =>
  config?.type === type || config?.decoders?.some((part) => hasDecoder(part, type)) === true;

/**
 * Byte-level vocabularies write each byte as one printable character: those of Latin-1 as themselves, the others as the
 * characters from U+0100 on, in their order (Radford et al. 2019, the encoder of GPT-2).
 */
const BYTE_LEVEL: ReadonlyMap<string, number> = new Map(
  (() => {
    let next = 0x100;
    return Array.from({ length: 256 }, (_, byte): [string, number] => {
      const isPrintable = (byte > 0x20 && byte < 0x7f) || (byte > 0xa0 && byte !== 0xad);
      return [String.fromCodePoint(isPrintable ? byte : next++), byte];
    });
  })(),
);
const OF_BYTE = new Map(Array.from(BYTE_LEVEL, ([character, byte]) => [byte, character]));

/** Tokens and bytes of one tokenizer. */
export interface TokenBytes {
  /** Text for a token of whole characters, else bytes. It is what the token adds behind another, leading space included. */
  read(token: number): string | Uint8Array;
  /** The token whose bytes `text` names, as `textOfBytes` writes them; undefined for any other text. */
  tokenOf(text: string): number | undefined;
}

export function tokenBytes(inner: PreTrainedTokenizer): TokenBytes {
  const { decoder } = inner._tokenizerJSON as { readonly decoder?: DecoderConfig | null };
  const [isByteLevel, hasFallback] = [hasDecoder(decoder, 'ByteLevel'), hasDecoder(decoder, 'ByteFallback')];
  const anchor = inner.encode('a', { add_special_tokens: false }).at(-1) ?? 0;
  const before = inner.decode([anchor], OPTIONS);
  const textOf = (token: number): string => {
    const both = inner.decode([anchor, token], OPTIONS);
    return both.startsWith(before) ? both.slice(before.length) : inner.decode([token], OPTIONS);
  };
  const bytesOf = (token: number): readonly number[] | null => {
    const name = inner._tokenizer.id_to_token(token);
    if (name === undefined) return null;
    const [, digits] = (hasFallback && /^<0x([0-9A-Fa-f]{2})>$/.exec(name)) || [];
    if (digits !== undefined) return [parseInt(digits, 16)];
    return isByteLevel ? Array.from(name).flatMap((sign) => BYTE_LEVEL.get(sign) ?? [...utf8.encode(sign)]) : null;
  };
  return {
    read: (token) => {
      const text = textOf(token);
      const bytes = text.includes(REPLACEMENT) ? bytesOf(token) : null;
      return bytes ? Uint8Array.from(bytes) : text;
    },
    tokenOf: (text) => {
      if (!text.match(BYTE)) return undefined;
      const bytes = text.split(/(<0x[0-9A-F]{2}>)/).flatMap((part, i) => {
        return i % 2 ? [parseInt(part.slice(3, 5), 16)] : [...utf8.encode(part)];
      });
      const name = isByteLevel ? bytes.map((byte) => OF_BYTE.get(byte)!).join('') : text;
      return inner._tokenizer.token_to_id(name);
    },
  };
}

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Text of UTF-8; every byte that is no part of a character by its name, such as `<0xE7>`. */
export function textOfBytes(bytes: Uint8Array): string {
  const read = (from: number, to: number): string | null => {
    try {
      return strict.decode(bytes.subarray(from, to));
    } catch {
      return null;
    }
  };
  const whole = read(0, bytes.length);
  if (whole !== null) return whole;
  let text = '';
  for (let at = 0; at < bytes.length;) {
    const lead = bytes[at]!;
    const size = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    const character = at + size <= bytes.length ? read(at, at + size) : null;
    text += character ?? nameOf(lead);
    at += character === null ? 1 : size;
  }
  return text;
}
