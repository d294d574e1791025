/** Wires the page to its engine. The only place that constructs a worker. */
import { engineFiles } from './engine-source';
import { backendMemory } from './runtime/backend-memory';
import { EngineClient } from './runtime/engine-client';
import { mountPage } from './ui/mount.svelte';

const engine = new EngineClient({
  files: engineFiles(),
  memory: backendMemory(navigator.userAgent, () => localStorage),
  createWorker: (address) => new Worker(address, { type: 'module', name: 'inkling-engine' }),
});

mountPage(document.getElementById('app')!, engine);
