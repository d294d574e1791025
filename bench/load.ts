/**
 * The first visit and later ones, on loopback: what is fetched, and the time until the first node of a search stands.
 * The browser's profile is on a disk, and the browser is closed between visits, as readers close theirs: only so does it
 * keep what it has compiled. Other than a reader's, it has a second before each visit to come to rest.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { launchWith } from '../test/e2e/harness/browser';
import { serve } from '../test/e2e/harness/serve';
import { median } from '../src/bench/ratio';

export interface Load {
  /** Seconds from navigation to the first node below the root; a software adapter only, so without WebGPU. */
  readonly firstVisit: number;
  readonly secondVisit: number;
  /** The median of the visits from the third on. */
  readonly laterVisits: number;
  /** What the first visit fetched, and the same after gzip -9, as a host would send it. */
  readonly bytes: number;
  readonly gzipBytes: number;
}

const FIRST_NODE = '[data-node]';
const REST_MS = 1000;
/** V8 keeps compiled code some seconds after the functions that run most were optimised. */
const STAY_MS = 4000;

interface Visit {
  readonly seconds: number;
  /** Of the site, from its folder. */
  readonly paths: readonly string[];
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Opens the browser on this profile, waits for the first node of a search, stays a little, and closes it. */
async function visit(profile: string, url: string): Promise<Visit> {
  const context = await launchWith(profile);
  try {
    const paths = new Set<string>();
    context.on('request', (request) => {
      const [asked = ''] = request.url().split('?');
      if (asked.startsWith(url)) paths.add(asked.slice(url.length) || 'index.html');
    });
    const page = await context.newPage();
    await sleep(REST_MS);
    const start = performance.now();
    await page.goto(`${url}?autorun=1&seed=1`);
    await page.locator(FIRST_NODE).nth(1).waitFor({ state: 'attached' });
    const seconds = (performance.now() - start) / 1000;
    const asked = [...paths];
    await sleep(STAY_MS);
    return { seconds, paths: asked };
  } finally {
    await context.close();
  }
}

/** Needs the built site in `dist`. */
export async function measureLoad(visits = 7): Promise<Load> {
  const [profile, site] = await Promise.all([mkdtemp(join(tmpdir(), 'inkling-load-')), serve()]);
  try {
    const { seconds: firstVisit, paths } = await visit(profile, site.url);
    const files = await Promise.all(paths.map((path) => readFile(join('dist', path))));
    const later: number[] = [];
    while (later.length < visits - 1) later.push((await visit(profile, site.url)).seconds);
    const sum = (sizes: readonly number[]): number => sizes.reduce((total, size) => total + size, 0);
    return {
      firstVisit,
      secondVisit: later[0]!,
      laterVisits: median(later.slice(1)),
      bytes: sum(files.map(({ length }) => length)),
      gzipBytes: sum(files.map((file) => gzipSync(file, { level: 9 }).length)),
    };
  } finally {
    await site.close();
    await rm(profile, { recursive: true, force: true });
  }
}
