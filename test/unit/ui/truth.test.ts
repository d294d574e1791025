/** The truth of the tree on the page: when it is offered, and what it leads to. */
import { readFileSync } from 'node:fs';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { readRecording } from '../../../src/trace/recording';
import type { Trace } from '../../../src/trace/types';
import { importFixture } from '../import/files';
import { SearchState } from '../../../src/ui/search/search.svelte';
import { Colouring } from '../../../src/ui/search/colouring.svelte';
import { TruthLayer } from '../../../src/ui/search/truth.svelte';

const recording = (name: string): Trace => readRecording(readFileSync(`public/recorded/${name}`, 'utf8'))!;
/** A search in which steps of every kind are told: right, wrong, open, hopeless, broken. */
const withErrors = (): Trace => readRecording(readFileSync('test/fixtures/beam-with-errors.json', 'utf8'))!;
let search: SearchState;
let layer: TruthLayer;
beforeEach(() => {
  vi.stubGlobal('document', { hidden: false });
  search = new SearchState();
  layer = new TruthLayer(search);
});

describe('what tints', () => {
  it('is never the policy’s own numbers in a search that nothing scored, but is in a file without scores', async () => {
    const colouring = new Colouring(search);
    const trace = recording('first-search.inkling.json');
    const events = trace.events.filter(({ type }) => type !== 'token-values').map((event, seq) => ({ ...event, seq }));
    search.show({ ...trace, events });
    expect(colouring.columns.map(({ id }) => id)).toEqual(['policy']);
    expect(colouring.column).toBeNull();
    search.show((await importFixture('tree.ll.json')).traces[0]!);
    expect(colouring.column?.id).toBe('policy');
  });
});

describe('what is true', () => {
  it('is offered once there is a tree, told once it is asked for, and not of the next search', async () => {
    expect(layer.isOffered).toBe(false);
    search.show(withErrors());
    expect([layer.isOffered, layer.isOn]).toEqual([true, false]);
    await layer.look();
    expect([...search.whole.nodes.keys()].some((id) => layer.truthAt(id) !== null)).toBe(false);
    layer.isOn = true;
    await layer.look();
    const told = [...search.whole.nodes.keys()].map((id) => layer.truthAt(id));
    expect(new Set(told)).toEqual(new Set([null, 'right', 'wrong', 'open', 'hopeless', 'broken']));
    expect(layer.truthAt(0)).toBeNull();
    search.show(recording('first-search.inkling.json'));
    expect(layer.isOn).toBe(false);
  });

  it('leads to the token at which the verifier is furthest off', async () => {
    search.show(withErrors());
    layer.isOn = true;
    await layer.look();
    const worst = layer.worst!;
    expect(worst).toMatchObject({ token: 11, truth: 0 });
    expect(worst.value).toBeGreaterThan(0.98);
    expect(layer.truthAt(worst.node)).toBe('wrong');
    expect(layer.isParted(worst.node)).toBe(true);
    const parted = [...search.whole.nodes.keys()].filter((id) => layer.isParted(id));
    expect(parted).toHaveLength(3);
  });

  it('leads nowhere on a scale that is no probability, and is not offered of a problem that nobody here knows', async () => {
    const trace = withErrors();
    const models = trace.models.map((model) => ({ ...model, scale: 'logprob' as const }));
    search.show({ ...trace, models });
    layer.isOn = true;
    await layer.look();
    expect(layer.worst).toBeNull();
    expect(layer.isOn).toBe(true);
    search.show({ ...trace, task: 'imported' });
    expect(layer.isOffered).toBe(false);
  });

  it('is what a file of another tool says of its solutions, and of the steps that lead to a right one', async () => {
    const { traces } = await importFixture('ovm-scores.jsonl');
    search.show(traces[0]!);
    expect([layer.isOffered, layer.isOfFile]).toEqual([true, true]);
    layer.isOn = true;
    await layer.look();
    const told = [...search.whole.nodes.values()].map(({ id, node }) => `${layer.truthAt(id)} ${node.text.trim()}`);
    expect(told.slice(1).sort()).toEqual([
      'null 2 * 3 = 6',
      'open 2 + 3 = 5',
      'right The answer is 5',
      'wrong The answer is 6',
      'wrong The answer is 6',
    ]);
  });

  it('is the file’s right answer beside those of its solutions, where it says no more', async () => {
    const { traces } = await importFixture('beam_search_completions.jsonl');
    search.show(traces[0]!);
    layer.isOn = true;
    await layer.look();
    const told = [...search.whole.nodes.keys()].map((id) => layer.truthAt(id));
    expect(told.filter((truth) => truth === 'right')).toHaveLength(2);
    expect(told.filter((truth) => truth === 'wrong')).toHaveLength(1);
    // A probability of the file is held against it.
    expect(layer.worst).toMatchObject({ truth: 1 });
  });

  it('is told anew of a tree that has grown meanwhile', async () => {
    const trace = withErrors();
    search.show(trace);
    layer.isOn = true;
    const first = layer.look();
    const second = layer.look();
    await Promise.all([first, second]);
    const leaf = [...search.whole.nodes.values()].at(-1)!;
    expect(layer.truthAt(leaf.id)).not.toBeNull();
  });
});
