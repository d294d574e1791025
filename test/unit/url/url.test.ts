import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { candidatesOf } from '../../../src/verifiers/find';
import type { MembersChoice } from '../../../src/verifiers/types';
import { ensemble } from '../../../src/verifiers/ensemble';
import {
  CONTROLS,
  DEFAULT_STATE,
  EXTRA_PARAMETERS,
  OFFERED_BACKENDS,
  OFFERED_STRATEGIES,
  OFFERED_TASKS,
  OFFERED_VERIFIERS,
  PANELS,
  THEMES,
  VIEWS,
  withTask,
  type UrlState,
} from '../../../src/url/fields';
import { AGGREGATIONS } from '../../../src/search/options';
import { TASKS } from '../../../src/tasks/registry';
import { parseFields, parseUrl } from '../../../src/url/parse';
import { serialiseUrl } from '../../../src/url/serialise';

const { parameters } = DEFAULT_STATE;

describe('a strategy’s own options', () => {
  it('are read after the strategy, wherever it stands, and written back', () => {
    const query = '?strategy=rebase&p.balance=0.2&p.rounding=up';
    const { state, problems } = parseUrl('?p.rounding=up&p.balance=0.2&strategy=rebase');
    expect(problems).toEqual([]);
    expect(state.parameters.options).toEqual({ rounding: 'up', balance: 0.2 });
    expect([...new URLSearchParams(serialiseUrl(state))].sort()).toEqual([...new URLSearchParams(query)].sort());
  });

  it('that say what is so by default are left out, and those of another strategy are forgotten', () => {
    expect(parseUrl('?strategy=rebase&p.balance=0.1').state.parameters).not.toHaveProperty('options');
    const { state } = parseUrl('?strategy=rebase&p.balance=0.2');
    expect(parseFields([['seed', '3']], state).state.parameters.options).toEqual({ balance: 0.2 });
    expect(parseFields([['strategy', 'mcts']], state).state.parameters).not.toHaveProperty('options');
  });
});

describe('reading a URL', () => {
  it.each(['', '?'])('%j is the default', (query) => {
    expect(parseUrl(query)).toEqual({ state: DEFAULT_STATE, problems: [] });
  });

  it.each([
    ['task=game24', {}],
    ['problem=1+2+3+4', { problem: '1 2 3 4' }],
    ['strategy=best-of-n', { strategy: 'best-of-n' }],
    ['verifier=oracle', { verifier: 'oracle' }],
    ['verifier=rollouts&p.rollouts=32', { verifier: 'rollouts', verifierOptions: { rollouts: 32 } }],
    ['p.rollouts=8&verifier=rollouts', { verifier: 'rollouts' }],
    [
      'verifier=ensemble&p.lambda=0.5&p.members=prm-soft,tvm',
      { verifier: 'ensemble', verifierOptions: { members: ['tvm', 'prm-soft'], lambda: 0.5 } },
    ],
    ['verifier=ensemble&p.members=ovm,tvm', { verifier: 'ensemble' }],
    ['samples=100', { parameters: { ...parameters, samples: 100 } }],
    ['beam=25', { parameters: { ...parameters, beam: 25 } }],
    ['temperature=0.7', { parameters: { ...parameters, temperature: 0.7 } }],
    ['seed=7', { parameters: { ...parameters, seed: 7 } }],
    ['p.topK=5', { parameters: { ...parameters, topK: 5 } }],
    ['backend=webgpu', { backend: 'webgpu' }],
    ['autorun=1', { autorun: true }],
    ['embed=1&autorun=0', { embed: true }],
    ['theme=dark', { theme: 'dark' }],
    ['lang=en', {}],
    ['view=compare', { view: 'compare' }],
    ['trace=examples/a.inkling.json', { trace: 'examples/a.inkling.json' }],
    ['trace=', { trace: null }],
    ['hide=notes,%20header', { hide: ['header', 'notes'] }],
    ['lock=problem,run', { lock: ['problem', 'run'] }],
  ] as [string, Partial<UrlState>][])('%s', (query, patch) => {
    expect(parseUrl(`?${query}`)).toEqual({ state: { ...DEFAULT_STATE, ...patch }, problems: [] });
  });

  const range = (field: string, value: string, min: number, max: number, whole = true) => ({
    ...{ code: 'not-in-range', field, value, min, max, whole },
  });
  it.each([
    ['nonsense=1', { code: 'unknown-field', field: 'nonsense' }],
    ['toString=1', { code: 'unknown-field', field: 'toString' }],
    ['__proto__=1', { code: 'unknown-field', field: '__proto__' }],
    ['p.samples=3', { code: 'unknown-field', field: 'p.samples' }],
    ['view=bench', { code: 'not-offered', field: 'view', value: 'bench', offered: VIEWS }],
    ['lesson=../x', { code: 'not-offered', field: 'lesson', value: '../x', offered: ['1', 'tour', 'tour:1'] }],
    ['strategy=magic', { code: 'not-offered', field: 'strategy', value: 'magic', offered: OFFERED_STRATEGIES }],
    ['p.balance=1', { code: 'unknown-field', field: 'p.balance' }],
    ['p.rollouts=4', { code: 'unknown-field', field: 'p.rollouts' }],
    ['p.aggregation=max', { code: 'not-offered', field: 'p.aggregation', value: 'max', offered: AGGREGATIONS }],
    [
      'p.maxPolicyTokens=1.5',
      { code: 'not-in-range', field: 'p.maxPolicyTokens', value: '1.5', min: 0, max: 10_000_000, whole: true },
    ],
    ['verifier=', { code: 'not-offered', field: 'verifier', value: '', offered: OFFERED_VERIFIERS }],
    ['theme=<b>', { code: 'not-offered', field: 'theme', value: '<b>', offered: THEMES }],
    ['hide=header,sofa', { code: 'not-offered', field: 'hide', value: 'sofa', offered: PANELS }],
    ['autorun=yes', { code: 'not-offered', field: 'autorun', value: 'yes', offered: ['1', '0'] }],
    ['samples=0', range('samples', '0', 1, 1024)],
    ['samples=2.5', range('samples', '2.5', 1, 1024)],
    ['samples=0x10', range('samples', '0x10', 1, 1024)],
    ['seed=', range('seed', '', 0, 2 ** 31 - 1)],
    ['temperature=NaN', range('temperature', 'NaN', 0, 5, false)],
    ['temperature=9', range('temperature', '9', 0, 5, false)],
    ['seed=1&seed=2', { code: 'repeated', field: 'seed' }],
    [`problem=${'1'.repeat(2001)}`, { code: 'too-long', field: 'problem', limit: 2000 }],
  ])('%s is told and falls back', (query, problem) => {
    const { state, problems } = parseUrl(query);
    expect(problems).toEqual([problem]);
    expect({ ...state, hide: [] }).toEqual(DEFAULT_STATE);
  });

  it('never throws, never tells more than a few problems, and never shows a long text', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.string({ maxLength: 80 }), fc.string({ maxLength: 80 }))), (fields) => {
        const { problems } = parseFields(fields);
        expect(problems.length).toBeLessThanOrEqual(8);
        for (const problem of problems) expect(problem.field.length).toBeLessThanOrEqual(41);
      }),
    );
  });

  it.each<[string, object]>([
    ['verifier=rollouts&p.rollouts=0', range('p.rollouts', '0', 1, 1024)],
    ['verifier=ensemble&p.lambda=11', range('p.lambda', '11', 0, 10, false)],
    ...['tvm', 'tvm,oracle', 'tvm,tvm', ''].map((value): [string, object] => [
      `verifier=ensemble&p.members=${value}`,
      { code: 'not-offered', field: 'p.members', value, offered: candidatesOf(ensemble.options[0] as MembersChoice) },
    ]),
  ])('%s is told, and its verifier keeps its default', (query, problem) => {
    const { state, problems } = parseUrl(query);
    expect(problems).toEqual([problem]);
    expect(state.verifierOptions).toEqual({});
  });

  it('changes only what is named, over another state', () => {
    const base = { ...DEFAULT_STATE, problem: '1 2 3 4', embed: true };
    expect(parseFields([['seed', '9']], base).state).toEqual({ ...base, parameters: { ...parameters, seed: 9 } });
  });
});

const some = <T>(items: readonly T[]): fc.Arbitrary<T[]> => fc.subarray([...items]);
const states: fc.Arbitrary<UrlState> = fc.record({
  task: fc.constant('game24' as const),
  problem: fc.string({ maxLength: 60 }),
  strategy: fc.constantFrom(...OFFERED_STRATEGIES),
  verifier: fc.constantFrom(...OFFERED_VERIFIERS.filter((id) => id !== 'rollouts' && id !== 'ensemble')),
  verifierOptions: fc.constant({}),
  parameters: fc.record({
    samples: fc.integer({ min: 1, max: 1024 }),
    beam: fc.integer({ min: 1, max: 1024 }),
    temperature: fc.double({ min: 0, max: 5, noNaN: true }).map((t) => t + 0),
    topK: fc.integer({ min: 0, max: 1000 }),
    seed: fc.integer({ min: 0, max: 2 ** 31 - 1 }),
    maxSteps: fc.integer({ min: 1, max: 64 }),
    maxStepTokens: fc.integer({ min: 1, max: 512 }),
    alternatives: fc.integer({ min: 0, max: 20 }),
  }),
  backend: fc.constantFrom(...OFFERED_BACKENDS),
  autorun: fc.boolean(),
  embed: fc.boolean(),
  theme: fc.constantFrom(...THEMES),
  lang: fc.constant('en' as const),
  view: fc.constantFrom(...VIEWS),
  trace: fc.option(fc.string({ minLength: 1, maxLength: 60 })),
  lesson: fc.option(fc.constantFrom('3', 'tour', 'my-class:12')),
  policy: fc.option(fc.constantFrom('a/b', 'https://x.example/a/b'), { nil: null }),
  hide: some(PANELS),
  lock: some(CONTROLS),
});

describe('writing a URL', () => {
  it('leaves defaults out', () => {
    expect(serialiseUrl(DEFAULT_STATE)).toBe('');
    expect(serialiseUrl({ ...DEFAULT_STATE, problem: '1 2 3 4', autorun: true })).toBe('?problem=1+2+3+4&autorun=1');
  });

  it('brings every state back', () => {
    fc.assert(
      fc.property(states, (state) => {
        expect(parseUrl(serialiseUrl(state))).toEqual({ state, problems: [] });
      }),
    );
  });

  it.each<Partial<UrlState>>([
    { verifier: 'rollouts', verifierOptions: { rollouts: 3 } },
    { verifier: 'ensemble', verifierOptions: { members: ['ovm', 'prm-valid'], lambda: 0 } },
  ])('brings the options of a verifier back: %o', (patch) => {
    const state = { ...DEFAULT_STATE, ...patch };
    expect(parseUrl(serialiseUrl(state))).toEqual({ state, problems: [] });
  });

  it('knows every extra parameter', () => expect(new Set(EXTRA_PARAMETERS).size).toBe(4));
});

describe('the task', () => {
  const story = parseUrl('?task=word-problems').state;

  it('brings its own problem and its own number of steps, wherever it stands among the fields', () => {
    expect(story.problem).toBe(TASKS['word-problems'].defaultProblem);
    expect(story.parameters.maxSteps).toBe(16);
    const { state, problems } = parseUrl('?problem=Anna&samples=40&p.maxSteps=9&task=word-problems');
    expect(problems).toEqual([]);
    expect(state).toMatchObject({ task: 'word-problems', problem: 'Anna', parameters: { samples: 40, maxSteps: 9 } });
  });

  it('is told by a link in the fewest words', () => {
    expect(serialiseUrl(story)).toBe('?task=word-problems');
    expect(parseUrl(serialiseUrl(story)).state).toEqual(story);
  });

  it.each(OFFERED_TASKS)('%s brings all of its defaults, by a link and by a choice, and keeps the seed', (task) => {
    const { defaults } = TASKS[task];
    expect(parseUrl(`?task=${task}`).state.parameters).toEqual(defaults);
    const before = { ...DEFAULT_STATE, parameters: { ...DEFAULT_STATE.parameters, seed: 7 } };
    const other = OFFERED_TASKS.find((id) => id !== task)!;
    expect(withTask(withTask(before, other), task).parameters).toEqual({ ...defaults, seed: 7 });
  });

  it('of a hub model asks for few candidates and long steps', () => {
    expect(parseUrl('?task=gsm8k').state.parameters).toMatchObject({ samples: 4, beam: 2, maxStepTokens: 120 });
  });

  it('stays when other fields are changed from outside', () => {
    expect(parseFields([['samples', '8']], story).state).toMatchObject({
      task: 'word-problems',
      problem: story.problem,
    });
    expect(parseFields([['task', 'game24']], story).state.problem).toBe('4 5 6 10');
  });
});

it('half a character becomes a sign of replacement, so that an address brings back what was read', () => {
  const { state } = parseFields([['problem', '4 \ud83d 6 \udcf9 10 😀']]);
  expect(state.problem).toBe('4 \ufffd 6 \ufffd 10 😀');
  expect(parseUrl(serialiseUrl(state)).state).toEqual(state);
});
