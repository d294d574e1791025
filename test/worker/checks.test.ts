/** The checks as the engine's worker runs them, on the tiny random pack. */
import * as flavour from 'onnxruntime-web/wasm';
import { beforeAll, describe, expect, it } from 'vitest';
import { readPack, readRuntimeWasm } from '../../src/cli/model-files';
import { defaultSampling } from '../../src/checks/defaults';
import { DEFAULT_PARAMETERS } from '../../src/tasks/registry';
import type { CheckEvent, CheckRequest } from '../../src/protocol/checks';
import { PackEngine } from '../../workers/pack-engine';
import { useOrt } from '../../workers/ort';
import { TINY_MODELS } from '../fixtures/models';

useOrt(flavour);

const PROBLEM = { runId: 1, task: 'game24', problem: '10 5 4 6' } as const;
const SAMPLING = { ...defaultSampling(DEFAULT_PARAMETERS.game24), maxSteps: 3, maxStepTokens: 12 };
const VALUE: CheckRequest<'value'> = {
  ...PROBLEM,
  kind: 'value',
  prefix: ['10', ' - ', '4'],
  verifier: 'tvm',
  rollouts: 100,
  sampling: SAMPLING,
};
const nothing = (): void => undefined;

describe('Engine.check', () => {
  const engine = new PackEngine();
  const check = async (request: CheckRequest) => {
    const events: CheckEvent[] = [];
    const result = await engine.check(request, (batch) => void events.push(...batch));
    return { events, result };
  };
  beforeAll(async () => {
    await expect(engine.check(VALUE, nothing)).rejects.toMatchObject({ code: 'not-loaded' });
    const [runtimeWasm, pack] = await Promise.all([readRuntimeWasm(), readPack(TINY_MODELS, 'game24', ['tvm'])]);
    await engine.load({ task: 'game24', runtimeWasm, pack, verifiers: ['tvm'], backend: 'wasm' }, nothing);
  });

  it('value: tells every rollout before it ends, and the same again', async () => {
    const { events, result } = await check(VALUE);
    expect(events.filter(({ type }) => type === 'rollout')).toHaveLength(100);
    expect(result).toMatchObject({ kind: 'value', scale: 'probability', observed: { rollouts: 100 } });
    expect(await check(VALUE)).toEqual({ events, result });
  });

  it.each(['confidence', 'oracle'] as const)('value: takes %s, which is no model', async (verifier) => {
    const { events } = await check({ ...VALUE, verifier, rollouts: 1 });
    expect(events[0]).toMatchObject({ type: 'predicted', scale: verifier === 'oracle' ? 'probability' : 'logprob' });
  });

  it('labels: every token of every path has its labels', async () => {
    const { events, result } = await check({ ...PROBLEM, kind: 'labels', samples: 70, sampling: SAMPLING });
    expect(events).toHaveLength(70);
    if (result.kind !== 'labels') throw new Error(result.kind);
    expect(result.paths).toBe(70);
    // Of each beginning, how many of the told paths have it, and how many of those are right.
    const told = new Map<string, { paths: number; correct: number }>();
    for (const event of events) {
      if (event.type !== 'path' || !('tokens' in event)) continue;
      for (const at of event.tokens.keys()) {
        const beginning = JSON.stringify(event.tokens.slice(0, at + 1));
        const { paths, correct } = told.get(beginning) ?? { paths: 0, correct: 0 };
        told.set(beginning, { paths: paths + 1, correct: correct + (event.correct ? 1 : 0) });
      }
    }
    const beginningOf = (at: number): string[] => {
      const { parent, text } = result.tokens[at]!;
      return [...(parent === null ? [] : beginningOf(parent)), text];
    };
    const labelled = result.tokens.map(
      ({ paths, correct }, at) => [JSON.stringify(beginningOf(at)), { paths, correct }] as const,
    );
    expect(new Map(labelled)).toEqual(told);
    for (const { paths, correct, labels } of result.tokens) expect(labels.tvm.mean).toBeCloseTo(correct / paths, 5);
  });

  it('diversity: values each path', async () => {
    const request = { ...PROBLEM, kind: 'diversity', samples: 20, verifier: 'tvm', sampling: SAMPLING } as const;
    const { events, result } = await check(request);
    const values = events.flatMap((event) => (event.type === 'path' && 'value' in event ? [event.value] : []));
    expect(values).toHaveLength(20);
    for (const value of values) expect(value! >= 0 && value! <= 1).toBe(true);
    if (result.kind !== 'diversity') throw new Error(result.kind);
    expect(result.rows.map(({ samples }) => samples)).toEqual([1, 2, 4, 8, 16, 20]);
    expect(result.picks?.picked).toBe(values.filter((value) => value! >= result.picks!.threshold).length);
  });

  it('first-error: the unit that it settles on is the first after which no attempt succeeded', async () => {
    const solution = ['10 - 4 = 6 (left: 5 6 6)\n', '5 * 6 = 31 (left: 6 31)\n', '31 - 6 = 25 (left: 25)\n'];
    const whole = [...solution, 'The answer is 10 - 4 + 5 + 6 = 24', ''];
    const request = { ...PROBLEM, kind: 'first-error', solution: whole, unit: 'step', rollouts: 4 } as const;
    const { events, result } = await check({ ...request, sampling: SAMPLING });
    if (result.kind !== 'first-error' || result.unit === null) throw new Error('It was not settled.');
    expect(result).toMatchObject({ units: 4, broken: { step: 1 }, rolloutsSpent: 4 * events.length });
    expect(events.length).toBeGreaterThan(1);
    for (const event of events) {
      if (event.type !== 'probe') throw new Error(event.type);
      expect(event.isWrong).toBe(event.observed.successes === 0);
      expect(event.isWrong).toBe(event.units > result.unit);
    }
  });

  it('is aborted and stopped promptly, refuses to run beside another, and can run again', async () => {
    const long = { ...VALUE, rollouts: 10_000 };
    const aborted = engine.check(long, () => engine.abort(1));
    await expect(engine.check({ ...VALUE, runId: 2 }, nothing)).rejects.toMatchObject({ code: 'busy' });
    await expect(aborted).rejects.toMatchObject({ code: 'aborted' });
    const stopped = await engine.check(long, () => engine.stop(1));
    expect(stopped).toMatchObject({ kind: 'value' });
    if (stopped.kind === 'value') expect(stopped.observed.rollouts).toBeLessThan(2000);
  });

  it.each([
    [{ problem: '4 5 6' }, 'bad-input'],
    [{ verifier: 'ovm' }, 'not-loaded'],
    [{ prefix: ['§'] }, 'bad-input'],
    [{ prefix: Array.from({ length: 120 }, () => '1') }, 'bad-input'],
    [{ rollouts: 0 }, 'bad-input'],
    [{ kind: 'none-such' }, 'bad-input'],
  ])('refuses %o', async (changed, code) => {
    await expect(check({ ...VALUE, ...changed } as CheckRequest)).rejects.toMatchObject({ code });
  });
});
