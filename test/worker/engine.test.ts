/** The engine as its worker runs it, on the tiny random pack. */
import * as flavour from 'onnxruntime-web/wasm';
import { beforeAll, describe, expect, it } from 'vitest';
import { readPack, readRuntimeWasm } from '../../src/cli/model-files';
import type { RunRequest } from '../../src/protocol/engine';
import { DEFAULT_PARAMETERS } from '../../src/tasks/registry';
import type { SearchEvent } from '../../src/search/types';
import { traceNodes } from '../../src/trace/codec';
import { treeAt } from '../../src/trace/reducer';
import { PackEngine } from '../../workers/pack-engine';
import { useOrt } from '../../workers/ort';
import { TINY_MODELS } from '../fixtures/models';
import { SOON, watchPasses } from '../fixtures/passes';

const REQUEST: RunRequest = {
  runId: 1,
  task: 'game24',
  problem: '10, 5, 4, 6',
  strategy: 'beam',
  verifier: 'tvm',
  parameters: { ...DEFAULT_PARAMETERS.game24, samples: 8, beam: 2, maxSteps: 3, maxStepTokens: 12, seed: 3 },
};
const nothing = (): void => undefined;

async function run(engine: PackEngine, request: RunRequest) {
  const events: SearchEvent[] = [];
  const result = await engine.run(request, (batch) => void events.push(...batch));
  return { events, result };
}

useOrt(flavour);
const { amid, passesAfter } = watchPasses(flavour);

describe('Engine', () => {
  const engine = new PackEngine();
  const phases: string[] = [];
  beforeAll(async () => {
    await expect(engine.run(REQUEST, nothing)).rejects.toMatchObject({ code: 'not-loaded' });
    const [runtimeWasm, pack] = await Promise.all([readRuntimeWasm(), readPack(TINY_MODELS, 'game24', ['tvm'])]);
    const request = { task: 'game24', runtimeWasm, pack, verifiers: ['tvm', 'oracle'], backend: 'auto' } as const;
    const loaded = await engine.load(request, (_, phase) => void phases.push(phase));
    expect(loaded).toMatchObject({ backend: 'wasm', backendReason: 'WASM: this browser has no WebGPU' });
    expect(loaded.models.map(({ id }) => id)).toEqual(['tiny-00000000/policy', 'tiny-00000000/tvm']);
  });

  it('tells what it is doing while it loads', () => {
    expect(phases.at(-1)).toBe('Ready');
    expect(phases.length).toBeGreaterThan(2);
  });

  it('gives the same events for the same seed and others for another, without a gap', async () => {
    const [first, again] = [await run(engine, REQUEST), await run(engine, REQUEST)];
    expect(again.events).toEqual(first.events);
    expect(first.events.map(({ seq }) => seq)).toEqual([...first.events.keys()]);
    expect(first.events.at(-1)!.type).toBe('done');
    const other = await run(engine, { ...REQUEST, parameters: { ...REQUEST.parameters, seed: 4 } });
    expect(other.events).not.toEqual(first.events);
    expect(first.result.budget.policyTokens).toBeGreaterThan(0);
  });

  it('ends an aborted run with the code `aborted`, soon, and can run again', async () => {
    let seen = 0;
    const aborted = engine.run(REQUEST, (batch) => {
      seen += batch.length;
      engine.abort(1);
    });
    await expect(aborted).rejects.toMatchObject({ code: 'aborted' });
    const whole = await run(engine, REQUEST);
    expect(seen).toBeLessThan(whole.events.length);
  });

  it('ends a stopped run with a result', async () => {
    const events: SearchEvent[] = [];
    const result = await engine.run(REQUEST, (batch) => {
      events.push(...batch);
      engine.stop(1);
    });
    expect(events.at(-1)).toMatchObject({ type: 'done', reason: 'stopped' });
    expect(result.correct).toBe(false);
  });

  it.each(['stop', 'abort'] as const)('breaks a long scoring by rollouts off: %s', async (end) => {
    const long: RunRequest = { ...REQUEST, verifier: 'rollouts', verifierOptions: { rollouts: 1024 } };
    const events: SearchEvent[] = [];
    const running = engine.run(long, (batch) => {
      // The candidates of the first step are emitted before they are scored.
      if (!events.length) amid(() => engine[end](1));
      events.push(...batch);
    });
    if (end === 'stop') expect(await running).toMatchObject({ answer: null });
    else await expect(running).rejects.toMatchObject({ code: 'aborted' });
    expect(passesAfter()).toBeLessThan(SOON);
    expect(events.some(({ type }) => type === 'token-values')).toBe(false);
    expect(events.filter(({ type }) => type === 'node-added').length).toBe(1 + REQUEST.parameters.samples);
    if (end === 'stop') expect(events.at(-1)).toMatchObject({ type: 'done', reason: 'stopped' });
    expect((await run(engine, REQUEST)).events.at(-1)!.type).toBe('done');
  });

  it('breaks off what several searches are scored by, and what a finished tree is', async () => {
    const rollouts = { verifier: 'rollouts', verifierOptions: { rollouts: 1024 } } as const;
    const { runId, task, problem, parameters } = REQUEST;
    const sides = [
      { strategy: 'beam', parameters, ...rollouts },
      { strategy: 'best-of-n', parameters, ...rollouts },
    ] as const;
    const together = engine.together({ runId, task, problem, searches: sides }, nothing);
    amid(() => engine.stop(1));
    expect((await together).map(({ answer }) => answer)).toEqual([null, null]);
    expect(passesAfter()).toBeLessThan(SOON);
    const { events } = await run(engine, REQUEST);
    const nodes = traceNodes(treeAt(events));
    const check = { runId, task, problem, kind: 'frozen', nodes, events, verifiers: ['rollouts'] } as const;
    const frozen = engine.check({ ...check, verifierOptions: rollouts.verifierOptions }, nothing);
    amid(() => engine.stop(1));
    expect(await frozen).toMatchObject({ kind: 'frozen', verifiers: [{ verifier: 'rollouts', choice: null }] });
    expect(passesAfter()).toBeLessThan(SOON);
  });

  it('leaves a run alone that a stop or abort is not meant for', async () => {
    const running = run(engine, REQUEST);
    engine.stop(99);
    engine.abort(99);
    await expect(engine.run({ ...REQUEST, runId: 2 }, nothing)).rejects.toMatchObject({ code: 'busy' });
    const { events } = await running;
    expect(events.at(-1)).toMatchObject({ type: 'done' });
    expect(events.at(-1)).not.toMatchObject({ reason: 'stopped' });
  });

  it.each([
    [{ problem: '4 5 6' }, 'bad-input'],
    [{ verifier: 'ovm' }, 'not-loaded'],
    [{ task: 'word-problems' }, 'bad-input'],
    [{ strategy: 'none-such' as never }, 'bad-input'],
    [{ parameters: { ...REQUEST.parameters, samples: 0 } }, 'bad-input'],
  ] as const)('refuses %o and can run again', async (changed, code) => {
    await expect(engine.run({ ...REQUEST, ...changed }, nothing)).rejects.toMatchObject({ code });
    expect((await run(engine, REQUEST)).events.at(-1)!.type).toBe('done');
  });

  it('takes a verifier in beside what is loaded, which computes as before', async () => {
    const before = await run(engine, REQUEST);
    const { id, files } = await readPack(TINY_MODELS, 'game24', ['ovm']);
    const onlyNew = Object.fromEntries(Object.entries(files).filter(([path]) => !path.startsWith('policy/')));
    const request = { task: 'game24', runtimeWasm: new Uint8Array(0), pack: { id, files: onlyNew } } as const;
    const loaded = await engine.load({ ...request, verifiers: ['ovm'], backend: 'auto', joins: true }, nothing);
    expect(loaded.models.map((model) => model.id)).toEqual(['policy', 'tvm', 'ovm'].map((name) => `${id}/${name}`));
    expect((await run(engine, { ...REQUEST, verifier: 'ovm' })).events.at(-1)!.type).toBe('done');
    expect((await run(engine, REQUEST)).events).toEqual(before.events);
    await expect(new PackEngine().load({ ...request, verifiers: ['ovm'], backend: 'auto', joins: true }, nothing))
      .rejects //
      .toMatchObject({ code: 'not-loaded' });
  });

  it('searches with the exact oracle, which is no model', async () => {
    const { events } = await run(engine, { ...REQUEST, verifier: 'oracle' });
    const values = events.filter(({ type }) => type === 'token-values');
    expect(values.length).toBeGreaterThan(0);
    expect(values.every((event) => 'verifier' in event && event.verifier === 'oracle')).toBe(true);
  });
});
