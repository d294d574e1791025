/** What a model wrote for one training is not written again for another, of the tiny models. */
import { beforeAll, describe, expect, test } from 'vitest';
import type { Policy } from '../../../src/model/types';
import { RememberedSamples } from '../../../src/workshop/remembered-samples';
import {
  sampleProblems,
  type Sampled,
  type SamplingOptions,
  type SamplingProgress,
} from '../../../src/workshop/sampling';
import { STREAMS } from '../../../src/workshop/workshop';
import { tinyWorkshop, type TinyWorkshop } from '../../fixtures/tiny-workshop';

let tiny: TinyWorkshop;
let options: SamplingOptions;

beforeAll(async () => {
  tiny = await tinyWorkshop();
  options = { ...tiny.inputs.limits, samples: 3, temperature: 1, seed: 4, stream: STREAMS.training, together: 6 };
});

/** Says what is wrong where it is to write. */
const silent = (): Policy => {
  const { tokenizer, contextTokens } = tiny.models.policy;
  const open = () => Promise.reject(new Error('A solution is written again.'));
  return { tokenizer, contextTokens, open } as unknown as Policy;
};
const tokensOf = (all: readonly Sampled[]) => all.map(({ solutions }) => solutions.map(({ tokens }) => tokens));
const countOf = (all: readonly Sampled[]): number => tokensOf(all).flat(2).length;

describe('remembered samples', () => {
  test('are those that would be written, and are not written again', async () => {
    const { sample } = new RememberedSamples();
    const { policy } = tiny.models;
    const plain = await sampleProblems(policy, tiny.inputs.training, options);
    expect(await sample(policy, tiny.inputs.training, options)).toEqual(plain);
    const progress: SamplingProgress[] = [];
    expect(await sample(silent(), tiny.inputs.training, options, (now) => progress.push(now))).toEqual(plain);
    expect(progress).toHaveLength(1);
    expect(progress[0]).toMatchObject({
      problems: 8,
      solutions: 24,
      reused: { solutions: 24, tokens: countOf(plain) },
    });
  });

  test('stay when a training is stopped, up to the batch at work', async () => {
    const { sample } = new RememberedSamples();
    const { policy } = tiny.models;
    const stop = new AbortController();
    const stopped = sample(policy, tiny.inputs.training, { ...options, signal: stop.signal }, ({ problems }) => {
      if (problems === 4) stop.abort();
    });
    await expect(stopped).rejects.toMatchObject({ code: 'aborted' });
    const progress: SamplingProgress[] = [];
    const whole = await sample(policy, tiny.inputs.training, options, (now) => progress.push(now));
    expect(progress[0]).toMatchObject({ problems: 4, solutions: 12, reused: { solutions: 12 } });
    expect(progress.at(-1)).toMatchObject({ problems: 8, solutions: 24, reused: { solutions: 12 } });
    expect(whole).toEqual(await sampleProblems(policy, tiny.inputs.training, options));
  });

  test('are added to where more are asked for', async () => {
    const { sample } = new RememberedSamples();
    const { policy } = tiny.models;
    await sample(policy, tiny.inputs.training.slice(0, 4), { ...options, samples: 2 });
    const more = await sample(policy, tiny.inputs.training, options);
    expect(tokensOf(more)).toEqual(tokensOf(await sampleProblems(policy, tiny.inputs.training, options)));
    expect(await sample(silent(), tiny.inputs.training, options)).toEqual(more);
  });

  test.each<[string, (now: SamplingOptions) => SamplingOptions]>([
    ['another seed', (now) => ({ ...now, seed: 5 })],
    ['another temperature', (now) => ({ ...now, temperature: 0.5 })],
    ['the test', (now) => ({ ...now, stream: STREAMS.test })],
    ['shorter solutions', (now) => ({ ...now, maxSteps: 2 })],
  ])('are not taken for %s', async (_, other) => {
    const { sample } = new RememberedSamples();
    await sample(tiny.models.policy, tiny.inputs.training, options);
    await expect(sample(silent(), tiny.inputs.training, other(options))).rejects.toThrow('written again');
  });

  test('are not taken for a question whose answer was corrected, nor for another prompt', async () => {
    const { sample } = new RememberedSamples();
    const [first] = tiny.inputs.training;
    await sample(tiny.models.policy, [first!], options);
    for (const other of [{ text: 'corrected' }, { prompt: '9 9 9 9\n' }])
      await expect(sample(silent(), [{ ...first!, ...other }], options)).rejects.toThrow('written again');
    await sample(silent(), [first!], options);
  });

  test('are forgotten beyond so many tokens, the oldest first, and what is at work is whole', async () => {
    const { policy } = tiny.models;
    const whole = await sampleProblems(policy, tiny.inputs.training, options);
    const most = countOf(whole.slice(3));
    const memory = new RememberedSamples(most);
    expect(await memory.sample(policy, tiny.inputs.training, options)).toEqual(whole);
    expect(memory.tokens).toBeLessThanOrEqual(most);
    expect(memory.tokens).toBe(most);
    const progress: SamplingProgress[] = [];
    await memory.sample(policy, tiny.inputs.training, options, (now) => progress.push(now));
    expect(progress[0]).toMatchObject({ problems: 5 });
  });
});
