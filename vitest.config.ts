import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';
import { findFirefox } from './scripts/lib/browser.mjs';

/** Where there is no Firefox its tests are not among the others: `npm test` says so. */
const BROWSER_TESTS = ['contract', 'worker', 'e2e', ...(findFirefox() ? ['firefox'] : [])];

export default defineConfig({
  plugins: [svelte({ configFile: false })],
  test: {
    // A test that has no assertion cannot fail.
    // One that polls waits for what it asserts on a slow or busy machine, too: when it gives up says nothing of speed.
    expect: { requireAssertions: true, poll: { timeout: 300_000 } },
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          include: ['test/{unit,property,golden,types}/**/*.test.ts'],
          testTimeout: 600_000,
          hookTimeout: 600_000,
        },
      },
      {
        extends: true,
        test: {
          // These run the shipped models, and commands in processes of their own.
          name: 'models',
          include: ['test/{cli,parity}/**/*.test.ts'],
          maxWorkers: 2,
          testTimeout: 600_000,
          hookTimeout: 600_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          // A page waits for its browser as often as it computes: two files at a time, after those that only compute.
          name: 'browser',
          include: BROWSER_TESTS.map((folder) => `test/${folder}/**/*.test.ts`),
          maxWorkers: 2,
          // In one whole run a page of two files side by side was never loaded anew, which it is alone: the cause is not
          // known. A fault of the page is there the second time, too; the report marks what was tried twice.
          retry: 1,
          testTimeout: 600_000,
          hookTimeout: 600_000,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
