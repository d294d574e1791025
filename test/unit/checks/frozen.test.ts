import { describe, expect, it } from 'vitest';
import { frozenCheck, selectionsOf, wouldKeep } from '../../../src/checks/frozen';
import type { FrozenEvent } from '../../../src/checks/frozen';
import { confidenceVerifier } from '../../../src/verifiers/confidence';
import type { Verifier } from '../../../src/model/types';
import { strategyOf } from '../../../src/search/registry';
import type { SearchEvent } from '../../../src/search/types';
import { traceNodes } from '../../../src/trace/codec';
import { treeAt } from '../../../src/trace/reducer';
import { drain, fakePorts } from '../../fixtures/checks';
import { valueOfText } from '../../fixtures/fake-models';
import { collect, search } from '../../fixtures/run-search';

const finished = async (strategy: 'beam' | 'best-of-n' | 'mcts' = 'beam') => {
  const events = await collect(search(strategyOf(strategy)!, { samples: 6, beam: 3, seed: 24 }));
  return { kind: 'frozen', nodes: traceNodes(treeAt(events)), events } as const;
};
const decisionsOf = (events: readonly FrozenEvent[]) =>
  events.flatMap((event) => (event.type === 'decision' ? event : []));

describe('a selection', () => {
  const place = (seq: number, id: number, rank: number) => ({ seq, id, rank, of: 3 });
  const events: SearchEvent[] = [
    { type: 'kept', ...place(0, 4, 1) },
    { type: 'pruned', ...place(1, 2, 2), reason: 'score' },
    { type: 'pruned', ...place(2, 3, 3), reason: 'duplicate' },
    { type: 'budget', seq: 3, policyTokens: 1, valueTokens: 1 },
    // All are kept: nothing was chosen.
    { type: 'kept', seq: 4, id: 5, rank: 1, of: 1 },
    { type: 'kept', ...place(5, 7, 1) },
    { type: 'kept', ...place(6, 8, 2) },
    { type: 'pruned', ...place(7, 9, 3), reason: 'not-chosen' },
  ];

  it('is what follows without a gap in the ranks; of an answer only the first counts', () => {
    expect(selectionsOf(events)).toEqual([
      { seq: 0, candidates: [4, 2, 3], kept: [4], duplicatesLast: true, isAnswer: false },
      { seq: 5, candidates: [7, 8, 9], kept: [7], duplicatesLast: false, isAnswer: true },
    ]);
  });

  it('keeps the highest, of equal ones the earlier, and what the log put last comes last', () => {
    const selection = selectionsOf(events)[0]!;
    const values: Record<number, number> = { 4: 0.1, 2: 0.7, 3: 0.9 };
    expect(
      wouldKeep(
        selection,
        (id) => values[id]!,
        () => false,
      ),
    ).toEqual([3]);
    expect(
      wouldKeep(
        selection,
        (id) => values[id]!,
        (id) => id === 3,
      ),
    ).toEqual([2]);
    expect(
      wouldKeep(
        selection,
        () => 0.5,
        () => false,
      ),
    ).toEqual([4]);
  });
});

describe('a frozen tree', () => {
  it.each(['beam', 'best-of-n', 'mcts'] as const)(
    'gets the values again that %s saw, and the same choices',
    async (id) => {
      const tree = await finished(id);
      const ports = fakePorts();
      const { events, result } = await drain(frozenCheck({ ...tree, verifiers: ['tvm'] }, ports));
      for (const event of events) {
        if (event.type !== 'scored') continue;
        expect(event.values).toEqual(tree.nodes[event.id]!.tokens.map(({ values }) => values!['tvm']));
      }
      expect(events.filter(({ type }) => type === 'scored')).toHaveLength(tree.nodes.length - 1);
      // MCTS descends by the mean of what was backed up, which need not be the node's own value.
      if (id !== 'mcts') expect(result.verifiers[0]).toMatchObject({ differing: 0, better: 0, worse: 0 });
      expect(result.verifiers[0]!.decisions).toBeGreaterThan(0);
      expect(ports.openPrefixes()).toBe(0);
      expect(ports.policy.batches).toEqual([]);
    },
  );

  it('is chosen from otherwise by one that says the opposite, and the cost is what can still become right', async () => {
    const tree = await finished();
    const opposite = (text: string): number => 1 - valueOfText(text);
    const ports = fakePorts(undefined, { tvm: valueOfText, ovm: opposite });
    // The fakes are all called tvm; this one is asked for as ovm.
    const { events, result } = await drain(frozenCheck({ ...tree, verifiers: ['tvm', 'ovm'] }, ports));
    const [same, other] = result.verifiers;
    expect(same!.differing).toBe(0);
    expect(other!.differing).toBeGreaterThan(0);
    const decisions = decisionsOf(events).slice(same!.decisions);
    expect(decisions.filter(({ differs }) => differs)).toHaveLength(other!.differing);
    for (const { candidates, kept, wouldKeep: others, keptGood, wouldKeepGood } of decisions) {
      expect(others).toHaveLength(kept.length);
      expect(others.every((id) => candidates.includes(id))).toBe(true);
      expect(keptGood).toBeLessThanOrEqual(kept.length);
      expect(wouldKeepGood).toBeLessThanOrEqual(others.length);
    }
    expect(other!.better).toBe(decisions.filter((d) => d.wouldKeepGood > d.keptGood).length);
    expect(other!.worse).toBe(decisions.filter((d) => d.wouldKeepGood < d.keptGood).length);
  });

  it('without a log has values and a favourite answer, and no choices', async () => {
    const { nodes } = await finished('best-of-n');
    const ports = fakePorts();
    const { result } = await drain(frozenCheck({ kind: 'frozen', nodes, events: [], verifiers: ['tvm'] }, ports));
    const best = nodes
      .filter(({ tokens, text }) => tokens.at(-1)!.text === '' && text.includes('The answer'))
      .sort((a, b) => b.value! - a.value!)[0]!;
    expect(result.verifiers[0]).toMatchObject({ decisions: 0, choice: { id: best.id } });
  });

  it('of another tool, which tells no log-probabilities, is refused to a verifier that needs them', async () => {
    const { nodes } = await finished();
    const untold = nodes.map((node) => ({ ...node, tokens: node.tokens.map(({ text }) => ({ text })) }));
    const ports = { ...fakePorts(), verifierOf: (): Verifier => ({ ...confidenceVerifier(), scale: 'unbounded' }) };
    const refused = drain(frozenCheck({ kind: 'frozen', nodes: untold, events: [], verifiers: ['tvm'] }, ports));
    await expect(refused).rejects.toMatchObject({ code: 'bad-input', message: expect.stringContaining('how likely') });
  });

  it('refuses a verifier that is not there before anything is computed', async () => {
    const ports = fakePorts();
    const refused = drain(frozenCheck({ ...(await finished()), verifiers: ['tvm', 'ovm'] }, ports));
    await expect(refused).rejects.toMatchObject({ code: 'not-loaded' });
    expect(ports.verifiers['tvm']!.batches).toEqual([]);
  });
});
