/** Every check through the page's engine client and its worker, in Chromium with the shipped models. */
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHECK_IDS } from '../../src/core/ids';
import type { CheckKind, Checks } from '../../src/protocol/checks';
import { common } from '../../vite.config';
import { launch, openPage } from '../e2e/harness/browser';
import { serve, type Served } from '../e2e/harness/serve';
import type { ChecksPage, Told } from './checks-page';

declare const checks: ChecksPage;

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const FOLDER = here('../../.cache/checks-page');

let browser: Browser;
let site: Served;
let page: Page;

beforeAll(async () => {
  await build({
    ...common,
    configFile: false,
    root: here('.'),
    publicDir: here('../../public'),
    logLevel: 'error',
    build: {
      ...common.build,
      outDir: FOLDER,
      emptyOutDir: true,
      rolldownOptions: { input: here('checks-page.html') },
    },
  });
  [browser, site] = await Promise.all([launch(), serve({ folder: FOLDER })]);
  ({ page } = await openPage(browser));
  await page.goto(`${site.url}checks-page.html`);
  await page.waitForFunction('globalThis.checks');
  expect(await page.evaluate(() => checks.load())).toBe('wasm');
});

afterAll(async () => {
  await browser?.close();
  await site?.close();
});

async function check<K extends CheckKind>(kind: K, end: 'whole' | 'stop' | 'abort' = 'whole') {
  const told: Told = await page.evaluate(([asked, until]) => checks.check(asked, until), [kind, end] as const);
  return told as Omit<Told, 'events' | 'result'> & {
    readonly events: readonly Checks[K]['event'][];
    readonly result: Checks[K]['result'];
  };
}

describe('a check in the browser', () => {
  it('value: streams its rollouts, and their share is what it observed', async () => {
    const { batches, events, result } = await check('value');
    expect(batches).toBeGreaterThan(1);
    const rollouts = events.flatMap((event) => (event.type === 'rollout' ? event : []));
    expect(rollouts).toHaveLength(128);
    const { successes, low, high } = result.observed;
    expect(successes).toBe(rollouts.filter(({ correct }) => correct).length);
    expect([result.predicted! >= 0, result.predicted! <= 1]).toEqual([true, true]);
    // The right beginning of a solution that the policy knows: neither hopeless nor certain.
    expect([low > 0.05, high < 1]).toEqual([true, true]);
  });

  it('labels: puts labels on each token of the sampled paths', async () => {
    const { events, result } = await check('labels');
    expect(events).toHaveLength(128);
    const tokens = events.reduce((sum, path) => sum + path.tokens.length, 0);
    expect(result.tokens.reduce((sum, { paths }) => sum + paths, 0)).toBe(tokens);
    // Of the same rows, the outcome labels have the variance that the token labels lack.
    expect(result.variance.tvm).toBe(0);
    expect(result.variance.ovm).toBeGreaterThan(0);
  });

  it('diversity: finds more solutions with more samples, and the picks are better than chance', async () => {
    const { events, result } = await check('diversity');
    expect(events.every(({ value }) => value !== null && value >= 0 && value <= 1)).toBe(true);
    const passes = result.rows.map(({ passAtK }) => passAtK);
    expect(passes).toEqual([...passes].sort((a, b) => a - b));
    expect(passes.at(-1)).toBe(1);
    expect(result.rows.at(-1)!.distinctSolutions).toBeGreaterThan(1);
    expect(result.picks!.precision!).toBeGreaterThan(result.correct / result.samples);
  });

  it('first-error: probes by halves, tells each, and spends less than a scan', async () => {
    const { events, result } = await check('first-error');
    expect(events.length).toBeGreaterThan(2);
    for (const { low, high, units } of events) expect([low < units, units < high]).toEqual([true, true]);
    // "31" is where the checker sees it.
    expect(result.broken).toMatchObject({ step: 1 });
    expect(result.unit).not.toBeNull();
    expect(result.rolloutsSpent).toBe(events.reduce((sum, { observed }) => sum + observed.rollouts, 0));
  });

  it('frozen: every verifier scores every node of the tree, and TVM would choose as it did', async () => {
    const { events, result } = await check('frozen');
    const scored = (id: string) => events.filter((event) => event.type === 'scored' && event.verifier === id).length;
    expect(scored('tvm')).toBeGreaterThan(20);
    expect([scored('ovm'), scored('confidence')]).toEqual([scored('tvm'), scored('tvm')]);
    expect(result.verifiers.map(({ verifier }) => verifier)).toEqual(['tvm', 'ovm', 'confidence']);
    expect(result.verifiers[0]).toMatchObject({ differing: 0 });
    expect(result.verifiers[2]!.differing).toBeGreaterThan(0);
  });

  it('counterfactual: goes on from the other token and keeps both branches', async () => {
    const { events, result } = await check('counterfactual');
    const added = events.flatMap(({ event }) => (event.type === 'node-added' ? event.id : []));
    expect(added[0]).toBe(result.node);
    expect(added.length).toBeGreaterThan(5);
    expect(events.at(-1)!.event.type).toBe('done');
    expect(result.before.answer).not.toBeNull();
    expect(result.budget.policyTokens).toBeGreaterThan(0);
  });

  it.each(CHECK_IDS)('%s: is stopped with what it has, aborted with nothing, and can be asked again', async (kind) => {
    const [whole, stopped] = [await check(kind), await check(kind, 'stop')];
    expect(stopped.result).toMatchObject({ kind });
    const aborted = await check(kind, 'abort');
    expect([aborted.result, aborted.code]).toEqual([null, 'aborted']);
    const again = await check(kind);
    expect(again.events).toEqual(whole.events);
    expect(again.result).toEqual(whole.result);
    // What was stopped or aborted told less than there was: 5000 rollouts, 2000 a probe, ten times as wide a search.
    const most: Partial<Record<CheckKind, number>> = { value: 5000, labels: 5000, diversity: 5000 };
    const limit = most[kind] ?? Infinity;
    expect([stopped.events.length < limit, aborted.events.length < limit]).toEqual([true, true]);
  });
});
