import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { isVerifierName } from '../../../src/core/ids';
import { VERIFIER_NAMES } from '../../../src/verifiers/find';
import { MAKERS, VERIFIERS } from '../../../src/verifiers/registry';
import type { VerifierTraits } from '../../../src/verifiers/types';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

describe('the name of a verifier', () => {
  it.each([...VERIFIER_NAMES, 'goal', 'a', 'head:my first one', 'head:第一', 'head:runs/a.inkling.safetensors'])(
    'can be %s',
    (name) => expect(isVerifierName(name)).toBe(true),
  );

  it.each([
    ...['', 'Tvm', '-tvm', 'tvm,ovm', 'a b', '../tvm', 'constructor', '__proto__', 'x'.repeat(41)],
    ...['head:', 'head: x', 'head:x ', 'head:a,b', 'head:a\nb', `head:${'x'.repeat(61)}`, 'foot:x'],
  ])('cannot be %j', (name) => expect(isVerifierName(name)).toBe(false));
});

describe('the registry', () => {
  it('knows each verifier once, and makes all that are not trained', () => {
    expect(new Set(VERIFIER_NAMES).size).toBe(VERIFIERS.length);
    const made = (VERIFIERS as readonly VerifierTraits[]).filter(({ trained }) => !trained).map(({ id }) => id);
    expect(Object.keys(MAKERS).sort()).toEqual([...made].sort());
  });

  it('gives no two verifiers an option of one name', () => {
    const names = (VERIFIERS as readonly VerifierTraits[]).flatMap(({ options }) => options.map(({ name }) => name));
    expect(new Set(names).size).toBe(names.length);
  });
});

/** All code outside `src/verifiers`. */
const files = ['src', 'workers'].flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .map((path) => join(folder, path))
    .filter((path) => /\.(ts|svelte)$/.test(path) && !path.startsWith(join('src', 'verifiers') + sep)),
);

it('no code outside its own file asks whether a verifier has a certain name', () => {
  const names = VERIFIER_NAMES.join('|');
  const asks = new RegExp(
    `[!=]==?\\s*['"\`](?:${names})['"\`]|['"\`](?:${names})['"\`]\\s*[!=]==?|case\\s+['"\`](?:${names})['"\`]\\s*:|` +
      `(?:includes|has|startsWith)\\(['"\`](?:${names}|head:)`,
  );
  const found = files.flatMap((path) =>
    readFileSync(join(ROOT, path), 'utf8')
      .split('\n')
      .flatMap((line, i) => (asks.test(line) ? [`${path}:${i + 1} ${line.trim()}`] : [])),
  );
  expect(files.length).toBeGreaterThan(200);
  // A rule that labels are made by bears the name of the verifier that is trained on them.
  expect(found.filter((line) => !/\b(?:kind|rule) ===/.test(line))).toEqual([]);
});
