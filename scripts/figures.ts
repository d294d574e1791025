/**
 * `npm run figures` draws the figures of the documents from the numbers that commands of this repository wrote, into
 * docs/figures.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FIGURES } from './lib/figures';
import { ROOT } from './lib/run.mjs';

const FOLDER = join(ROOT, 'docs', 'figures');

mkdirSync(FOLDER, { recursive: true });
for (const [name, draw] of Object.entries(FIGURES)) writeFileSync(join(FOLDER, `${name}.svg`), draw());
console.log(`docs/figures: ${Object.keys(FIGURES).join(', ')}`);
