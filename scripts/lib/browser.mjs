/**
 * Finds a Chromium for the tests and the picture. In this order: the one that INKLING_BROWSER names, one that is
 * installed, Debian's own when this is root on a machine with apt-get, and the one that Playwright downloads. And a
 * Firefox for some of the tests, in the same way but for the last: one that Playwright patches is not what readers have.
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

/** @param {readonly string[]} names */
const onPath = (names) =>
  (process.env.PATH ?? '').split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)));

/** @returns {Promise<string | null>} the browser's file, or null when there is none */
export async function findBrowser() {
  const named = process.env.INKLING_BROWSER;
  if (named) return works(named) ? named : null;
  const places = PLACES[/** @type {keyof typeof PLACES} */ (process.platform)] ?? [];
  const installed = [...onPath(NAMES), ...places].find(works);
  if (installed) return installed;
  const { chromium } = await import('playwright-core');
  const downloaded = chromium.executablePath();
  return works(downloaded) ? downloaded : null;
}

const isRoot = () => process.getuid?.() === 0;

/** Debian's own, where this is root on a machine with apt-get. @param {string} name */
async function installPackage(name) {
  if (!isRoot() || spawnSync('apt-get', ['--version']).status !== 0) return false;
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['update', '-qq'], env);
  await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', name], env);
  return true;
}

/** @returns {Promise<string | null>} as `findBrowser`, after installing one if need be */
export async function ensureBrowser() {
  const found = await findBrowser();
  if (found || process.env.INKLING_BROWSER) return found;
  console.log('Installing a browser for the tests…');
  if (await installPackage('chromium')) {
    const installed = await findBrowser();
    if (installed) return installed;
  }
  await runTool('playwright-core', 'playwright-core', ['install', ...(isRoot() ? ['--with-deps'] : []), 'chromium']);
  return findBrowser();
}

const FIREFOX_NAMES = ['firefox-esr', 'firefox'];
const FIREFOX_PLACES = ['/Applications/Firefox.app/Contents/MacOS/firefox'];

/** @returns {string | null} the file of a Firefox, or null when there is none */
export function findFirefox() {
  const named = process.env.INKLING_FIREFOX;
  if (named !== undefined) return works(named) ? named : null;
  return [...onPath(FIREFOX_NAMES), ...FIREFOX_PLACES].find(works) ?? null;
}

/** @returns {Promise<string | null>} as `findFirefox`, after installing one where that can be done */
export async function ensureFirefox() {
  const found = findFirefox();
  if (found || process.env.INKLING_FIREFOX !== undefined) return found;
  console.log('Installing Firefox for the tests…');
  await installPackage('firefox-esr');
  return findFirefox();
}
