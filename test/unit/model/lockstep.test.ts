import { describe, expect, it } from 'vitest';
import { createRng } from '../../../src/core/rng';
import { runLockstep } from '../../../src/model/lockstep';
import type {
  DistinctRequest,
  Policy,
  PrefixId,
  SampledStep,
  ScoreRequest,
  StepRequest,
  Verifier,
} from '../../../src/model/types';

const OPTIONS = { temperature: 1, topK: 0, maxTokens: 4, alternatives: 0 };
const step = (prefix: PrefixId): SampledStep => ({ prefix, tokens: [], ended: 'step' });

function models() {
  const batches: string[] = [];
  const policy = {
    open: async ([token]: readonly number[]) => token as PrefixId,
    sampleSteps: async (requests: readonly StepRequest[]) => {
      batches.push(`policy ${requests.map(({ prefix }) => prefix).join(' ')}`);
      return requests.map(({ prefix }) => step((prefix * 10) as PrefixId));
    },
  } as unknown as Policy;
  const verifier = {
    score: async (requests: readonly ScoreRequest[]) => {
      batches.push(`value ${requests.map(({ prefix }) => prefix).join(' ')}`);
      if (requests.some(({ prefix }) => prefix === 99)) throw new Error('bad');
      return requests.map(({ prefix }) => ({ prefix, values: Float32Array.of(prefix) }));
    },
  } as unknown as Verifier;
  return { batches, shared: { policy, verifier } };
}

const request = (prefix: number): StepRequest => ({ prefix: prefix as PrefixId, rng: createRng(1) });
const score = (prefix: number): ScoreRequest => ({ prefix: prefix as PrefixId, tokens: [1] });

describe('searches together', () => {
  it('make one batch of the calls of each kind, and each gets its own answers', async () => {
    const { batches, shared } = models();
    const search = (ids: readonly number[], rounds: number) => async (own: typeof shared) => {
      let at = await Promise.all(ids.map((id) => own.policy.open([id])));
      for (let i = 0; i < rounds; i++) {
        const steps = await own.policy.sampleSteps(at.map(request), OPTIONS);
        at = steps.map(({ prefix }) => prefix);
        await own.verifier.score(at.map(score));
      }
      return at;
    };
    const results = await runLockstep(shared, [search([1, 2], 2), search([3], 1), search([4], 2)] as never);
    expect(results).toEqual([[100, 200], [30], [400]]);
    expect(batches).toEqual(['policy 1 2 3 4', 'value 10 20 30 40', 'policy 10 20 40', 'value 100 200 400']);
  });

  it('draw distinct steps together, each its own', async () => {
    const calls: number[] = [];
    const policy = {
      sampleDistinct: async (requests: readonly DistinctRequest[]) => {
        calls.push(requests.length);
        return requests.map(({ prefix, count }) => ({
          steps: Array.from({ length: count }, () => step(prefix)),
          overtaken: 0,
        }));
      },
    } as unknown as Policy;
    const search = (id: number) => async (own: { policy: Policy }) => {
      const lots = [{ prefix: id as PrefixId, count: id, rng: createRng(1) }];
      const [drawn] = await own.policy.sampleDistinct!(lots, { ...OPTIONS, leastProbability: 0.1 });
      return drawn!.steps.map(({ prefix }) => prefix);
    };
    const results = await runLockstep({ policy, verifier: null }, [search(1), search(3)]);
    expect(results).toEqual([[1], [3, 3, 3]]);
    expect(calls).toEqual([2]);
  });

  it('do not wait for one that fails, and tell what it threw', async () => {
    const { shared } = models();
    const ended: number[] = [];
    const search = (id: number) => async () => {
      if (id === 2) throw new Error('no');
      await new Promise((resolve) => setTimeout(resolve, 1));
      ended.push(id);
    };
    await expect(runLockstep(shared, [search(1), search(2), search(3)])).rejects.toThrow('no');
    expect(ended).toEqual([1, 3]);
  });

  it('all fail with a batch that fails', async () => {
    const { shared } = models();
    const searches = [5, 99].map((id) => async (own: typeof shared) => own.verifier.score([score(id)]));
    await expect(runLockstep(shared, searches as never)).rejects.toThrow('bad');
  });

  it('stop before a batch where their signal says so', async () => {
    const { shared } = models();
    const search = async (own: { policy: Policy }) =>
      own.policy.sampleSteps([request(1)], { ...OPTIONS, signal: AbortSignal.abort() });
    await expect(runLockstep(shared, [search])).rejects.toMatchObject({ code: 'aborted' });
  });
});
