/** `npm run tables` writes the tables of the documents anew from the numbers that commands of this repository wrote. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { DOCUMENTS, shownIn, withTables } from './lib/tables';
import { ROOT } from './lib/run.mjs';

for (const name of DOCUMENTS) {
  const path = join(ROOT, name);
  const document = readFileSync(path, 'utf8');
  const text = await format(withTables(document), { ...(await resolveConfig(path)), filepath: path });
  writeFileSync(path, text);
  console.log(`${name}: ${shownIn(text).join(', ')}`);
}
