import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { beam } from '../../../src/search/beam';
import { greedy } from '../../../src/search/greedy';
import { STRATEGIES } from '../../../src/search/registry';
import { encodeTrace, resultOf } from '../../../src/trace/codec';
import { traceJsonSchema } from '../../../src/trace/json-schema';
import { checkTrace, readTrace } from '../../../src/trace/read';
import { treeAt } from '../../../src/trace/reducer';
import { TRACE_LIMITS } from '../../../src/trace/schema';
import type { Trace } from '../../../src/trace/types';
import { collect, search } from '../../fixtures/run-search';
import { beamTrace, traceOf } from './fixtures';

const published = JSON.parse(readFileSync('public/schema/trace-1.json', 'utf8')) as object;

describe('a trace', () => {
  it('is the same text for the same run, but for elapsedMs', async () => {
    const [one, two] = [await beamTrace(), await beamTrace()];
    expect(encodeTrace(one)).toBe(encodeTrace(two));
    const slower = { ...two, result: { ...two.result, budget: { ...two.result.budget, elapsedMs: 99 } } };
    expect(encodeTrace(slower).replace('"elapsedMs":99', '"elapsedMs":13')).toBe(encodeTrace(one));
  });

  it('has a value for every generated token and none in the root', async () => {
    const [root, ...generated] = (await beamTrace()).nodes;
    expect(root!.tokens.every(({ values, logprob }) => values === undefined && logprob === undefined)).toBe(true);
    for (const { tokens } of generated) for (const { values } of tokens) expect(values).toHaveProperty('tvm');
  });

  it('judges the answer that the search gave, from the text of its path', async () => {
    const tree = treeAt(await collect(search(beam, { samples: 12, beam: 3 })));
    const seen: string[] = [];
    const judge = (text: string) => ({ correct: seen.push(text) > 0 });
    expect(resultOf(tree, judge, 1.4)).toEqual({
      answer: tree.done!.answer,
      correct: true,
      budget: { policyTokens: tree.policyTokens, valueTokens: tree.valueTokens, elapsedMs: 1 },
    });
    expect(seen[0]).toMatch(/The answer is/);
  });

  it('is not correct without an answer, and the judge is not asked', async () => {
    const tree = treeAt(await collect(search(greedy, { maxSteps: 1 })));
    const judge = () => {
      throw new Error('There is nothing to judge.');
    };
    expect(resultOf(tree, judge, 0)).toMatchObject({ answer: null, correct: false });
  });
});

describe('the published schema', () => {
  it('is what `npm run schema` writes', () => expect(published).toEqual(traceJsonSchema()));

  it('accepts the trace of every strategy', async () => {
    const validate = new Ajv({ strict: true, allowUnionTypes: true }).compile(published);
    for (const strategy of STRATEGIES) {
      const events = await collect(search(strategy, { samples: 12, beam: 3 }));
      const trace: unknown = JSON.parse(encodeTrace(traceOf(events)));
      expect(validate(trace), JSON.stringify(validate.errors)).toBe(true);
    }
  });

  it('refuses a trace with a field of the wrong kind', async () => {
    const validate = new Ajv().compile(published);
    const trace = await beamTrace();
    expect(validate({ ...trace, version: 2 })).toBe(false);
    expect(validate({ ...trace, nodes: [{ ...trace.nodes[0], status: 'lost' }] })).toBe(false);
    expect(validate({ ...trace, events: [{ seq: 0, type: 'unheard-of' }] })).toBe(false);
  });
});

type Mutable<T> = { -readonly [K in keyof T]: T[K] extends object ? Mutable<T[K]> : T[K] };
const message = (value: unknown): string => {
  const read = checkTrace(value);
  return read.ok ? 'accepted' : read.message;
};
/** Why a good trace is refused after one change. */
async function messageAfter(change: (trace: Mutable<Trace>) => void): Promise<string> {
  const trace = structuredClone(await beamTrace()) as Mutable<Trace>;
  change(trace);
  return message(trace);
}

describe('reading a trace', () => {
  it('gives back what was written, and writes it the same again', async () => {
    const trace = await beamTrace();
    const read = readTrace(encodeTrace(trace));
    expect(read).toEqual({ ok: true, trace });
    if (read.ok) expect(encodeTrace(read.trace)).toBe(encodeTrace(trace));
  });

  it('accepts a tree without a history, and drops fields that it does not know', async () => {
    const trace = await beamTrace();
    const read = checkTrace({ ...trace, events: [], extra: '<script>' });
    expect(read.ok && Object.keys(read.trace)).toEqual(Object.keys(trace));
  });

  it.each([
    ['{', 'This file is not JSON, so it is not a trace.'],
    ['null', 'This file is not an Inkling trace.'],
    ['[1]', 'This file is not an Inkling trace.'],
    ['{"format":"inkling-trace","version":2}', 'This trace has version 2, and only version 1 can be read.'],
  ])('says what is wrong with %s', (text, sentence) => {
    expect(readTrace(text)).toMatchObject({ ok: false, message: sentence });
  });

  it('refuses what is too large before it parses it', () => {
    const text = { length: TRACE_LIMITS.characters + 1 } as string;
    expect(readTrace(text)).toMatchObject({ ok: false, message: expect.stringContaining('too large') as string });
  });

  it.each<[string, (trace: Mutable<Trace>) => void, RegExp]>([
    ['a missing field', (t) => delete (t as Partial<Mutable<Trace>>).seed, /not as expected at seed/],
    ['a field of the wrong kind', (t) => (t.nodes[1]!.text = 7 as never), /not as expected at nodes\.1\.text/],
    ['a long text', (t) => (t.nodes[1]!.text = 'x'.repeat(60_000)), /not as expected at nodes\.1\.text/],
    [
      'too many tokens',
      (t) => (t.nodes[1]!.tokens = Array(5000).fill(t.nodes[1]!.tokens[0]) as never),
      /nodes\.1\.tokens/,
    ],
    ['no node', (t) => (t.nodes.length = 0), /not as expected at nodes/],
    ['a number that is none', (t) => (t.nodes[1]!.value = NaN), /not as expected at nodes\.1\.value/],
    ['an id out of place', (t) => (t.nodes[2]!.id = 9), /Node 9 stands at place 2/],
    ['a second root', (t) => (t.nodes[2]!.parent = null), /no other is the root/],
    ['a parent that is not before', (t) => (t.nodes[2]!.parent = 5), /parent 5, which does not come before/],
    [
      'a chain that is too long to be laid out',
      (t) => {
        const [root, step] = t.nodes;
        t.events = [];
        t.nodes = [root!, ...Array.from({ length: 10_001 }, (_, i) => ({ ...step!, id: i + 1, parent: i }))];
      },
      /Node 10001 is deeper than 10000 steps/,
    ],
    ['a circle', (t) => (t.nodes[2]!.parent = 2), /does not come before/],
    ['a copy of a later node', (t) => (t.nodes[2]!.duplicateOf = 8), /repeats node 8/],
    ['a probability of 2', (t) => (t.nodes[1]!.tokens[0]!.values = { tvm: 2 }), /value of tvm outside 0 to 1/],
    [
      'values on some tokens only',
      (t) => delete (t.nodes[1]!.tokens[0] as { values?: object }).values,
      /some of its tokens/,
    ],
    ['an event too few', (t) => t.events.splice(3, 1), /do not fit together at seq/],
    ['a node that the events do not add', (t) => t.nodes.pop(), /and the trace lists/],
    [
      'a node that the events make otherwise',
      (t) => (t.nodes[1]!.text = 'other'),
      /Node 1 is not what the events make/,
    ],
  ])('refuses %s', async (_, change, sentence) => expect(await messageAfter(change)).toMatch(sentence));
});
