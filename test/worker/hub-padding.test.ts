/** Rows of different lengths in one pass of a hub model: only where its graph masks padding, and then as each alone. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hubDecoding } from '../../workers/hub/hub-batch';
import type { HubModel } from '../../workers/hub/hub-model';
import type { HubModels } from '../../workers/hub/hub-models';
import { probePadding } from '../../workers/hub/padding-probe';
import type { HubCache } from '../../workers/hub/rows';
import { hubInNode, TINY_HUB_MODELS, tinyHubBytes } from '../fixtures/hub-models';

const TEXTS = [
  [12, 33, 47, 18, 250, 61, 9, 8],
  [7, 8, 9, 10, 11, 12],
  [5, 5, 6, 200, 14, 3, 40],
];
const apart = (a: Float32Array, b: Float32Array): number =>
  a.reduce((most, value, i) => (value === b[i] ? most : Math.max(most, Math.abs(value - b[i]!))), 0);

/** With the number of rows of each pass since it was asked last. */
function counted(model: HubModel): { readonly model: HubModel; readonly passes: () => number[] } {
  const rows: number[] = [];
  const forward: HubModel['forward'] = (ids, count, ...rest) => {
    rows.push(count);
    return model.forward(ids, count, ...rest);
  };
  return { model: { ...model, forward }, passes: () => rows.splice(0) };
}

async function cachesOf(model: HubModel): Promise<HubCache[]> {
  const batch = hubDecoding(model).batch(TEXTS.map(() => null));
  await batch.feed(TEXTS, 'last');
  const caches = await batch.grown([0, 1, 2]);
  batch.close();
  return caches;
}

describe.each(TINY_HUB_MODELS)('%s', (name) => {
  let models: HubModels;
  beforeAll(async () => {
    models = await hubInNode(tinyHubBytes(name));
  });
  afterAll(() => models.dispose());
  // Its layers that see a window alone count places, padded or not.
  const masks = name !== 'gemma3';

  it('is seen to mask padding, or not to', () => {
    expect(models.model.masksPadding).toBe(masks);
  });

  it('says of rows that share a pass what it says of each alone, and goes on from what they have become', async () => {
    const { model, passes } = counted(models.model);
    const caches = await cachesOf(model);
    passes();
    const together = hubDecoding(model).batch(caches);
    const alone = caches.map((cache) => hubDecoding(models.model).batch([cache]));
    for (const tokens of [[4], [2], [30]]) {
      const said = await together.feed([tokens, tokens, tokens], 'last');
      for (const [row, own] of alone.entries()) {
        const expected = await own.feed([tokens], 'last');
        expect(apart(said(row, 0), expected(0, 0))).toBeLessThan(1e-4);
      }
      expect(passes()).toEqual(masks ? [3] : [1, 1, 1]);
    }
    // Without the longest, in another order; what is kept of each is its own tokens and nothing of the padding.
    await together.select([2, 1]);
    const said = await together.feed(
      [
        [6, 7],
        [6, 7],
      ],
      'all',
    );
    expect(passes()).toEqual(masks ? [2] : [1, 1]);
    const kept = await together.grown([0, 1]);
    for (const [row, text] of [2, 1].entries()) {
      const expected = await alone[text]!.feed([[6, 7]], 'all');
      for (const t of [0, 1]) expect(apart(said(row, t), expected(0, t))).toBeLessThan(1e-4);
      const own = (await alone[text]!.grown([0]))[0]!;
      expect([kept[row]!.total, kept[row]!.parent]).toEqual([own.total, own.parent]);
      for (const [part, { dims, bytes }] of Object.entries(kept[row]!.rows)) {
        expect(dims).toEqual(own.rows[part]!.dims);
        const [a, b] = [bytes, own.rows[part]!.bytes].map((of) => new Float32Array(of.buffer, of.byteOffset));
        expect(apart(a!, b!)).toBeLessThan(1e-4);
      }
    }
    for (const batch of [together, ...alone]) batch.close();
  });
});

describe('a graph that masks padding', () => {
  it('has texts of very different lengths in passes of their own', async () => {
    const models = await hubInNode(tinyHubBytes('llama3'));
    const { model, passes } = counted(models.model);
    const batch = hubDecoding(model).batch([null, null, null]);
    await batch.feed([[1], [1, 2], [1, 2, 3, 4, 5, 6]], 'last');
    expect(passes()).toEqual([1, 1, 1]);
    await batch.feed([[7], [7], [7]], 'last');
    // 1, 2 and 6 tokens: the second is twice as long as the first, the third three times as long as the second.
    expect(passes()).toEqual([1, 1, 1]);
    await batch.feed([[8, 8, 8, 8], [8, 8, 8], []], 'last');
    await batch.feed([[7], [7], [7]], 'last');
    // 6, 6 and 7 tokens by now.
    expect(passes()).toEqual([1, 1, 3]);
    batch.close();
    await models.dispose();
  });

  it('is not taken for one where the mask is left out', async () => {
    const models = await hubInNode(tinyHubBytes('smollm2'));
    const forward: HubModel['forward'] = (ids, rows, past, ...rest) =>
      models.model.forward(ids, rows, past && { length: past.length, tensors: past.tensors }, ...rest);
    const { tokenizer } = models.policy;
    expect(await probePadding({ ...models.model, forward }, tokenizer)).toBe(false);
    expect(await probePadding({ ...models.model, forward: () => Promise.reject(new Error('none')) }, tokenizer)).toBe(
      false,
    );
    expect(await probePadding(models.model, tokenizer)).toBe(true);
    await models.dispose();
  });

  it('is seen in one whose activations are quantised, too', async () => {
    const models = await hubInNode(tinyHubBytes('qwen2', 'q8'));
    expect(models.model.masksPadding).toBe(true);
    await models.dispose();
  });
});
