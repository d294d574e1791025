/** Traces that somebody made to do harm, or that a program wrote carelessly: refused where they come in, in a sentence. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkTrace, readTrace, type ReadTrace } from '../../../src/trace/read';
import { TRACE_LIMITS } from '../../../src/trace/schema';
import type { SearchEvent } from '../../../src/search/types';
import type { Trace } from '../../../src/trace/types';
import { beamTrace } from './fixtures';

const own = await beamTrace();
const withParameters = (parameters: object): unknown => ({ ...own, strategy: { id: 'beam', parameters } });

/** What is said of it. */
function refusal(read: ReadTrace): { readonly code: string; readonly message: string } {
  if (read.ok) throw new Error('It was read.');
  expect(read.message).toMatch(/^.{10,500}\.$/);
  return read;
}

describe('the parameters of a strategy', () => {
  const cyclic: { self?: unknown } = {};
  cyclic.self = cyclic;
  const ODD: Readonly<Record<string, object>> = {
    'a cycle': { samples: cyclic },
    'a BigInt': { samples: 10n },
    'a function': { samples: () => 1 },
    'an object in place of a number': { samples: { toString: 1, valueOf: 1 } },
    'a list': { options: [1] },
    'infinitely many': { samples: Infinity },
    'a long text': { options: 'x'.repeat(TRACE_LIMITS.tokenText + 1) },
    'too many': Object.fromEntries(Array.from({ length: TRACE_LIMITS.parameters + 1 }, (_, i) => [`p${i}`, i])),
  };
  it.each(Object.keys(ODD))('are refused with %s', (kind) => {
    expect(refusal(checkTrace(withParameters(ODD[kind]!))).code).toBe('field');
  });

  it.each(['deep', 'opt', 'trap'])('are refused in case-%s-params', (name) => {
    const text = readFileSync(
      new URL(`../../fixtures/faults/case-${name}-params.inkling.json`, import.meta.url),
      'utf8',
    );
    expect(refusal(readTrace(text)).code).toBe('field');
  });

  it('may be numbers, words, yes or no, and nothing', () => {
    expect(checkTrace(withParameters({ verifier: null, rounding: 'up', samples: 4, isShared: true })).ok).toBe(true);
  });
});

describe('numbers', () => {
  const text = JSON.stringify(own);
  /** Where there is one, or where one may be put. */
  const PLACES: Readonly<Record<string, string>> = {
    value: '"status":',
    logprob: '"values":',
    prior: '"status":',
    meanValue: '"status":',
    score: '"rank":',
  };
  it.each(Object.keys(PLACES))('too large to be any are refused as %s', (field) => {
    const [number, place] = [new RegExp(`"${field}":-?[\\d.]+`), PLACES[field]!];
    const filled = number.test(text) ? text : text.replace(place, `"${field}":1,${place}`);
    expect(readTrace(filled).ok).toBe(true);
    expect(refusal(readTrace(filled.replace(number, `"${field}":1e999`))).code).toBe('field');
  });

  it('are refused in events as in nodes', () => {
    const place = own.events.findIndex(({ type }) => type === 'token-values');
    const changed = (change: object): Trace => {
      const events = own.events.map((event, i) => (i === place ? { ...event, ...change } : event));
      return { ...own, events };
    };
    expect(checkTrace(changed({})).ok).toBe(true);
    const { values } = own.events[place] as Extract<SearchEvent, { type: 'token-values' }>;
    expect(refusal(checkTrace(changed({ values: values.map(() => 1.5) }))).code).toBe('event-scale');
    expect(refusal(checkTrace(changed({ value: -0.1 }))).code).toBe('event-scale');
  });

  it('of a node are probabilities where its verifier says so: its value, its mean, and its alternatives', () => {
    const tree = { ...own, events: [] };
    const changed = (change: object): Trace => ({
      ...tree,
      nodes: own.nodes.map((node, i) => (i ? { ...node, ...change } : node)),
    });
    expect(checkTrace(changed({})).ok).toBe(true);
    expect(refusal(checkTrace(changed({ value: 1.5 }))).code).toBe('not-probability');
    expect(refusal(checkTrace(changed({ meanValue: -0.5 }))).code).toBe('not-probability');
    const alternatives = [{ text: 'a', logprob: -1, value: 7 }];
    const tokens = own.nodes[1]!.tokens.map((token) => ({ ...token, alternatives }));
    expect(refusal(checkTrace({ ...tree, nodes: [own.nodes[0]!, { ...own.nodes[1]!, tokens }] })).code).toBe(
      'not-probability',
    );
  });

  it('of a verifier that is no probability may be any', () => {
    const models = own.models.map((model) => (model.role === 'verifier' ? { ...model, scale: 'unbounded' } : model));
    const nodes = own.nodes.map((node, i) => (i ? { ...node, value: -7 } : node));
    expect(checkTrace({ ...own, models, nodes, events: [] }).ok).toBe(true);
  });
});

describe('what stands elsewhere', () => {
  it.each([10n, { a: { b: 1 } }, 'v'.repeat(10_000)])('a version that is none is named briefly', (version) => {
    expect(refusal(checkTrace({ ...own, version })).code).toBe('version');
  });

  it('a text where a word is expected is not quoted in full', () => {
    const nodes = own.nodes.map((node) => ({ ...node, status: 'x'.repeat(10_000) }));
    expect(refusal(checkTrace({ ...own, nodes })).message.length).toBeLessThan(500);
  });

  it('events with more verifiers than anyone could tell apart are refused: each would be copied with every other', () => {
    const { events } = own;
    const scores = Array.from({ length: TRACE_LIMITS.verifiers + 1 }, (_, i) => ({
      ...(events.find(({ type }) => type === 'token-values') as Extract<SearchEvent, { type: 'token-values' }>),
      verifier: `v${i}`,
    }));
    const done = events.at(-1)!;
    const all = [...events.slice(0, -1), ...scores, done].map((event, seq) => ({ ...event, seq }));
    expect(refusal(checkTrace({ ...own, events: all })).code).toBe('verifiers');
  });
});
