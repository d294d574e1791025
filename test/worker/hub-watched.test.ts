/** Hub models while they read and write: what is seen of it, and what is computed before it is asked for. */
import { beforeAll, expect, it } from 'vitest';
import { promptFormatFor } from '../../src/model/prompt-format';
import type { RunRequest } from '../../src/protocol/engine';
import { gsm8k } from '../../src/tasks/gsm8k/task';
import { DEFAULT_PARAMETERS } from '../../src/tasks/registry';
import type { SearchEvent } from '../../src/search/types';
import type { Glimpse } from '../../src/search/watched';
import { HubEngine } from '../../workers/hub/hub-engine';
import { prepareInNode, tinyHubBytes } from '../fixtures/hub-models';

const FORMAT = promptFormatFor(gsm8k, { hasChatTemplate: true, contextTokens: 1024 });
const REQUEST: RunRequest = {
  ...({ runId: 1, task: 'gsm8k', strategy: 'beam', verifier: 'confidence' } as const),
  problem: gsm8k.gallery[0]!.text,
  parameters: { ...DEFAULT_PARAMETERS.gsm8k, samples: 8, beam: 2, maxSteps: 3, maxStepTokens: 16, seed: 3 },
};

beforeAll(() => prepareInNode());

async function started(): Promise<HubEngine> {
  const engine = new HubEngine();
  await engine.load(
    { runtimeWasm: new Uint8Array(0), backend: 'wasm', backendReason: '', policy: tinyHubBytes('llama3') },
    () => undefined,
  );
  return engine;
}

async function run(engine: HubEngine, onGlimpse?: (glimpse: Glimpse) => void): Promise<SearchEvent[]> {
  const events: SearchEvent[] = [];
  await engine.run(REQUEST, (batch) => void events.push(...batch), onGlimpse);
  return events;
}

it('a search is watched from the prompt on, which changes nothing', async () => {
  const engine = await started();
  engine.setFormat(FORMAT);
  const glimpses: Glimpse[] = [];
  const events = await run(engine, (glimpse) => void glimpses.push(glimpse));
  expect(await run(engine)).toEqual(events);
  expect(glimpses[0]).toMatchObject({ kind: 'reading', log: 0 });
  for (const glimpse of glimpses) {
    if (glimpse.kind !== 'writing') continue;
    const added = events.slice(glimpse.log).filter((event) => event.type === 'node-added');
    for (const [i, { parent, text }] of glimpse.candidates.entries()) {
      expect(added[i]!.parent).toBe(parent);
      expect(added[i]!.text.slice(0, text.length)).toBe(text);
    }
  }
});

it('what prompts begin with is read before one is asked, to the same end, and nothing twice', async () => {
  const [ahead, late] = [await started(), await started()];
  const unread = ahead.passes();
  ahead.setFormat(FORMAT);
  // The search may begin while it is at work.
  await expect.poll(() => ahead.passes()).toBeGreaterThan(unread);
  const events = await run(ahead);
  const computed = ahead.passes() - unread;
  late.setFormat(FORMAT);
  expect(await run(late)).toEqual(events);
  expect(late.passes() - unread - computed).toBe(computed);
});
