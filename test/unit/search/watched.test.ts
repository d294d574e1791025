/** Who watches a search sees what comes next in its log, and changes nothing of it. */
import { describe, expect, it } from 'vitest';
import { runLockstep, type SharedModels } from '../../../src/model/lockstep';
import { beam } from '../../../src/search/beam';
import { majority } from '../../../src/search/majority';
import { mcts } from '../../../src/search/mcts';
import type { SearchEvent } from '../../../src/search/types';
import type { Glimpse } from '../../../src/search/watched';
import { answerOf, PROMPT } from '../../fixtures/fake-models';
import { collect, fakes, parameters, search } from '../../fixtures/run-search';

const asked = { samples: 6, beam: 2 };

async function watch(strategy = beam, changed = asked): Promise<{ events: SearchEvent[]; glimpses: Glimpse[] }> {
  const glimpses: Glimpse[] = [];
  const events = await collect(search(strategy, changed, fakes(), { watcher: (look) => glimpses.push(look()) }));
  return { events, glimpses };
}

describe('a watched search', () => {
  it.each([beam, mcts])('has the log of one that nobody watches: $id', async (strategy) => {
    const { events, glimpses } = await watch(strategy);
    expect(events).toEqual(await collect(search(strategy, asked)));
    expect(glimpses.length).toBeGreaterThan(10);
  });

  it('shows the prompt being read, every candidate growing to what the log then has, and the scoring', async () => {
    const { events, glimpses } = await watch();
    expect(glimpses[0]).toEqual({ kind: 'reading', log: 0, done: 0, of: 2 });
    const rounds = new Map<number, Extract<Glimpse, { kind: 'writing' }>[]>();
    for (const glimpse of glimpses)
      if (glimpse.kind === 'writing') rounds.set(glimpse.log, [...(rounds.get(glimpse.log) ?? []), glimpse]);
    expect(rounds.size).toBeGreaterThan(1);
    for (const [log, told] of rounds) {
      const added = events.slice(log, log + told[0]!.of).filter((event) => event.type === 'node-added');
      expect(told[0]!.tokens).toBe(0);
      expect(told.map(({ tokens }) => tokens)).toEqual(told.map(({ tokens }) => tokens).sort((a, b) => a - b));
      const last = told.at(-1)!;
      expect(last.candidates).toEqual(added.map(({ parent, text }) => ({ parent, text, isEnded: true })));
      for (const { candidates } of told)
        for (const [i, { text }] of candidates.entries()) expect(added[i]!.text.startsWith(text)).toBe(true);
      expect(last.tokens).toBe(added.reduce((sum, { tokens }) => sum + tokens.length, 0));
    }
    const scorings = glimpses.filter(({ kind }) => kind === 'scoring');
    expect(scorings.map(({ log }) => events[log]!.type)).toEqual(scorings.map(() => 'token-values'));
  });

  it('names no more candidates than can be seen, and says how many there are', async () => {
    const { glimpses } = await watch(beam, { samples: 60, beam: 2 });
    const first = glimpses.find(({ kind }) => kind === 'writing');
    expect(first).toMatchObject({ of: 60 });
    expect(first?.kind === 'writing' && first.candidates).toHaveLength(24);
  });

  it('beside others shows none of their candidates', async () => {
    const glimpses: Glimpse[] = [];
    const asSearches = [1, 2].map((seed) => (shared: SharedModels) => {
      const control = seed === 1 ? { watcher: (look: () => Glimpse) => void glimpses.push(look()) } : {};
      const ports = { ...shared, answerOf };
      return collect(majority.search(PROMPT, ports, parameters({ samples: 6, beam: 2, seed }), control));
    });
    await runLockstep({ policy: fakes().policy, verifier: null }, asSearches);
    const written = glimpses.filter((glimpse) => glimpse.kind === 'writing');
    expect(written.length).toBeGreaterThan(1);
    for (const { of, candidates } of written) expect(Math.max(of, candidates.length)).toBeLessThanOrEqual(6);
  });
});
