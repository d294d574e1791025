/** A value head reads what the policy wrote: what was computed to write it is not computed again. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createRng } from '../../src/core/rng';
import type { PrefixId, SampledStep } from '../../src/model/types';
import { freshHead } from '../../src/workshop/head';
import type { HeadShape } from '../../src/workshop/shape';
import { HeadVerifier } from '../../workers/hub/head-verifier';
import type { HubModels } from '../../workers/hub/hub-models';
import type { HubCache } from '../../workers/hub/rows';
import { hubInNode, TINY_HUB_MODELS, tinyHubBytes } from '../fixtures/hub-models';

const shape: HeadShape = { head: 'mlp', width: 32, hidden: 8, told: 0, window: 3 };
const PROMPT = [12, 33, 47, 18];
const ROWS = 6;

interface Opened {
  readonly models: HubModels;
  readonly head: HeadVerifier<HubCache>;
}

let opened: Opened[] = [];
async function open(name: (typeof TINY_HUB_MODELS)[number]): Promise<Opened> {
  const models = await hubInNode({ ...tinyHubBytes(name), states: [1, 'last'] });
  const info = { id: 'mine', parameters: 1 };
  const weights = freshHead(shape, 1);
  const both = { models, head: new HeadVerifier('head:mine', info, { shape, weights }, models.states[0]!) };
  opened.push(both);
  return both;
}
afterEach(async () => {
  for (const { models } of opened) await models.dispose();
  opened = [];
});

const draw = ({ models: { policy } }: Opened, prefixes: readonly PrefixId[], maxTokens = 7): Promise<SampledStep[]> =>
  policy.sampleSteps(
    prefixes.map((prefix, i) => ({ prefix, rng: createRng(i) })),
    { temperature: 1, topK: 0, maxTokens, alternatives: 0 },
  );
const tokensOf = ({ tokens }: SampledStep): number[] => tokens.map(({ token }) => token);

/** How many tokens the model computes until `work` is done. */
async function computed(models: HubModels, work: () => Promise<unknown>): Promise<number> {
  const forward = vi.spyOn(models.model, 'forward');
  try {
    await work();
    return forward.mock.calls.reduce((sum, [ids]) => sum + ids.length, 0);
  } finally {
    forward.mockRestore();
  }
}

describe.each(TINY_HUB_MODELS)('a head on %s', (name) => {
  it('computes the last token of a step alone, step after step, and says what it says of texts that nobody wrote', async () => {
    const own = await open(name);
    const fresh = await open(name);
    const { policy } = own.models;
    const root = await policy.open(PROMPT);
    let judged: PrefixId = 0 as never;
    expect(await computed(own.models, async () => (judged = await own.head.open(PROMPT)))).toBe(0);
    let [writing, reading, apart] = [[root], [judged], [await fresh.head.open(PROMPT)]];
    for (let depth = 0; depth < 3; depth++) {
      const steps = await draw(
        own,
        Array.from({ length: ROWS }, (_, i) => writing[i % writing.length]!),
      );
      const asked = steps.map((step, i) => ({ prefix: reading[i % reading.length]!, tokens: tokensOf(step) }));
      const distinct = new Set(asked.map(({ prefix, tokens }) => `${prefix} ${tokens.join()}`)).size;
      let scored = await own.head.score([]);
      const left = await computed(own.models, async () => (scored = await own.head.score(asked)));
      expect(left).toBeLessThanOrEqual(distinct);
      const again = await fresh.head.score(
        asked.map(({ tokens }, i) => ({ prefix: apart[i % apart.length]!, tokens })),
      );
      scored.forEach(({ values }, i) => {
        expect(values).toHaveLength(asked[i]!.tokens.length);
        values.forEach((value, t) => expect(Math.abs(value - again[i]!.values[t]!)).toBeLessThan(1e-4));
      });
      const going = steps.flatMap(({ ended }, i) => (ended === 'solution' ? [] : [i]));
      if (!going.length) break;
      writing = going.map((i) => steps[i]!.prefix);
      reading = going.map((i) => scored[i]!.prefix);
      apart = going.map((i) => again[i]!.prefix);
    }
  });

  it('reads a solution that is finished without computing it again', async () => {
    const own = await open(name);
    // Random weights seldom end a text: more tokens do now.
    own.models.model.ends.push(...Array.from({ length: 40 }, (_, i) => 300 + i));
    const root = await own.models.policy.open(PROMPT);
    const judged = await own.head.open(PROMPT);
    const steps = (await draw(own, Array<PrefixId>(64).fill(root), 20)).filter(
      ({ ended, tokens }) => ended === 'solution' && tokens.length > 2,
    );
    expect(steps.length).toBeGreaterThan(0);
    const asked = steps.map((step) => ({ prefix: judged, tokens: tokensOf(step) }));
    expect(await computed(own.models, () => own.head.score(asked))).toBeLessThanOrEqual(steps.length);
  });

  it('has passes give its states only while it reads, and does without where they were not given', async () => {
    const own = await open(name);
    const forward = vi.spyOn(own.models.model, 'forward');
    const root = await own.models.policy.open(PROMPT);
    const [before] = await draw(own, [root]);
    expect(forward.mock.calls.every(([, , , , states]) => !states?.length)).toBe(true);
    const judged = await own.head.open(PROMPT);
    const [scored] = await own.head.score([{ prefix: judged, tokens: tokensOf(before!) }]);
    const { values, prefix } = scored!;
    expect(values.every((value) => value > 0 && value < 1)).toBe(true);
    forward.mockClear();
    await draw(own, [before!.prefix]);
    expect(forward.mock.calls.every(([, , , , states]) => states?.join() === '0')).toBe(true);
    own.head.release(judged);
    expect(own.models.model.known.wanted).toEqual([0]);
    own.head.release(prefix);
    expect(own.models.model.known.wanted).toEqual([]);
  });
});
