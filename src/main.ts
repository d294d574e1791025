/** Wires the page to its engine. The only place that constructs workers. */
import { engineFiles, importWorker } from './engine-source';
import { backendMemory } from './runtime/backend-memory';
import { EngineClient } from './runtime/engine-client';
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

mountPage(document.getElementById('app')!, engine, imports);
