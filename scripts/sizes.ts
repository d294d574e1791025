/** `npm run sizes`: how large the built site is, as the table of the README. Build it first. */
import { existsSync } from 'node:fs';
import { filesOf, firstVisit, sizeOf } from './lib/sizes';

const DIST = 'dist';
if (!existsSync(`${DIST}/inkling.html`) || !existsSync(`${DIST}/embed.js`)) {
  console.error('There is no whole site in dist: run `npm run build` first.');
  process.exit(1);
}

const bytes = (count: number): string =>
  count < 100_000 ? `${(count / 1000).toFixed(1)} kB` : `${(count / 1e6).toFixed(1)} MB`;
const rows: readonly (readonly [string, readonly string[]])[] = [
  ['`dist/`, all files', filesOf(DIST)],
  ['first visit without WebGPU', firstVisit(DIST, 'wasm')],
  ['first visit with WebGPU', firstVisit(DIST, 'webgpu')],
  ['`inkling.html`', ['inkling.html']],
  ['`embed.js`', ['embed.js']],
];
const cells = rows.map(([name, paths]) => {
  const { raw, gzip } = sizeOf(DIST, paths);
  return [name, bytes(raw), bytes(gzip)];
});
const table = [['what', 'bytes', 'compressed (gzip)'], ...cells];
const widths = [0, 1, 2].map((column) => Math.max(...table.map((row) => row[column]!.length)));
const line = (row: readonly string[]): string => `| ${row.map((cell, i) => cell.padEnd(widths[i]!)).join(' | ')} |`;
console.log([line(table[0]!), line(widths.map((width) => '-'.repeat(width))), ...cells.map(line)].join('\n'));
