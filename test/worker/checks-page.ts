/** Asks the page's own engine client for checks; `checks-browser.test.ts` builds, serves and drives this page. */
import type { CheckEvent, CheckKind, CheckRequest, CheckResult, Checks } from '../../src/protocol/checks';
import { engineFiles } from '../../src/engine-source';
import { errorCode } from '../../src/core/errors';
import { DEFAULT_PARAMETERS } from '../../src/tasks/registry';
import type { SearchEvent } from '../../src/protocol/parameters';
import { PackHost } from '../../src/runtime/pack-host';
import { treeAt } from '../../src/trace/reducer';

/** What came of a check. */
export interface Told {
  /** Messages from the worker, and the events that they held. */
  readonly batches: number;
  readonly events: readonly CheckEvent[];
  readonly result: CheckResult | null;
  /** Of the failure. */
  readonly code: string | null;
}

export interface ChecksPage {
  load(): Promise<string>;
  /** `stop` and `abort` come with the first events. */
  check(kind: CheckKind, end: 'whole' | 'stop' | 'abort'): Promise<Told>;
}

const engine = new PackHost({
  files: engineFiles(() => undefined),
  memory: { recall: () => null, remember: () => undefined },
  createWorker: (address) => new Worker(address, { type: 'module' }),
});

const PROBLEM = { task: 'game24', problem: '4 5 6 10' } as const;
const PARAMETERS = { ...DEFAULT_PARAMETERS.game24, samples: 40, beam: 8, temperature: 1 };
const { seed, maxSteps, maxStepTokens } = PARAMETERS;
const SAMPLING = { temperature: 1, seed, maxSteps, maxStepTokens };
const WRONG = [
  '10 - 4 = 6 (left: 5 6 6)\n',
  '6 * 5 = 31 (left: 6 31)\n',
  '31 - 6 = 25 (left: 25)\n',
  'The answer is ((10 - 4) * 5) + 6 = 24',
  '',
];
let searched: readonly SearchEvent[] = [];
let runs = 0;

async function load(): Promise<string> {
  const options = { task: 'game24', verifiers: ['tvm', 'ovm'], backend: 'wasm', onProgress: () => undefined } as const;
  const { backend } = await engine.load(options);
  const events: SearchEvent[] = [];
  const run = { runId: ++runs, ...PROBLEM, strategy: 'beam', verifier: 'tvm', parameters: PARAMETERS } as const;
  await engine.run(run, (batch) => void events.push(...batch));
  searched = events;
  return backend;
}

/** A token of the first step of the search that has another likely one beside it. */
function otherToken(): { node: number; token: number; replacement: string } {
  for (const event of searched) {
    if (event.type !== 'node-added' || event.parent === null) continue;
    const token = event.tokens.findIndex(({ alternatives }) => (alternatives?.length ?? 0) > 1);
    const other = event.tokens[token]?.alternatives?.find(({ text }) => text !== event.tokens[token]!.text && text);
    if (other) return { node: event.id, token, replacement: other.text };
  }
  throw new Error('No token has an alternative.');
}

/** `isLong`: more than ends before a word to stop arrives. */
function optionsOf(kind: CheckKind, isLong: boolean): Checks[CheckKind]['options'] {
  const samples = isLong ? 5000 : 128;
  switch (kind) {
    case 'value':
      return { kind, prefix: ['10', ' - ', '4'], verifier: 'tvm', rollouts: samples, sampling: SAMPLING };
    case 'labels':
      return { kind, samples, sampling: SAMPLING };
    case 'diversity':
      return { kind, samples, verifier: 'tvm', sampling: SAMPLING };
    case 'first-error':
      return { kind, solution: WRONG, unit: 'token', rollouts: isLong ? 2000 : 16, sampling: SAMPLING };
    case 'frozen':
      return { kind, nodes: treeAt(searched).nodes, events: searched, verifiers: ['tvm', 'ovm', 'confidence'] };
    case 'counterfactual':
      return {
        ...{ kind, events: searched, ...otherToken(), strategy: 'beam', verifier: 'tvm' },
        parameters: isLong ? { ...PARAMETERS, samples: 400, beam: 80 } : PARAMETERS,
      };
  }
}

async function check(kind: CheckKind, end: 'whole' | 'stop' | 'abort'): Promise<Told> {
  const request = { runId: ++runs, ...PROBLEM, ...optionsOf(kind, end !== 'whole') } as CheckRequest;
  const events: CheckEvent[] = [];
  let batches = 0;
  const hear = (batch: readonly CheckEvent[]): void => {
    batches++;
    events.push(...batch);
    if (end === 'stop') engine.stop(request.runId);
    if (end === 'abort') engine.abort(request.runId);
  };
  try {
    const result = await engine.check(request, hear);
    return { batches, events, result, code: null };
  } catch (error) {
    return { batches, events, result: null, code: errorCode(error) };
  }
}

const page: ChecksPage = { load, check };
Object.assign(globalThis, { checks: page });
