/** The peers that run in a browser; `chromium.ts` builds, serves and drives this page. */
import { wrap } from 'comlink';
import { greedySolution, runRound, type Models, type RoundRequest } from '../search';
import type { BrowserPeer } from './inkling.worker';
import { loadWllama } from './wllama';

/** Tokens that a sequence of the shipped models can have. */
const CONTEXT = 96;

/** wllama has its own worker, and is called from the page. The slots are set when a model is loaded. */
function wllamaPeer(): BrowserPeer {
  let slots = 0;
  let models: Promise<Models>;
  const modelsFor = (wanted: number): Promise<Models> => {
    if (slots !== wanted) models = loadWllama(wanted, CONTEXT);
    slots = wanted;
    return models;
  };
  return {
    load: async () => undefined,
    run: async (request: RoundRequest) => runRound(await modelsFor(request.samples), request),
    solve: async (problem: string) => greedySolution(await modelsFor(1), problem),
  };
}

const worker = new Worker(new URL('./inkling.worker.ts', import.meta.url), { type: 'module' });
const peers = { inkling: wrap<BrowserPeer>(worker), wllama: wllamaPeer() };
export type BenchPeers = typeof peers;

Object.assign(globalThis, { peers });
