/** Caches of hub models: what is kept in parts is put together as it was. */
import { Tensor } from '@huggingface/transformers';
import { describe, expect, it } from 'vitest';
import { bytesPerToken, copyRows, heldBytes, pickRows, stackRows, type CacheTensors } from '../../../workers/hub/rows';

const [HEADS, WIDTH] = [2, 3];

/** Every number tells its row, head, token and place. */
function keys(rows: number, tokens: number): Tensor {
  const numbers = Array.from({ length: rows * HEADS * tokens * WIDTH }, (_, i) => {
    const [row, head] = [Math.floor(i / (HEADS * tokens * WIDTH)), Math.floor(i / (tokens * WIDTH)) % HEADS];
    return row * 1000 + head * 100 + (Math.floor(i / WIDTH) % tokens) * 10 + (i % WIDTH);
  });
  return new Tensor('float32', new Float32Array(numbers), [rows, HEADS, tokens, WIDTH]);
}
const pass = (rows: number, tokens: number): CacheTensors => ({
  'past_key_values.0.key': keys(rows, tokens),
  'past_conv.0': new Tensor('float32', new Float32Array(rows * 4).fill(tokens), [rows, 4]),
});
const shown = (tensors: CacheTensors) =>
  Object.fromEntries(Object.entries(tensors).map(([name, { dims, data }]) => [name, { dims, data: [...data] }]));

it('rows of a batch are picked as if each had been kept and put beside the others', () => {
  for (const picked of [[2, 0], [1], [0, 0, 2]]) {
    const kept = copyRows(
      pass(3, 5),
      3,
      picked.map((row) => ({ row, parent: null, total: 5 })),
    );
    expect(shown(pickRows(pass(3, 5), 3, picked))).toEqual(shown(stackRows(kept)));
  }
  // Where heads share the first axis with the batch.
  const folded = { 'past_key_values.0.key': new Tensor('float32', Float32Array.from([1, 2, 3, 4, 5, 6]), [6, 1, 1]) };
  expect(shown(pickRows(folded, 3, [2]))).toEqual({
    'past_key_values.0.key': { dims: [2, 1, 1], data: [5, 6] },
  });
});

describe('a prefix that grew in three passes', () => {
  const [prompt] = copyRows(pass(1, 4), 1, [{ row: 0, parent: null, total: 4 }]);
  const [step] = copyRows(pass(3, 6), 3, [{ row: 0, parent: prompt!, total: 6 }]);
  const [leaf] = copyRows(pass(2, 7), 2, [{ row: 0, parent: step!, total: 7 }]);

  it('keeps of each what is new', () => {
    const rows = [prompt, step, leaf].map((cache) => cache!.rows['past_key_values.0.key']!.dims);
    expect(rows).toEqual([
      [1, HEADS, 4, WIDTH],
      [1, HEADS, 2, WIDTH],
      [1, HEADS, 1, WIDTH],
    ]);
    expect(leaf!.rows['past_conv.0']!.dims).toEqual([1, 4]);
  });

  it('is as a batch what the last pass gave', () => {
    expect(shown(stackRows([leaf!]))).toEqual(shown(pass(1, 7)));
  });

  it('stands beside others that grew from the same', () => {
    const siblings = copyRows(
      pass(3, 6),
      3,
      [1, 0].map((row) => ({ row, parent: null, total: 6 })),
    );
    const expected = pass(3, 6)['past_key_values.0.key']!.data as Float32Array;
    const size = HEADS * 6 * WIDTH;
    const whole = stackRows([...siblings, step!])['past_key_values.0.key']!;
    expect(whole.dims).toEqual([3, HEADS, 6, WIDTH]);
    expect([...(whole.data as Float32Array)]).toEqual([
      ...expected.slice(size, 2 * size),
      ...expected.slice(0, size),
      ...expected.slice(0, size),
    ]);
  });

  it('stands behind padding beside longer ones, and is kept without it', () => {
    const [long] = copyRows({ 'past_key_values.0.key': keys(1, 9) }, 1, [{ row: 0, parent: null, total: 9 }]);
    const byToken = { ...leaf!, rows: { 'past_key_values.0.key': leaf!.rows['past_key_values.0.key']! } };
    const whole = stackRows([long!, byToken]);
    const { dims, data } = whole['past_key_values.0.key']!;
    expect(dims).toEqual([2, HEADS, 9, WIDTH]);
    const second = [...(data as Float32Array)].slice(HEADS * 9 * WIDTH);
    expect(second.slice(0, 2 * WIDTH)).toEqual(new Array(2 * WIDTH).fill(0));
    expect(second.slice(2 * WIDTH, 9 * WIDTH)).toEqual([...(keys(1, 7).data as Float32Array)].slice(0, 7 * WIDTH));
    const [kept] = copyRows(whole, 2, [{ row: 1, padding: 2, parent: step!, total: 7 }]);
    expect(kept!.rows['past_key_values.0.key']).toEqual(leaf!.rows['past_key_values.0.key']);
  });

  it('counts what is shared once', () => {
    const token = HEADS * WIDTH * 4;
    expect(heldBytes([step!, leaf!, leaf!, null])).toBe(7 * token + 3 * 16);
    expect(heldBytes([prompt!])).toBe(4 * token + 16);
    expect(bytesPerToken(step!)).toEqual({ token, fixed: 16 });
  });
});

it('keys that are laid out otherwise are kept whole', () => {
  const bloom = (tokens: number): CacheTensors => ({
    'past_key_values.0.key': new Tensor('float32', new Float32Array(HEADS * WIDTH * tokens).fill(tokens), [
      HEADS,
      WIDTH,
      tokens,
    ]),
  });
  const [prompt] = copyRows(bloom(4), 1, [{ row: 0, parent: null, total: 4 }]);
  const [leaf] = copyRows(bloom(5), 1, [{ row: 0, parent: prompt!, total: 5 }]);
  expect(shown(stackRows([leaf!, leaf!]))['past_key_values.0.key']!.dims).toEqual([2 * HEADS, WIDTH, 5]);
  expect(heldBytes([leaf!])).toBe(9 * HEADS * WIDTH * 4);
});
