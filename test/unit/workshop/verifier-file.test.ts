import { describe, expect, test } from 'vitest';
import { createRng } from '../../../src/core/rng';
import { errorCode } from '../../../src/core/errors';
import { freshWeights } from '../../../src/workshop/fresh';
import type { LayersShape } from '../../../src/workshop/shape';
import { readSafeTensors, writeSafeTensors } from '../../../src/workshop/safetensors';
import {
  MAX_VERIFIER_BYTES,
  readVerifier,
  writeVerifier,
  type VerifierCard,
} from '../../../src/workshop/verifier-file';

const shape: LayersShape = {
  ...{ width: 8, heads: 2, hidden: 12, told: 12, layers: [1, 2] },
  ...{ epsilon: 1e-5, ropeTheta: 300 },
};
const base = { id: 'pack-1/tvm', sha256: 'ab'.repeat(32), layers: 1 };
const card: VerifierCard = {
  ...{ format: 'inkling-verifier', version: 1, name: 'tvm, of nobody'.replace(',', ''), base, rule: 'tvm' },
  ...{ scale: 'probability', data: { task: 'word-problems', levels: [1, 3], flip: 0 }, seed: 3 },
  ...{ metrics: { auc: 0.8, ece: null }, license: 'MIT' },
};
const whole = writeVerifier({ card, weights: freshWeights(shape, 3) }, shape);
const read = (bytes: Uint8Array, bases = [base]) => readVerifier(bytes, 'mine.inkling.safetensors', shape, bases);

/** The sentence with which a file is refused. */
function refusal(bytes: Uint8Array, bases = [base]): string {
  try {
    read(bytes, bases);
  } catch (error) {
    expect(['file-damaged', 'too-large']).toContain(errorCode(error));
    return (error as Error).message;
  }
  throw new Error('It was accepted.');
}

/** The file with something else in its header or its numbers. */
function changed(change: (parts: { header: Record<string, unknown>; numbers: Float32Array }) => void): Uint8Array {
  const length = Number(new DataView(whole.buffer).getBigUint64(0, true));
  const header = JSON.parse(new TextDecoder().decode(whole.subarray(8, 8 + length))) as Record<string, unknown>;
  const parts = { header, numbers: new Float32Array(whole.slice(8 + length).buffer) };
  change(parts);
  const json = new TextEncoder().encode(JSON.stringify(parts.header));
  const bytes = new Uint8Array(8 + json.length + parts.numbers.byteLength);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(json.length), true);
  bytes.set(json, 8);
  bytes.set(new Uint8Array(parts.numbers.buffer), 8 + json.length);
  return bytes;
}

const withCard = (change: Record<string, unknown>): Uint8Array =>
  changed(({ header }) => {
    header['__metadata__'] = { inkling_verifier: JSON.stringify({ ...card, ...change }) };
  });

describe('a trained verifier as a file', () => {
  test('comes back as it was, byte for byte', () => {
    const again = read(whole);
    expect(again.card).toEqual(card);
    expect(again.weights).toEqual(freshWeights(shape, 3));
    expect(writeVerifier(again, shape)).toEqual(whole);
  });

  test('is what other readers of safetensors read: numbers at multiples of eight, in the order of the header', () => {
    const { tensors, metadata } = readSafeTensors(whole);
    expect(Number(new DataView(whole.buffer).getBigUint64(0, true)) % 8).toBe(0);
    expect([...tensors.keys()][0]).toBe('forecast.told.weight');
    expect(writeSafeTensors({ tensors, metadata })).toEqual(whole);
  });

  test.each([
    ['nothing', new Uint8Array(0), /too short/],
    ['a picture', Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 0]), /header is too long/],
    ['half of it', whole.slice(0, whole.length - 40), /copy or download it again/],
    ['more than it', Uint8Array.from([...whole, 0]), /more than its header says/],
    ['too much', new Uint8Array(MAX_VERIFIER_BYTES + 1), /larger than a trained verifier/],
    ['other tensors', writeSafeTensors({ metadata: {}, tensors: new Map() }), /does not say what it is/],
    ['another version', withCard({ version: 2 }), /another version of Inkling \(2\): open it with that one/],
    ['a name with a comma', withCard({ name: 'a,b' }), /not as expected at name/],
    ['another scale', withCard({ scale: 'percent' }), /not as expected at scale/],
    ['a number that is none', changed(({ numbers }) => void numbers.fill(NaN, 5, 6)), /not finite/],
    // Products of such are none any more.
    ['a number beyond what is learned', changed(({ numbers }) => void numbers.fill(-3e38, 5, 6)), /beyond/],
    ['a number without an end', changed(({ numbers }) => void numbers.fill(Infinity, 100, 101)), /not finite/],
    [
      'a missing layer',
      changed(({ header }) => {
        header['blocks.9.q_proj.weight'] = header['blocks.1.q_proj.weight'];
        delete header['blocks.1.q_proj.weight'];
      }),
      /are not all in the file|lacks blocks\.1\.q_proj\.weight/,
    ],
    [
      'another shape',
      changed(({ header }) => {
        (header['blocks.1.gate_proj.weight'] as { shape: number[] }).shape = [12, 8];
      }),
      /has the shape 12 × 8 instead of 8 × 12/,
    ],
  ])('is refused in one sentence: %s', (_, bytes, sentence) => {
    const message = refusal(bytes);
    expect(message).toMatch(sentence);
    expect(message).toMatch(/^mine\.inkling\.safetensors is .*\.$/);
  });

  test('is refused on another model, by the hash of its weights and not by its name', () => {
    expect(refusal(whole, [{ ...base, sha256: 'cd'.repeat(32) }])).toMatch(/stands on pack-1\/tvm, which is not/);
    expect(refusal(whole, [{ ...base, layers: 2 }])).toMatch(/stands on pack-1\/tvm/);
  });

  test.each([
    ['nothing', new Uint8Array(0), { fault: 'no-verifier' }],
    ['half of it', whole.slice(0, whole.length - 40), { fault: 'damaged' }],
    ['other tensors', writeSafeTensors({ metadata: {}, tensors: new Map() }), { fault: 'no-verifier' }],
    ['another version', withCard({ version: 2 }), { fault: 'other-version' }],
    ['no version', withCard({ version: 'two' }), { fault: 'no-verifier' }],
    ['a number that is none', changed(({ numbers }) => void numbers.fill(NaN, 5, 6)), { fault: 'unfit' }],
    ['too much', new Uint8Array(MAX_VERIFIER_BYTES + 1), { fault: 'too-large' }],
    [
      'another model',
      withCard({ base: { ...base, layers: 2 } }),
      { fault: 'other-model', base: base.id, task: 'word-problems' },
    ],
  ])('says why it is refused, for a page in another language: %s', (_, bytes, data) => {
    expect(() => read(bytes)).toThrow(
      expect.objectContaining({ data: expect.objectContaining({ ...data, file: 'mine.inkling.safetensors' }) }),
    );
  });

  test('a thousand damaged files are refused in one sentence each, or hold other numbers that are finite', () => {
    const rng = createRng(1);
    let refused = 0;
    for (let i = 0; i < 1000; i++) {
      let bytes = whole.slice();
      const kind = i % 4;
      if (kind === 0) bytes = bytes.slice(0, rng.integer(0, bytes.length - 1));
      // In the header, where every byte matters, and anywhere.
      const end = kind === 1 ? 1200 : bytes.length - 1;
      if (kind !== 0) for (let n = 0; n <= rng.integer(0, 3); n++) bytes[rng.integer(0, end)] = rng.integer(0, 255);
      if (kind === 3) bytes.copyWithin(rng.integer(0, end), rng.integer(0, end));
      try {
        const { weights } = read(bytes);
        expect([...weights.values()].every((data) => data.every(Number.isFinite))).toBe(true);
      } catch (error) {
        expect(['file-damaged', 'too-large']).toContain(errorCode(error));
        expect((error as Error).message).toMatch(/^mine\.inkling\.safetensors is [^\n]{5,300}\.$/);
        refused++;
      }
    }
    expect(refused).toBeGreaterThan(500);
  });
});
