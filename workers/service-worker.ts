/**
 * Answers for the page's own files when the network does not: the shell, the scripts of its workers, fonts, lessons and
 * the recorded search. Models and runtimes are none of its business: the page keeps them itself, checked
 * (`src/runtime/network-files.ts`).
 *
 * All files of one build are kept together and replaced together. A new build waits until the reader asks for it or
 * every tab is closed, so that no page ever gets a script of another build.
 */
import { setCacheNameDetails } from 'workbox-core';
import { cleanupOutdatedCaches, precacheAndRoute } from 'workbox-precaching';
import type { PrecacheEntry } from 'workbox-precaching';

declare const self: ServiceWorkerGlobalScope;
/** From `vite.offline.config.ts`. */
declare const __PRECACHE__: PrecacheEntry[];

setCacheNameDetails({ prefix: 'inkling' });
precacheAndRoute(__PRECACHE__, {
  directoryIndex: 'index.html',
  // The page reads its query itself.
  ignoreURLParametersMatching: [/./],
  cleanURLs: false,
});
cleanupOutdatedCaches();

self.addEventListener('message', (event) => {
  if ((event.data as { type?: unknown } | null)?.type === 'use-now') void self.skipWaiting();
});
