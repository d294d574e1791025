/** Hub models against the contract of all models, on each back end of a real browser. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launch, openPage } from '../e2e/harness/browser';
import type { Served } from '../e2e/harness/serve';
import { hubInNode, TINY_HUB_MODELS, tinyHubBytes } from '../fixtures/hub-models';
import type { HubContractPage } from './hub-page';
import { hubSubject, numbersOf } from './hub-subject';
import { CHECKS, sample, TOLERANCE, type Sample } from './model-contract';
import { servePage } from './serve-page';

declare const contract: HubContractPage;

let browser: Browser;
let site: Served;

beforeAll(async () => {
  [browser, site] = await Promise.all([launch(), servePage('hub-page')]);
});

afterAll(async () => {
  await browser?.close();
  await site?.close();
});

/**
 * These graphs compute the cosines of rotary positions, in which WGSL allows an error of 2^-11 and SwiftShader has one
 * of 2e-4; their random weights are sharp and make it larger.
 */
const ALLOWED = { wasm: TOLERANCE, webgpu: 1e-2 } as const;

/** The software adapter is slow, and SmolLM2's graph is that of a Llama. */
const CASES = TINY_HUB_MODELS.flatMap((name) =>
  (name === 'smollm2' ? (['wasm'] as const) : (['wasm', 'webgpu'] as const)).map((backend) => ({ name, backend })),
);

describe.each(CASES)('the hub model $name on $backend in Chromium', ({ name, backend }) => {
  let page: Page;
  let inNode: Sample;
  beforeAll(async () => {
    const models = await hubInNode(tinyHubBytes(name), tinyHubBytes(name));
    const { tokens } = await sample(hubSubject(models));
    inNode = { tokens, ...(await numbersOf(models, tokens)) };
    await models.dispose();
    ({ page } = await openPage(browser));
    await page.goto(`${site.url}hub-page.html`);
    await page.waitForFunction('globalThis.contract');
    expect(await page.evaluate(([id, where]) => contract.load(id, where), [name, backend] as const)).toBe(backend);
  });
  afterAll(() => page?.context().close());

  // The software adapter is slow: there the whole contract is for one kind of graph, the numbers are for all.
  const isWhole = backend === 'wasm' || name === 'llama3';
  it.each(isWhole ? CHECKS : [])('$name', async ({ name: check }) => {
    await expect(page.evaluate((id) => contract.run(id), check)).resolves.toBeUndefined();
  });

  it('computes what PyTorch computes', async () => {
    const compared = await page.evaluate(() => contract.compareWithPyTorch());
    expect(compared).toMatchObject({ sameTokens: true, sameFirst: true });
    expect(compared.difference).toBeLessThan(ALLOWED[backend]);
  });

  it('computes the same as WASM in Node', async () => {
    const inPage = await page.evaluate((drawn) => contract.numbersOf(drawn), inNode.tokens);
    for (const kind of ['logprobs', 'values'] as const) {
      const differences = inPage[kind].flatMap((row, i) => row.map((n, j) => Math.abs(n - inNode[kind][i]![j]!)));
      expect(differences.length).toBe(inNode.tokens.flat().length);
      expect(Math.max(...differences), kind).toBeLessThan(ALLOWED[backend]);
    }
  });
});
