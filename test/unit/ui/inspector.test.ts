import { beforeEach, describe, expect, it, vi } from 'vitest';
import { AppError } from '../../../src/core/errors';
import { TASK_IDS, type TaskId } from '../../../src/core/ids';
import type { CheckEvent, CheckRequest, CheckResult } from '../../../src/protocol/checks';
import type { SearchEvent } from '../../../src/protocol/parameters';
import { TASKS } from '../../../src/tasks/registry';
import type { EnginePort } from '../../../src/ui/shell/ports';
import { parametersOf } from '../../../src/ui/search/inspector/inspector.svelte';
import type { ShownRun } from '../../../src/ui/search/search.svelte';
import { PageSession } from '../../../src/ui/shell/page-session.svelte';
import type { Trace } from '../../../src/trace/types';
import { parseUrl } from '../../../src/url/parse';
import { beamTrace } from '../trace/fixtures';

type Answer = (request: CheckRequest, tell: (events: CheckEvent[]) => void) => Promise<CheckResult>;

let answer: Answer;
let asked: CheckRequest[];

beforeEach(() => {
  vi.stubGlobal('document', { hidden: false });
  vi.stubGlobal('requestAnimationFrame', (callback: () => void) => setTimeout(callback));
  asked = [];
});

/** A page that shows a finished search whose task the models know, with a step selected. */
async function opened(): Promise<PageSession> {
  const check = (request: CheckRequest, onEvents: (events: readonly CheckEvent[]) => void): Promise<CheckResult> => {
    asked.push(request);
    return answer(request, onEvents);
  };
  const port = {
    packOffer: async () => ({ tasks: ['game24'], verifiers: ['tvm'] }),
    load: async () => ({ backend: 'wasm', backendReason: 'x', models: [] }),
    run: () => Promise.reject(new Error('not asked for')),
    check,
    stop: vi.fn(),
    abort: vi.fn(),
    isLoaded: () => true,
  } as unknown as EnginePort;
  const session = new PageSession(port, parseUrl(''));
  const trace = await beamTrace();
  session.showTrace({ ...trace, task: 'game24', problem: { text: '4 5 6 10' } });
  const first = session.search.view.nodes.get(0)!.children[0]!;
  session.selection.select(first, 0);
  return session;
}

const observed = (successes: number, rollouts: number) => ({ successes, rollouts, low: 0.1, high: 0.4 });
const budget = { policyTokens: 1, valueTokens: 1 };

describe('checking a value', () => {
  it('asks with the tokens up to the one selected, counts as attempts come, and keeps the answer', async () => {
    const session = await opened();
    const { inspector } = session;
    const seen: number[] = [];
    answer = async (_, tell) => {
      tell([{ type: 'predicted', value: 0.6, scale: 'probability' }]);
      const path = { index: 0, tokens: [], stepEnds: [], answer: null, correct: true };
      tell([{ type: 'rollout', ...path, observed: observed(1, 1) }]);
      seen.push(inspector.value!.observed.rollouts);
      expect(session.isBusy).toBe(true);
      return { kind: 'value', predicted: 0.6, scale: 'probability', observed: observed(2, 8), budget };
    };
    await inspector.checkValue(inspector.place!, 8);
    expect(seen).toEqual([1]);
    expect(session.isBusy).toBe(false);
    expect(inspector.value).toMatchObject({ predicted: 0.6, isDone: true, step: 1, observed: { rollouts: 8 } });
    const { item } = inspector.place!;
    expect(asked[0]).toMatchObject({
      kind: 'value',
      prefix: [item.node.tokens[0]!.text],
      verifier: 'tvm',
      rollouts: 8,
    });
    expect(asked[0]).toMatchObject({ task: 'game24', problem: '4 5 6 10', sampling: { temperature: 1 } });
  });

  it.each(['unbounded', 'logprob'] as const)('keeps the scale %s of a prediction to the end', async (scale) => {
    const session = await opened();
    answer = async (_, tell) => {
      tell([{ type: 'predicted', value: 0.6, scale }]);
      return { kind: 'value', predicted: 0.6, scale, observed: observed(1, 1), budget };
    };
    await session.inspector.checkValue(session.inspector.place!, 1);
    expect(session.inspector.value).toMatchObject({ scale, isDone: true });
  });

  it('asks with what the tree was made with, and not with what is chosen since', async () => {
    const session = await opened();
    const trace = await beamTrace();
    const made = { id: 'rollouts(3)', role: 'verifier', verifier: 'rollouts', scale: 'probability', parameters: 0 };
    const models = [...trace.models, { ...made, options: { rollouts: 3 } }] as Trace['models'];
    session.showTrace({ ...trace, models, task: 'game24', problem: { text: '4 5 6 10' } });
    session.selection.select(session.search.view.nodes.get(0)!.children[0]!, 0);
    session.change({ verifier: 'rollouts', verifierOptions: { rollouts: 9 } });
    answer = async () => ({ kind: 'value', predicted: 0.6, scale: 'probability', observed: observed(2, 8), budget });
    await session.inspector.checkValue(session.inspector.place!, 8);
    expect(asked[0]).toMatchObject({ verifierOptions: { rollouts: 3 } });
  });

  it('that fails says so in one sentence and leaves no half answer', async () => {
    const session = await opened();
    answer = () => Promise.reject(new AppError('bad-input', 'Too many attempts.'));
    await session.inspector.checkValue(session.inspector.place!, 8);
    expect(session.inspector.value).toBeNull();
    expect(session.refusal).toContain('Too many attempts.');
    expect(session.inspector.running).toBeNull();
  });

  it('is of one search: another one takes its answer away', async () => {
    const session = await opened();
    answer = async () => ({ kind: 'value', predicted: null, scale: null, observed: observed(2, 8), budget });
    await session.inspector.checkValue(session.inspector.place!, 8);
    expect(session.inspector.value).not.toBeNull();
    session.showTrace(await beamTrace());
    expect(session.inspector.value).toBeNull();
  });
});

describe('another token', () => {
  const branch = (session: PageSession, replacement: string): SearchEvent[] => {
    const { search } = session;
    const seq = search.events.length - 1;
    const id = search.head.nodes.length;
    const tokens = [{ text: replacement, logprob: -1 }];
    return [
      { seq, type: 'node-added', id, parent: 0, text: replacement, tokens },
      { seq: seq + 1, type: 'done', reason: 'finished', id, answer: 'z' },
    ];
  };

  it('makes a branch beside the others, and the answer of both is told', async () => {
    const session = await opened();
    const { search, inspector } = session;
    const [before, nodes] = [search.result!, search.head.nodes.length];
    const events = branch(session, 'Q');
    answer = async (_, tell) => {
      tell(events.map((event) => ({ type: 'search', event })));
      const after = { answer: 'z', correct: true };
      return { kind: 'counterfactual', node: nodes, before: { answer: 'y', correct: false }, after, budget };
    };
    await inspector.changeToken(inspector.place!, 'Q');
    expect(asked[0]).toMatchObject({ kind: 'counterfactual', token: 0, replacement: 'Q', verifier: 'tvm' });
    expect(search.head.nodes).toHaveLength(nodes + 1);
    expect(search.status).toBe('done');
    expect(search.result).toMatchObject({ answer: 'z', correct: true });
    expect(inspector.change).toMatchObject({ before: { answer: before.answer }, after: { answer: 'z' } });
    expect(search.trace()!.events.at(-1)).toMatchObject({ type: 'done', answer: 'z' });
  });

  it('that cannot be written leaves the search as it was', async () => {
    const session = await opened();
    const { search, inspector } = session;
    const before = search.trace();
    const events = branch(session, 'Q');
    answer = async (_, tell) => {
      tell([{ type: 'search', event: events[0]! }]);
      throw new AppError('bad-input', 'The model cannot write it.');
    };
    await inspector.changeToken(inspector.place!, 'é');
    expect(search.trace()).toEqual(before);
    expect(search.status).toBe('done');
    expect(inspector.change).toBeNull();
    expect(session.refusal).toContain('cannot write');
  });
});

describe('a finished solution that is wrong', () => {
  /** The same tree as one of each task's own problems; its answers are x, y and z, which are none of theirs. */
  async function finishedOf(task: TaskId, text: string): Promise<PageSession> {
    const session = await opened();
    const trace = await beamTrace();
    session.showTrace({ ...trace, task, problem: { text } });
    const end = [...session.search.view.nodes.values()].find(({ node }) => node.answer !== undefined)!;
    session.selection.select(end.id, 0);
    return session;
  }

  it.each(TASK_IDS)('has a first error, whatever its task: %s', async (task) => {
    const { inspector } = await finishedOf(task, TASKS[task].defaultProblem);
    expect(inspector.isWrong(inspector.place!)).toBe(true);
    const { inspector: unfinished } = await opened();
    expect(unfinished.isWrong(unfinished.place!)).toBe(false);
  });

  it('is none where nobody said the right answer', async () => {
    const { inspector } = await finishedOf('gsm8k', 'How many legs has a chair?');
    expect(inspector.isWrong(inspector.place!)).toBe(false);
  });
});

describe('the parameters of a search that was opened', () => {
  it('are read back from where they lie flat, its options among them', () => {
    const parameters = { samples: 40, beam: 4, verifier: 'tvm', balance: 0.3, seed: 9, nonsense: 1 };
    const run = { task: 'game24', parameters } as unknown as ShownRun;
    expect(parametersOf(run, 'rebase')).toMatchObject({ samples: 40, seed: 9, options: { balance: 0.3 } });
    expect(parametersOf(run, 'rebase')).not.toHaveProperty('verifier');
    expect(parametersOf(run, 'beam')).not.toHaveProperty('options');
  });

  it.each(TASK_IDS)('are, where a record leaves them out, the defaults of its own task: %s', (task) => {
    const run = { task, parameters: { samples: 40 } } as unknown as ShownRun;
    expect(parametersOf(run, 'beam')).toEqual({ ...TASKS[task].defaults, samples: 40 });
  });
});
