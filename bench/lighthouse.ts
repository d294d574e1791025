/**
 * Lighthouse on the built page, as a desktop reader gets it: the scores, and every audit that it names as wanting.
 *
 *     npm ci --ignore-scripts --prefix bench && npm run build && npm run -s lighthouse [-- --json]
 *
 * Exit status 1 when performance, accessibility or best practices is below 95.
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { findBrowser } from '../scripts/lib/browser.mjs';
import { serve } from '../test/e2e/harness/serve';

const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } });
const CATEGORIES = ['performance', 'accessibility', 'best-practices'] as const;
const LEAST = 0.95;
const CLI = fileURLToPath(new URL('node_modules/lighthouse/cli/index.js', import.meta.url));

interface Report {
  readonly lighthouseVersion: string;
  readonly categories: Readonly<
    Record<string, { readonly score: number | null; readonly auditRefs: readonly { id: string; weight: number }[] }>
  >;
  readonly audits: Readonly<
    Record<string, { readonly score: number | null; readonly title: string; readonly displayValue?: string }>
  >;
}

if (!existsSync(CLI)) throw new Error('Lighthouse is not installed: npm ci --ignore-scripts --prefix bench');
const browser = await findBrowser();
if (!browser) throw new Error('There is no Chromium: name one in INKLING_BROWSER.');
const site = await serve();
try {
  const flags = '--headless=new --no-sandbox --disable-background-networking --disable-component-update';
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [
      ...[CLI, site.url, '--preset=desktop', '--output=json', '--quiet', '--max-wait-for-load=120000'],
      ...[`--chrome-flags=${flags}`, `--only-categories=${CATEGORIES.join(',')}`],
    ],
    { env: { ...process.env, CHROME_PATH: browser }, maxBuffer: 2 ** 28 },
  );
  const report = JSON.parse(stdout) as Report;
  const scores = CATEGORIES.map((name) => ({ name, score: report.categories[name]?.score ?? 0 }));
  const wanting = CATEGORIES.flatMap((name) =>
    (report.categories[name]?.auditRefs ?? []).flatMap(({ id, weight }) => {
      const audit = report.audits[id];
      return weight > 0 && audit && audit.score !== null && audit.score < 0.9
        ? [{ category: name, id, score: audit.score, title: audit.title, found: audit.displayValue ?? '' }]
        : [];
    }),
  );
  if (values.json)
    process.stdout.write(`${JSON.stringify({ version: report.lighthouseVersion, scores, wanting }, null, 1)}\n`);
  else {
    process.stdout.write(`Lighthouse ${report.lighthouseVersion}, desktop\n`);
    for (const { name, score } of scores) process.stdout.write(`${name.padEnd(16)} ${Math.round(score * 100)}\n`);
    for (const { id, score, title, found } of wanting)
      process.stdout.write(`  ${id} (${Math.round(score * 100)}): ${title} ${found}\n`);
  }
  process.exitCode = scores.some(({ score }) => score < LEAST) ? 1 : 0;
} finally {
  await site.close();
}
