/** Wires the page to its engine. The only place that constructs workers. */
import { engineFiles, hubWorker, importWorker, serviceWorker, trainFiles } from './engine-source';
import { DEFAULT_VERIFIER } from './protocol/parameters';
import { backendMemory } from './runtime/backend-memory';
import { HubHost } from './runtime/hub/hub-host';
import { ImportClient } from './runtime/import-client';
import { OfflineClient } from './runtime/offline';
import { PackHost } from './runtime/pack-host';
import { TrainHost } from './runtime/train-host';
import { createVisits } from './runtime/visits';
import { mountPage } from './ui/shell/mount.svelte';

const files = engineFiles((trouble) => offline.report(trouble));
const engine = new PackHost({
  files,
  memory: backendMemory(navigator.userAgent, () => localStorage),
  createWorker: (address) => new Worker(address, { type: 'module', name: 'inkling-engine' }),
});

const imports = new ImportClient({
  source: files.source,
  worker: importWorker(),
  createWorker: (address) => new Worker(address, { type: 'module', name: 'inkling-import' }),
});

const hub = new HubHost({
  source: files.source,
  runtime: files.webgpu.runtime,
  worker: hubWorker(),
  createWorker: (address) => new Worker(address, { type: 'module', name: 'inkling-hub' }),
});

const workshop = new TrainHost({
  files: trainFiles(files),
  createWorker: (address) => new Worker(address, { type: 'module', name: 'inkling-train' }),
});

/** Trainings of earlier visits. Another copy of the page on this origin has a database of its own. */
const kept = async () => {
  const [{ KeptTrainings }, { browserTable }] = await Promise.all([
    import('./runtime/kept-trainings'),
    import('./runtime/browser-table'),
  ]);
  const table = browserTable(`inkling-trainings ${new URL('.', document.baseURI).href}`, () => indexedDB);
  return new KeptTrainings(table, async (task) => (await workshop.offer(task)).bases);
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
      ...{ imports, hub, workshop, kept, offline, visits },
      files: files.source,
    }),
);
