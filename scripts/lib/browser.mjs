/**
 * Finds a Chromium for the tests and the picture. In this order: the one that INKLING_BROWSER names, one that is
 * installed, Debian's own when this is root on a machine with apt-get, and the one that Playwright downloads.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { run, runTool } from './run.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const PLACES = {
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ],
  win32: [process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA]
    .filter((folder) => folder !== undefined)
    .map((folder) => join(folder, 'Google', 'Chrome', 'Application', 'chrome.exe')),
};

/** Flags for a headless run on any machine: no calls home, and a WebGPU adapter in software. */
export const BROWSER_ARGS = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--enable-unsafe-webgpu',
  '--use-webgpu-adapter=swiftshader',
];

/**
 * A file of that name may be a stub that only asks for a snap, so it has to answer.
 *
 * @param {string} path
 */
function works(path) {
  if (!existsSync(path)) return false;
  // On Windows `--version` opens a window.
  return process.platform === 'win32' || spawnSync(path, ['--version'], { timeout: 30_000 }).status === 0;
}

/** @returns {Promise<string | null>} the browser's file, or null when there is none */
export async function findBrowser() {
  const named = process.env.INKLING_BROWSER;
  if (named) return works(named) ? named : null;
  const onPath = (process.env.PATH ?? '').split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name)));
  const places = PLACES[/** @type {keyof typeof PLACES} */ (process.platform)] ?? [];
  const installed = [...onPath, ...places].find(works);
  if (installed) return installed;
  const { chromium } = await import('playwright-core');
  const downloaded = chromium.executablePath();
  return works(downloaded) ? downloaded : null;
}

const isRoot = () => process.getuid?.() === 0;

/** @returns {Promise<string | null>} as `findBrowser`, after installing one if need be */
export async function ensureBrowser() {
  const found = await findBrowser();
  if (found || process.env.INKLING_BROWSER) return found;
  console.log('Installing a browser for the tests…');
  if (isRoot() && spawnSync('apt-get', ['--version']).status === 0) {
    const env = { DEBIAN_FRONTEND: 'noninteractive' };
    await run('apt-get', ['update', '-qq'], env);
    await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], env);
    const installed = await findBrowser();
    if (installed) return installed;
  }
  await runTool('playwright-core', 'playwright-core', ['install', ...(isRoot() ? ['--with-deps'] : []), 'chromium']);
  return findBrowser();
}
