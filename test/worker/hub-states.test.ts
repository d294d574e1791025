/** Hidden states of hub models: what they are, and that they are the same however they are asked for. */
import { describe, expect, it } from 'vitest';
import type { HubModelBytes, StateLayer } from '../../src/protocol/hub';
import type { HubModels } from '../../workers/hub/hub-models';
import { hubInNode, TINY_HUB_MODELS, tinyHubBytes } from '../fixtures/hub-models';
import { reaching } from '../fixtures/onnx-bytes';

const PROMPT = [12, 33, 47, 18, 250, 61];
const TEXTS = [[7, 8, 9, 10, 11], [200, 14], [7, 8, 9, 15, 16, 17, 18, 19, 20], [5]];

const stated = (model: HubModelBytes, ...states: readonly StateLayer[]): Promise<HubModels> =>
  hubInNode({ ...model, states: states.length ? states : ['last'] });

/** The largest distance of two lists of numbers. */
const apart = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Array.from(a).reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]!)), Math.abs(a.length - b.length));

async function statesOf({ policy }: HubModels, texts = TEXTS, prompt = PROMPT): Promise<Float32Array[]> {
  const prefix = await policy.open(prompt);
  const states = await policy.hiddenStates(prefix, texts);
  policy.release(prefix);
  return states;
}

describe.each(TINY_HUB_MODELS)('%s', (name) => {
  it('gives the states of texts of unequal length in one pass as it gives those of each alone', async () => {
    const models = await stated(tinyHubBytes(name));
    expect(models.policy.can.hiddenStates).toEqual({ width: 32, layer: null, layers: 2 });
    const together = await statesOf(models);
    expect(together.map(({ length }) => length)).toEqual(TEXTS.map(({ length }) => 32 * length));
    for (const [i, text] of TEXTS.entries()) {
      const [alone] = await statesOf(models, [text]);
      expect(apart(together[i]!, alone!)).toBeLessThan(1e-4);
    }
    // Equal beginnings have equal states, whatever comes behind them.
    expect(apart(together[0]!.subarray(0, 96), together[2]!.subarray(0, 96))).toBeLessThan(1e-4);
    expect(models.policy.openPrefixes).toBe(0);
    await models.dispose();
  });

  it('gives the same states to a text that grows token by token', async () => {
    const models = await stated(tinyHubBytes(name), 1, 'last', 2);
    const [states, last] = models.states.map((decoding) => decoding.states!);
    expect(last!.info).toEqual({ width: 32, layer: null, layers: 2 });
    expect(states!.info).toEqual({ width: 32, layer: 1, layers: 2 });
    const [whole] = await statesOf(models, [TEXTS[2]!]);
    const [prompt] = await states!.grow([{ cache: null, tokens: PROMPT }]);
    let { cache } = prompt!;
    const grown: number[] = [];
    for (const part of [TEXTS[2]!.slice(0, 4), TEXTS[2]!.slice(4, 5), TEXTS[2]!.slice(5)]) {
      const [next, other] = await states!.grow([
        { cache, tokens: part },
        { cache, tokens: [3, 4, 5] },
      ]);
      grown.push(...next!.states);
      expect(other!.states).toHaveLength(96);
      expect(next!.cache.total).toBe(cache.total + part.length);
      ({ cache } = next!);
    }
    expect(apart(grown, whole!)).toBeLessThan(1e-4);
    await models.dispose();
  });

  it('gives in a pass the states that it is to give, and no others', async () => {
    const { model, readStates, dispose } = await stated(tinyHubBytes(name), 1, 2, 'last');
    const ids = BigInt64Array.from(PROMPT.map(BigInt));
    const widths = async (...states: readonly number[]): Promise<number[]> =>
      (await model.forward(ids, 1, null, 'last', states)).states.map(({ dims }) => dims.at(-1)!);
    expect([await widths(), await widths(2), await widths(1, 0), await widths()]).toEqual([[], [32], [32, 32], []]);
    const [[one, two], [last]] = await Promise.all([
      readStates(PROMPT, [TEXTS[0]!], [0, 1]).then(([own]) => own!),
      readStates(PROMPT, [TEXTS[0]!], [2]).then(([own]) => own!),
    ]);
    const [backTwo, backOne] = (await readStates(PROMPT, [TEXTS[0]!], [1, 0]))[0]!;
    expect([apart(backOne!, one!), apart(backTwo!, two!), apart(one!, two!) > 0.01, apart(two!, last!) > 0.01]).toEqual(
      [0, 0, true, true],
    );
    await dispose();
  });

  it('writes what it writes without them', async () => {
    const [plain, with_] = [await hubInNode(tinyHubBytes(name)), await stated(tinyHubBytes(name), 2)];
    expect(plain.policy.can.hiddenStates).toBeNull();
    const likeliest = async ({ policy }: HubModels) => {
      const prefix = await policy.open(PROMPT);
      return (await policy.next([prefix], 5))[0];
    };
    expect(await likeliest(with_)).toEqual(await likeliest(plain));
    await expect(statesOf(plain)).rejects.toMatchObject({ code: 'internal' });
    await plain.dispose();
    await with_.dispose();
  });
});

describe('other graphs', () => {
  it('of half precision give them in single', async () => {
    const [half, whole] = [await stated(tinyHubBytes('qwen2', 'fp16')), await stated(tinyHubBytes('qwen2'))];
    const [own, expected] = [await statesOf(half), await statesOf(whole)];
    const size = Math.max(...expected[2]!.map(Math.abs));
    for (const i of TEXTS.keys()) expect(apart(own[i]!, expected[i]!)).toBeLessThan(0.02 * size);
    await half.dispose();
    await whole.dispose();
  });

  it('of int8 give them as numbers', async () => {
    const models = await stated(tinyHubBytes('qwen2', 'q8'));
    const states = await statesOf(models);
    expect(states.every((own) => own.every(Number.isFinite))).toBe(true);
    await models.dispose();
  });

  it('with weights in a file of their own give them too', async () => {
    const model = tinyHubBytes('llama3');
    const path = 'onnx/model.onnx';
    const files = {
      ...model.files,
      [path]: new Uint8Array(reaching('model.onnx.data')(Buffer.from(model.files[path]!))),
      [`${path}.data`]: new Uint8Array([0, 0, 128, 63]),
    };
    const models = await stated({ ...model, files });
    const plain = await stated(model);
    expect(await statesOf(models)).toEqual(await statesOf(plain));
    await models.dispose();
    await plain.dispose();
  });

  it('without the layer that was asked for are refused in one sentence', async () => {
    await expect(stated(tinyHubBytes('gemma3'), 9)).rejects.toMatchObject({
      code: 'bad-input',
      message: 'This model has the layers 1 to 2, and this is 9.',
    });
  });

  it('stop between two passes', async () => {
    const models = await stated(tinyHubBytes('smollm2'));
    const prefix = await models.policy.open(PROMPT);
    await expect(models.policy.hiddenStates(prefix, TEXTS, AbortSignal.abort())).rejects.toMatchObject({
      code: 'aborted',
    });
    await models.dispose();
  });
});
