import { beam } from '../../../src/search/beam';
import type { SearchEvent, SearchParameters } from '../../../src/search/types';
import { buildTrace, resultOf, type RunInfo } from '../../../src/trace/codec';
import { treeAt } from '../../../src/trace/reducer';
import type { Trace } from '../../../src/trace/types';
import { collect, parameters, search } from '../../fixtures/run-search';

export const runInfo = (changed: Partial<SearchParameters> = {}): RunInfo => ({
  task: 'game24',
  problem: { text: 'P' },
  models: [
    { id: 'fake/policy', role: 'policy', parameters: 1 },
    { id: 'fake/tvm', role: 'verifier', verifier: 'tvm', scale: 'probability', parameters: 1 },
  ],
  backend: 'wasm',
  strategy: 'beam',
  verifier: 'tvm',
  parameters: parameters(changed),
});

export const traceOf = (events: readonly SearchEvent[], elapsedMs = 12.7): Trace =>
  buildTrace(
    runInfo(),
    events,
    resultOf(treeAt(events), () => ({ correct: true, stepsLegal: true }), elapsedMs),
  );

export const beamTrace = async (): Promise<Trace> => traceOf(await collect(search(beam, { samples: 12, beam: 3 })));
