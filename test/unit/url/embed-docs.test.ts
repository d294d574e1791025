/** The table of fields in docs/embed.md, which authors write frames from. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import {
  CONTROLS,
  DEFAULT_STATE,
  OFFERED_BACKENDS,
  OFFERED_LANGUAGES,
  PANELS,
  THEMES,
  VIEWS,
} from '../../../src/url/fields';
import { TASK_IDS } from '../../../src/core/ids';

const rows = new Map(
  [...readFileSync('docs/embed.md', 'utf8').matchAll(/^\| `([^`]+)` +\| (.*) \|$/gm)].map(([, name, text]) => [
    name!,
    text!,
  ]),
);

it('names every field of the address', () => {
  const { parameters: _, verifierOptions: __, ...fields } = DEFAULT_STATE;
  for (const field of [...Object.keys(fields), 'samples', 'beam', 'temperature', 'seed', 'p.<name>'])
    expect(rows.has(field), field).toBe(true);
});

it.each([
  ['task', TASK_IDS],
  ['backend', OFFERED_BACKENDS],
  ['view', VIEWS],
  ['lang', OFFERED_LANGUAGES],
  ['theme', THEMES],
  ['hide', PANELS],
  ['lock', CONTROLS],
] as const)('names what %s takes', (field, taken) => {
  const named = [...rows.get(field)!.matchAll(/`([^`]+)`/g)].map(([, name]) => name!);
  expect(named).toEqual(expect.arrayContaining([...taken]));
});
