import { readFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { expect, it } from 'vitest';
import { DOCUMENTS, shownIn, TABLE_NAMES, withTables } from '../../../scripts/lib/tables';

it.each(DOCUMENTS)('the tables of %s show the numbers that were measured last', async (path) => {
  const document = readFileSync(path, 'utf8');
  const text = await format(withTables(document), { ...(await resolveConfig(path)), filepath: path });
  expect(text).toBe(document);
});

it('each table is shown somewhere', () => {
  expect(DOCUMENTS.flatMap((path) => shownIn(readFileSync(path, 'utf8'))).sort()).toEqual([...TABLE_NAMES].sort());
});

it('refuses a table that nobody knows', () => {
  expect(() => withTables('<!-- measured: nothing -->\n\n| a |\n| - |\n')).toThrow('No table is called nothing.');
});
