/** Wires the page to its engine. The only place that constructs workers. */
import type { TaskId } from './core/ids';
import {
  engineFiles,
  hashWorker,
  hubWorker,
  importWorker,
  questionFiles,
  serviceWorker,
  trainFiles,
} from './engine-source';
import { DEFAULT_VERIFIER } from './protocol/parameters';
import { backendMemory } from './runtime/backend-memory';
import { HubHost } from './runtime/hub/hub-host';
import { ImportClient } from './runtime/import-client';
import { OfflineClient } from './runtime/offline';
import { PackHost } from './runtime/pack-host';
import { TrainHost } from './runtime/train-host';
import { trainingNote } from './runtime/training-note';
import { createVisits } from './runtime/visits';
import type { QuestionFault, Questions } from './tasks/questions';
import { mountPage } from './ui/shell/mount.svelte';

const files = engineFiles((trouble) => offline.report(trouble));
const engine = new PackHost({
  files,
  memory: backendMemory(navigator.userAgent, () => localStorage),
  createWorker: (address) => new Worker(address, { type: 'module', name: 'inkling-engine' }),
});

const imports = new ImportClient<Questions, QuestionFault>({
  source: files.source,
  worker: importWorker(),
  createWorker: (address) => new Worker(address, { type: 'module', name: 'inkling-import' }),
});

const hub = new HubHost({
  source: files.source,
  runtime: files.webgpu.runtime,
  worker: hubWorker(),
  createWorker: (address) => new Worker(address, { type: 'module', name: 'inkling-hub' }),
  hashing: {
    worker: hashWorker(),
    createWorker: (address) => new Worker(address, { type: 'module', name: 'inkling-hash' }),
  },
});

const workshop = new TrainHost({
  files: trainFiles(files),
  createWorker: (address) => new Worker(address, { type: 'module', name: 'inkling-train' }),
});

/** Another copy of the page on this origin has a database of its own. */
const site = new URL('.', document.baseURI).href;
const trainings = async () => {
  const { browserTable } = await import('./runtime/browser-table');
  return browserTable(`inkling-trainings ${site}`, () => indexedDB);
};
/** Trainings of earlier visits. */
const kept = async () => {
  const [{ KeptTrainings }, table] = await Promise.all([import('./runtime/kept-trainings'), trainings()]);
  return new KeptTrainings(table, async (task) => (await workshop.offer(task)).bases);
};
/** Value heads of earlier visits. */
const keptHeads = async () => {
  const [{ KeptHeads }, table] = await Promise.all([import('./runtime/kept-heads'), trainings()]);
  return new KeptHeads(table);
};
/** Trainings that were interrupted. */
const unfinished = async () => {
  const [{ UnfinishedTrainings }, table] = await Promise.all([import('./runtime/unfinished-trainings'), trainings()]);
  const modelsOf = async (task: TaskId) => (await workshop.offer(task)).models;
  return new UnfinishedTrainings({ table, modelsOf, locks: navigator.locks, site });
};

const offline = new OfflineClient({
  script: serviceWorker(),
  page: import.meta.url,
  workers: () => navigator.serviceWorker,
  reload: () => location.reload(),
  files,
  verifiers: [DEFAULT_VERIFIER],
});

const visits = createVisits(() => localStorage, navigator.locks);

// In a task of its own: to read all this code is enough for one.
setTimeout(
  () =>
    void mountPage(document.getElementById('app')!, engine, {
      ...{ imports, hub, workshop, kept, keptHeads, unfinished, offline, visits },
      files: files.source,
      headNote: trainingNote(() => sessionStorage),
      questions: questionFiles(),
    }),
);
