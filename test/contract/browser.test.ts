import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launch, openPage } from '../e2e/harness/browser';
import type { Served } from '../e2e/harness/serve';
import { loadInNode, TINY_MODELS } from '../fixtures/models';
import { onnxSubject } from '../fixtures/onnx-subject';
import type { ContractPage } from './browser-page';
import { CHECKS, sample, TOLERANCE, type Sample } from './model-contract';
import { servePage } from './serve-page';

declare const contract: ContractPage;

let browser: Browser;
let site: Served;
let inNode: Sample;

beforeAll(async () => {
  [browser, site] = await Promise.all([launch(), servePage('browser-page')]);
  const models = await loadInNode(TINY_MODELS);
  inNode = await sample(onnxSubject(models));
  await models.dispose();
});

afterAll(async () => {
  await browser?.close();
  await site?.close();
});

describe.each(['wasm', 'webgpu'] as const)('ONNX models on %s in Chromium', (backend) => {
  let page: Page;
  beforeAll(async () => {
    ({ page } = await openPage(browser));
    await page.goto(`${site.url}browser-page.html`);
    await page.waitForFunction('globalThis.contract');
    await page.evaluate((id) => contract.load(id), backend);
  });
  afterAll(() => page?.context().close());

  it('is the back end that was asked for', async () => {
    expect(await page.evaluate((id) => contract.load(id), backend)).toMatchObject({ backend });
  });

  it.each(CHECKS)('$name', async ({ name }) => {
    await expect(page.evaluate((check) => contract.run(check), name)).resolves.toBeUndefined();
  });

  it('computes the same as WASM in Node', async () => {
    const here = await page.evaluate(() => contract.sample());
    expect(here.tokens).toEqual(inNode.tokens);
    for (const kind of ['logprobs', 'values'] as const)
      here[kind].forEach((row, i) =>
        row.forEach((number, j) => expect(Math.abs(number - inNode[kind][i]![j]!)).toBeLessThan(TOLERANCE)),
      );
  });
});

describe('auto', () => {
  it('takes WASM where the only WebGPU adapter is a software one, and says so', async () => {
    const { page, context } = await openPage(browser);
    await page.goto(`${site.url}browser-page.html`);
    await page.waitForFunction('globalThis.contract');
    expect(await page.evaluate(() => contract.load('auto'))).toEqual({
      backend: 'wasm',
      backendReason: 'WASM: WebGPU has only a software adapter here',
    });
    await context.close();
  });
});
