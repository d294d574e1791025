/** Wires the page to its engine. The only place that constructs workers. */
import { engineFiles, hubWorker, importWorker } from './engine-source';
import { backendMemory } from './runtime/backend-memory';
import { EngineClient } from './runtime/engine-client';
import { HubClient } from './runtime/hub/hub-client';
import { ImportClient } from './runtime/import-client';
import { mountPage } from './ui/mount.svelte';

const files = engineFiles();
const engine = new EngineClient({
  files,
  memory: backendMemory(navigator.userAgent, () => localStorage),
  createWorker: (address) => new Worker(address, { type: 'module', name: 'inkling-engine' }),
});

const imports = new ImportClient({
  source: files.source,
  worker: importWorker(),
  createWorker: (address) => new Worker(address, { type: 'module', name: 'inkling-import' }),
});

const hub = new HubClient({
  source: files.source,
  runtime: files.webgpu.runtime,
  worker: hubWorker(),
  createWorker: (address) => new Worker(address, { type: 'module', name: 'inkling-hub' }),
});

mountPage(document.getElementById('app')!, engine, imports, hub);
