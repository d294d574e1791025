import { ESLint, type Linter } from 'eslint';
import tseslint from 'typescript-eslint';
import { beforeAll, describe, expect, it, vi } from 'vitest';

// The first file of a realm waits for the types of all of it.
vi.setConfig({ testTimeout: 180_000 });

// The real configuration: a rule that is never reported protects nothing.
let typed: ESLint;
/** The same without types, which imports do not need: it is many times faster. */
let untyped: ESLint;
beforeAll(() => {
  typed = new ESLint();
  untyped = new ESLint({ overrideConfig: tseslint.configs.disableTypeChecked as Linter.Config });
});

/** The rules that complain about `text`, were it the content of that file. */
async function complaints(filePath: string, text: string, eslint = untyped): Promise<(string | null)[]> {
  const [result] = await eslint.lintText(text, { filePath });
  return result!.messages.map((message) => message.ruleId);
}

const DIRECTION = 'import-x/no-restricted-paths';

describe('the direction of imports', () => {
  it.each([
    ['src/search/beam.ts', '../tasks/game24/checker'],
    ['src/search/beam.ts', '../trace/types'],
    ['src/core/rng.ts', '../model/types'],
    ['src/model/types.ts', '../search/types'],
    ['src/trace/types.ts', '../tasks/game24/problem'],
    ['src/tasks/game24/checker.ts', '../../search/types'],
    ['src/protocol/engine.ts', '../tasks/game24/problem'],
    ['src/runtime/pack-host.ts', '../ui/shell/ports'],
    ['src/viz/layout.ts', '../ui/shell/ports'],
    ['src/embed/guest.ts', '../ui/shell/ports'],
    ['src/ui/shell/ports.ts', '../../search/types'],
    ['src/ui/shell/ports.ts', '../../../workers/engine'],
    ['src/cli/solve.ts', '../ui/shell/ports'],
    ['src/main.ts', './cli/solve'],
    ['workers/engine.ts', '../src/ui/shell/ports'],
    ['workers/engine.ts', '../src/viz/layout'],
  ])('%s must not import %s', async (file, path) => {
    expect(
      await complaints(file, `import type * as other from '${path}';\nexport type Other = typeof other;\n`),
    ).toEqual([DIRECTION]);
  });

  it.each([
    ['src/search/beam.ts', '../model/types'],
    ['src/trace/types.ts', '../search/types'],
    ['src/tasks/game24/checker.ts', '../../core/rng'],
    ['workers/engine.ts', '../src/tasks/game24/problem'],
  ])('%s may import %s', async (file, path) => {
    expect(
      await complaints(file, `import type * as other from '${path}';\nexport type Other = typeof other;\n`),
    ).toEqual([]);
  });
});

describe('the other rules', () => {
  it.each([
    ['@typescript-eslint/no-floating-promises', 'src/search/beam.ts', 'Promise.resolve(1);\n'],
    ['@typescript-eslint/no-explicit-any', 'src/search/beam.ts', 'export type Anything = any;\n'],
    [
      '@typescript-eslint/switch-exhaustiveness-check',
      'src/search/beam.ts',
      "export function f(x: 'a' | 'b'): void {\n  switch (x) {\n    case 'a':\n      break;\n  }\n}\n",
    ],
    ['no-restricted-properties', 'src/search/beam.ts', 'export const x = Math.random();\n'],
    ['no-restricted-properties', 'workers/engine.ts', 'export const x = Math.random();\n'],
    ['no-restricted-imports', 'src/search/beam.ts', "import 'onnxruntime-web';\n"],
    ['no-restricted-imports', 'src/search/beam.ts', "import 'onnxruntime-web';\n"],
    ['no-restricted-imports', 'src/viz/layout.ts', "import 'svelte';\n"],
    ['no-restricted-imports', 'src/tasks/game24/checker.ts', "import 'node:fs';\n"],
    ['no-restricted-syntax', 'src/ui/shell/ports.ts', "export const worker = new Worker('x.js');\n"],
    ['max-lines', 'src/search/beam.ts', `${'export {};\n'.repeat(351)}`],
    // The registry imports every strategy.
    ['import-x/no-cycle', 'src/search/beam.ts', "import './registry';\n"],
    ['svelte/no-at-html-tags', 'src/ui/shell/App.svelte', '<p>{@html location.hash}</p>\n'],
  ])('%s is reported in %s', async (rule, file, text) => {
    expect(await complaints(file, text, rule.startsWith('@typescript-eslint') ? typed : untyped)).toContain(rule);
  });
});
