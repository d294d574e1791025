/** What must hold for every strategy, budget, seed and moment. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { beam } from '../../../src/search/beam';
import { STRATEGIES } from '../../../src/search/registry';
import { tokenGuided } from '../../../src/search/token-guided';
import type { SearchEvent, SearchParameters, Strategy } from '../../../src/search/types';
import { applyEvents, EMPTY_SEARCH, treeAt } from '../../../src/trace/reducer';
import { FakePolicy, FakeVerifier } from '../../fixtures/fake-models';
import { collect, fakes, ofType, openPrefixes, search, type Fakes } from '../../fixtures/run-search';

const budgets = fc
  .record({
    beam: fc.integer({ min: 1, max: 5 }),
    each: fc.integer({ min: 1, max: 5 }),
    seed: fc.nat(10_000),
    maxSteps: fc.integer({ min: 1, max: 6 }),
    maxStepTokens: fc.constantFrom(2, 40),
    temperature: fc.constantFrom(0, 1),
  })
  .map(({ each, ...rest }): Partial<SearchParameters> => ({ ...rest, samples: rest.beam * each }));
const strategies = fc.constantFrom(...STRATEGIES);
/** Those whose value tokens are the tokens of their nodes: token-guided search weighs many that it does not write. */
const stepwise = fc.constantFrom(...STRATEGIES.filter(({ id }) => id !== 'token-guided'));
const runs = { numRuns: 60 };

/** The events of each selection: the `kept` and `pruned` that stand together. */
function selections(events: readonly SearchEvent[]): Extract<SearchEvent, { type: 'kept' | 'pruned' }>[][] {
  const groups: Extract<SearchEvent, { type: 'kept' | 'pruned' }>[][] = [];
  let previous: string | null = null;
  for (const event of events) {
    if (event.type === 'kept' || event.type === 'pruned') {
      if (previous !== 'kept' && previous !== 'pruned') groups.push([]);
      groups.at(-1)!.push(event);
    }
    previous = event.type;
  }
  return groups;
}

describe('every strategy', () => {
  it('numbers its events, ends with done and releases every prefix', async () => {
    await fc.assert(
      fc.asyncProperty(strategies, budgets, async (strategy, budget) => {
        const models = fakes();
        const events = await collect(search(strategy, budget, models));
        expect(events.map(({ seq }) => seq)).toEqual([...events.keys()]);
        expect(events.findIndex(({ type }) => type === 'done')).toBe(events.length - 1);
        expect(openPrefixes(models)).toBe(0);
      }),
      runs,
    );
  });

  it('counts the budget that the log shows', async () => {
    await fc.assert(
      fc.asyncProperty(stepwise, budgets, async (strategy, budget) => {
        const events = await collect(search(strategy, budget));
        const added = ofType(events, 'node-added').slice(1);
        const count = (nodes: typeof added) => nodes.reduce((sum, { tokens }) => sum + tokens.length, 0);
        // A prefix is scored once, also when a step that was looked ahead comes again.
        const paths = new Map([[0, '']]);
        const firsts = new Map<string, (typeof added)[number]>();
        for (const node of added) {
          const path = `${paths.get(node.parent!)}${node.tokens.map(({ text }) => `|${text}`).join('')}`;
          paths.set(node.id, path);
          if (!firsts.has(path)) firsts.set(path, node);
        }
        expect(ofType(events, 'budget').at(-1)).toMatchObject({
          policyTokens: count(added),
          valueTokens: count([...firsts.values()]),
        });
      }),
      runs,
    );
  });

  it('gives the same log for the same seed', async () => {
    await fc.assert(
      fc.asyncProperty(strategies, budgets, async (strategy, budget) => {
        const [one, two] = await Promise.all([collect(search(strategy, budget)), collect(search(strategy, budget))]);
        expect(JSON.stringify(one)).toBe(JSON.stringify(two));
      }),
      runs,
    );
  });

  it('gives the same log whatever the batches of the policy', async () => {
    class OneByOne extends FakePolicy {
      override async sampleSteps(...[requests, options]: Parameters<FakePolicy['sampleSteps']>) {
        const steps = [];
        for (const request of [...requests].reverse()) steps.push(...(await super.sampleSteps([request], options)));
        return steps.reverse();
      }
    }
    await fc.assert(
      fc.asyncProperty(strategies, budgets, async (strategy, budget) => {
        const alone = { policy: new OneByOne(), verifier: new FakeVerifier() };
        expect(await collect(search(strategy, budget, alone))).toEqual(await collect(search(strategy, budget)));
      }),
      runs,
    );
  });

  it('stopped at any moment, ends soon with done and releases every prefix', async () => {
    await fc.assert(
      fc.asyncProperty(strategies, budgets, fc.nat(80), async (strategy, budget, moment) => {
        const models = fakes();
        const events: SearchEvent[] = [];
        let batchesAtStop: number | null = null;
        const shouldStop = () => events.length >= moment;
        for await (const event of search(strategy, budget, models, { shouldStop })) {
          events.push(event);
          if (shouldStop()) batchesAtStop ??= models.policy.batches.length;
        }
        expect(ofType(events, 'done')).toHaveLength(1);
        expect(events.at(-1)!.type).toBe('done');
        expect(openPrefixes(models)).toBe(0);
        if (batchesAtStop !== null) expect(models.policy.batches.length).toBe(batchesAtStop);
      }),
      runs,
    );
  });

  it('stopped inside a call of a model, breaks it off and ends with done and nothing lost', async () => {
    await fc.assert(
      fc.asyncProperty(strategies, budgets, fc.integer({ min: 3, max: 12 }), async (strategy, budget, call) => {
        const controller = new AbortController();
        let calls = 0;
        // The first two open the prompt.
        const onCall = () => void (++calls === call && controller.abort());
        const models = {
          policy: new FakePolicy(undefined, { onCall }),
          verifier: new FakeVerifier(undefined, { onCall }),
        };
        const whole = await collect(search(strategy, budget));
        const events = await collect(search(strategy, budget, models, { stopSignal: controller.signal }));
        expect(openPrefixes(models)).toBe(0);
        if (!controller.signal.aborted) {
          expect(events).toEqual(whole);
          return;
        }
        expect(calls).toBe(call);
        expect(events.at(-1)).toMatchObject({ type: 'done', reason: 'stopped' });
        // Up to there it is the same search, and what was sampled is counted.
        const grown = events.findLastIndex(({ type }) => type === 'node-added' || type === 'token-values');
        expect(events.slice(0, grown + 1)).toEqual(whole.slice(0, grown + 1));
        const { nodes, policyTokens } = treeAt(events);
        const count = nodes.slice(1).reduce((sum, { tokens }) => sum + tokens.length, 0);
        if (strategy.id !== 'token-guided') expect(policyTokens).toBe(count);
        // The answer is one that the search had judged.
        const { id } = ofType(events, 'done')[0]!;
        if (id !== null && strategy.id !== 'greedy') expect(nodes[id]!.value).not.toBeNull();
      }),
      { numRuns: 300 },
    );
  });

  it('aborted between events, yields nothing more and releases every prefix', async () => {
    await fc.assert(
      fc.asyncProperty(strategies, budgets, fc.nat(60), async (strategy, budget, moment) => {
        const models = fakes();
        const controller = new AbortController();
        let isDone = false;
        const seen = await abortedRun(strategy, budget, models, controller, (count, { type }) => {
          isDone = type === 'done';
          if (count === moment + 1) controller.abort();
        });
        // After the last event there is nothing left to abort.
        if (controller.signal.aborted) expect(seen).toEqual({ events: moment + 1, code: isDone ? null : 'aborted' });
        expect(openPrefixes(models)).toBe(0);
      }),
      runs,
    );
  });

  it('aborted inside a call of a model, yields nothing more and releases every prefix', async () => {
    await fc.assert(
      fc.asyncProperty(strategies, budgets, fc.integer({ min: 1, max: 10 }), async (strategy, budget, call) => {
        const controller = new AbortController();
        let calls = 0;
        let eventsAtAbort = 0;
        let events = 0;
        const onCall = () => {
          if (++calls !== call) return;
          eventsAtAbort = events;
          controller.abort();
        };
        const models = {
          policy: new FakePolicy(undefined, { onCall }),
          verifier: new FakeVerifier(undefined, { onCall }),
        };
        const seen = await abortedRun(strategy, budget, models, controller, (count) => (events = count));
        if (controller.signal.aborted) expect(seen).toEqual({ events: eventsAtAbort, code: 'aborted' });
        expect(openPrefixes(models)).toBe(0);
      }),
      runs,
    );
  });

  it('left by its reader at any moment, releases every prefix', async () => {
    await fc.assert(
      fc.asyncProperty(strategies, budgets, fc.nat(60), async (strategy, budget, moment) => {
        const models = fakes();
        let count = 0;
        for await (const _ of search(strategy, budget, models)) if (count++ === moment) break;
        expect(openPrefixes(models)).toBe(0);
      }),
      runs,
    );
  });
});

async function abortedRun(
  strategy: Strategy,
  budget: Partial<SearchParameters>,
  models: Fakes,
  { signal }: AbortController,
  onEvent: (count: number, event: SearchEvent) => void,
): Promise<{ events: number; code: unknown }> {
  let events = 0;
  try {
    for await (const event of search(strategy, budget, models, { signal })) onEvent(++events, event);
  } catch (error) {
    return { events, code: (error as { code: unknown }).code };
  }
  return { events, code: null };
}

describe('beam', () => {
  it('has K candidates a step, or K/b for each open beam and one for each ended one', async () => {
    await fc.assert(
      fc.asyncProperty(budgets, async (budget) => {
        const { samples, beam: width } = budget as { samples: number; beam: number };
        const events = await collect(search(beam, budget));
        let ended = 0;
        for (const [step, group] of selections(events).entries()) {
          const expected = step === 0 ? samples : (width - ended) * (samples / width) + ended;
          expect(group).toHaveLength(expected);
          expect(group.map(({ rank, of }) => [rank, of])).toEqual(group.map((_, i) => [i + 1, expected]));
          const kept = group.filter(({ type }) => type === 'kept');
          expect(kept).toHaveLength(Math.min(width, expected));
          const tree = treeAt(events, group.at(-1)!.seq + 1);
          ended = kept.filter(({ id }) => hasEnded(tree.nodes[id]!.tokens.at(-1)!.text)).length;
        }
      }),
      runs,
    );
  });

  it('decides by what the log shows: duplicates last, then by value, then by appearance', async () => {
    await fc.assert(
      fc.asyncProperty(budgets, async (budget) => {
        const events = await collect(search(beam, budget));
        for (const group of selections(events)) {
          const { nodes } = treeAt(events, group[0]!.seq);
          const values = group.map(({ id }) => nodes[id]!);
          for (const [i, next] of values.entries()) {
            const before = values[i - 1];
            if (!before) continue;
            const duplicates = [before, next].map(({ duplicateOf }) => (duplicateOf === undefined ? 0 : 1));
            expect(duplicates[0]).toBeLessThanOrEqual(duplicates[1]!);
            if (duplicates[0] === duplicates[1]) expect(before.value).toBeGreaterThanOrEqual(next.value!);
          }
        }
      }),
      runs,
    );
  });
});

describe('token-guided', () => {
  it('writes a token for every beam that has not ended, as far as there are options', async () => {
    await fc.assert(
      fc.asyncProperty(budgets, async (budget) => {
        const { beam: width, maxSteps } = budget as { beam: number; maxSteps: number };
        const depths = [0];
        let [ended, endedBefore] = [0, 0];
        let before = { policyTokens: 0, valueTokens: 0 };
        for (const event of await collect(search(tokenGuided, { ...budget, options: { leastProbability: 0 } }))) {
          if (event.type === 'node-added' && event.parent !== null) {
            depths[event.id] = depths[event.parent]! + 1;
            if (depths[event.id] === maxSteps || hasEnded(event.tokens.at(-1)!.text)) ended++;
          }
          if (event.type !== 'budget') continue;
          const options = event.valueTokens - before.valueTokens;
          const written = event.policyTokens - before.policyTokens;
          expect(written).toBe(Math.min(width - endedBefore, options));
          before = event;
          endedBefore = ended;
        }
      }),
      runs,
    );
  });
});

/** A step that goes on ends with a line end; any other last token ended its path. */
const hasEnded = (lastToken: string): boolean => !lastToken.includes('\n');

describe('the reducer', () => {
  it('gives the same tree for events one by one, in batches and at once, at any moment', async () => {
    await fc.assert(
      fc.asyncProperty(
        strategies,
        budgets,
        fc.array(fc.integer({ min: 1, max: 30 })),
        async (strategy, budget, cuts) => {
          const events = await collect(search(strategy, budget));
          let tree = EMPTY_SEARCH;
          let at = 0;
          for (const cut of [...cuts, events.length]) {
            tree = applyEvents(tree, events.slice(at, at + cut));
            at = Math.min(at + cut, events.length);
            expect(tree).toEqual(treeAt(events, at));
          }
        },
      ),
      runs,
    );
  });
});
