import { beforeAll, describe, expect, it } from 'vitest';
import { counterfactualCheck } from '../../../src/checks/counterfactual';
import type { CounterfactualOptions } from '../../../src/checks/counterfactual';
import { STRATEGIES, strategyOf } from '../../../src/search/registry';
import type { SearchEvent } from '../../../src/search/types';
import { pathIds, solutionText, treeAt } from '../../../src/trace/reducer';
import { drain, fakePorts } from '../../fixtures/checks';
import { collect, ofType, parameters, search } from '../../fixtures/run-search';

const PARAMETERS = parameters({ samples: 6, beam: 3, seed: 24 });
let events: SearchEvent[];
let options: CounterfactualOptions;

beforeAll(async () => {
  events = await collect(search(strategyOf('beam')!, PARAMETERS));
  // A node of the second step: its parent is a step of its own.
  const { id } = ofType(events, 'node-added').find(({ parent }) => parent !== null && parent > 0)!;
  const place = { node: id, token: 0, replacement: 'd' };
  options = { kind: 'counterfactual', events, ...place, strategy: 'beam', verifier: 'tvm', parameters: PARAMETERS };
});

/** The old log without its end, and what the check told. */
const joined = (told: readonly { readonly event: SearchEvent }[]): SearchEvent[] => [
  ...events.slice(0, -1),
  ...told.map(({ event }) => event),
];

describe('another token', () => {
  it('starts a branch beside the old one, and both make one log', async () => {
    const ports = fakePorts();
    const { events: told, result } = await drain(counterfactualCheck(options, ports));
    const [old, tree] = [treeAt(events), treeAt(joined(told))];
    // The old tree is a part of the new one, node for node.
    expect(tree.nodes.slice(0, old.nodes.length)).toEqual(old.nodes);
    const changed = tree.nodes[result.node]!;
    expect(result.node).toBe(old.nodes.length);
    expect(changed).toMatchObject({ parent: old.nodes[options.node]!.parent, text: 'd' });
    expect(changed.tokens[0]).toMatchObject({ text: 'd', values: { tvm: expect.any(Number) as number } });
    expect(changed.tokens[0]!.logprob).toBeLessThan(0);
    // All that is new grows from the changed node.
    const added = tree.nodes.slice(result.node);
    expect(added.length).toBeGreaterThan(6);
    expect(added.every(({ id }) => pathIds(tree.nodes, id).includes(result.node))).toBe(true);
    expect(tree.policyTokens).toBe(old.policyTokens + result.budget.policyTokens);
    expect(result.budget.policyTokens).toBe(added.slice(1).reduce((sum, { tokens }) => sum + tokens.length, 0));
    expect(result.before.answer).toBe(old.done!.answer);
    expect(result.after.answer).toBe(tree.done!.answer);
    expect(solutionText(tree.nodes, tree.done!.id!)).toContain(`The answer is ${result.after.answer}`);
    expect(ports.openPrefixes()).toBe(0);
  });

  it.each(STRATEGIES.map(({ id }) => id))('can be followed by %s', async (strategy) => {
    const { events: told, result } = await drain(counterfactualCheck({ ...options, strategy }, fakePorts()));
    const tree = treeAt(joined(told));
    expect(tree.done).not.toBeNull();
    expect(tree.nodes.slice(result.node).every(({ id }) => pathIds(tree.nodes, id).includes(result.node))).toBe(true);
  });

  it("takes the reader's own text, also after a step's last token", async () => {
    const { tokens } = ofType(events, 'node-added')[options.node]!;
    const own = { ...options, token: tokens.length, replacement: 'The answer is x' };
    const { events: told, result } = await drain(counterfactualCheck(own, fakePorts()));
    expect(treeAt(joined(told)).nodes[result.node]!.text).toMatch(/\nThe answer is x$/);
    expect(result.after).toEqual({ answer: 'x', correct: !result.after.answer!.includes('c') && result.after.correct });
  });

  it('ends with an error when aborted, and leaves nothing open', async () => {
    const ports = fakePorts();
    const control = new AbortController();
    const aborted = drain(counterfactualCheck(options, ports, { signal: control.signal }), () => control.abort());
    await expect(aborted).rejects.toMatchObject({ code: 'aborted' });
    expect(ports.openPrefixes()).toBe(0);
  });

  it.each([
    [{ node: 0 }, /no step 0/],
    [{ node: 9999 }, /no step 9999/],
    [{ token: 99 }, /no token 99/],
    [{ replacement: '' }, /would end here/],
    [{ parameters: { ...PARAMETERS, beam: 5 } }, /multiple of the beams/],
    [{ strategy: 'none-such' as never }, /./],
  ])('refuses %j', async (changed, message) => {
    const refused = drain(counterfactualCheck({ ...options, ...changed }, fakePorts()));
    await expect(refused).rejects.toMatchObject({ message: expect.stringMatching(message) });
  });

  it('refuses the token that stands there', async () => {
    const replacement = ofType(events, 'node-added')[options.node]!.tokens[0]!.text;
    const refused = drain(counterfactualCheck({ ...options, replacement }, fakePorts()));
    await expect(refused).rejects.toMatchObject({ code: 'bad-input' });
  });
});
