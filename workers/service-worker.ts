/**
 * Answers for the page's own files when the network does not: the shell, the scripts of its workers, fonts, lessons and
 * the recorded search. Models and runtimes are none of its business: the page keeps them itself, checked
 * (`src/runtime/network-files.ts`).
 *
 * All files of one build are kept together and replaced together. A new build waits until the reader asks for it or
 * every tab is closed. A tab that still shows the build before it finds its parts all the same: their names say what is
 * in them, and they are kept for one build longer.
 *
 * Its cache is named by its scope: another copy of the page on this origin has a worker and a cache of its own.
 */
import { cacheNames, setCacheNameDetails } from 'workbox-core';
import { PrecacheController } from 'workbox-precaching';
import type { PrecacheEntry } from 'workbox-precaching';
import type { WorkerMessage } from '../src/protocol/service-worker';
import { afterBuild, type KeptBuilds } from './kept-builds';

declare const self: ServiceWorkerGlobalScope;
/** From `vite.offline.config.ts`. */
declare const __PRECACHE__: PrecacheEntry[];

const { scope } = self.registration;
/** The address, of no file, under which the cache says which builds it holds. */
const BUILDS = new URL('kept-builds', scope).href;
/** What a part of the page that is named by its content looks like; the runtimes are the page's business. */
const PART = /^assets\/[^/]+\.(js|css|woff2)$/;

/** Parts that come with no visit, and stay once they were asked for: see `KEPT_LATER` in vite.offline.config.ts. */
const KEPT_LATER = /\/assets\/train(-wasm)?\.worker-[^/]+\.js$/;

setCacheNameDetails({ prefix: 'inkling' });
const files = new PrecacheController({ cacheName: cacheNames.precache });
files.addToCacheList(__PRECACHE__);

/** Under which key the file of an address would be in the cache; null for one that is none of the page's. */
function keyOf(address: string): string | null {
  const url = new URL(address);
  // The page reads its query itself.
  url.search = url.hash = '';
  if (!url.href.startsWith(scope)) return null;
  const path = url.href.slice(scope.length) || 'index.html';
  return files.getCacheKeyForURL(new URL(path, scope).href) ?? (PART.test(path) ? url.href : null);
}

async function answer(request: Request, key: string): Promise<Response> {
  const cache = await caches.open(cacheNames.precache);
  const kept = await cache.match(key, { ignoreVary: true });
  if (kept) return kept;
  const response = await fetch(request);
  // Not to be able to keep it costs another download, and nothing else.
  if (response.ok && KEPT_LATER.test(key)) await cache.put(key, response.clone()).catch(() => undefined);
  return response;
}

/** Forgets what neither this build nor the one before it has. */
async function tidy(): Promise<void> {
  const cache = await caches.open(cacheNames.precache);
  const known = (await (await cache.match(BUILDS))?.json()) as KeptBuilds | undefined;
  const keys = (await cache.keys()).map(({ url }) => url).filter((url) => url !== BUILDS);
  const { builds, outdated } = afterBuild(
    files.getCachedURLs().map((url) => files.getCacheKeyForURL(url)!),
    known,
    keys,
  );
  await Promise.all(outdated.map((key) => cache.delete(key)));
  await cache.put(BUILDS, new Response(JSON.stringify(builds)));
}

self.addEventListener('install', (event) => void files.install(event));
self.addEventListener('activate', (event) => {
  event.waitUntil(
    tidy().then(() => {
      // The tab that is open has everything from now on, without being loaded again. Activation does not wait for it: a tab
      // that is being loaded waits for the worker to be active, and the worker would wait for the tab.
      void self.clients.claim();
    }),
  );
});
self.addEventListener('fetch', (event) => {
  const key = event.request.method === 'GET' ? keyOf(event.request.url) : null;
  if (key !== null) event.respondWith(answer(event.request, key));
});
self.addEventListener('message', (event) => {
  const message = event.data as WorkerMessage | null;
  if (message?.type === 'use-now') void self.skipWaiting();
  else if (message?.type === 'claim') event.waitUntil(self.clients.claim());
  else if (message?.type === 'holds') event.ports[0]?.postMessage(files.getCacheKeyForURL(message.url) !== undefined);
});
