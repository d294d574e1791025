import { createNodeResolver, importX } from 'eslint-plugin-import-x';
import globals from 'globals';
import svelte from 'eslint-plugin-svelte';
import tseslint from 'typescript-eslint';

const PURE = [
  ...[
    'core',
    'model',
    'verifiers',
    'rollouts',
    'search',
    'trace',
    'checks',
    'import',
    'tasks',
    'bench',
    'measure',
    'protocol',
    'lessons',
    'workshop',
  ],
];

/**
 * What each folder may import, besides itself, `core` and packages. `search` never sees `tasks`: a search that can
 * ask the checker is no measurement of a verifier.
 */
const MAY_IMPORT = {
  'src/core': [],
  'src/model': [],
  // A search is given its verifier, and knows none by name.
  'src/verifiers': ['src/model'],
  'src/search': ['src/model'],
  'src/trace': ['src/model', 'src/search'],
  // Sampled solutions and the checker's verdicts on them, which a task hands over; no search may see them.
  'src/rollouts': ['src/model'],
  // A check sees the checker, which is handed to it: it measures a verifier and steers nothing.
  'src/checks': ['src/model', 'src/rollouts', 'src/search', 'src/trace'],
  'src/import': ['src/trace', 'src/search'],
  'src/tasks': [],
  'src/lessons': [],
  // Training a verifier: it samples, asks the checker and measures; no search sees it.
  'src/workshop': ['src/model', 'src/rollouts', 'src/tasks', 'src/measure'],
  'src/bench': ['src/model', 'src/search', 'src/trace', 'src/checks', 'src/tasks'],
  'src/measure': ['src/rollouts', 'src/trace', 'src/tasks'],
  'src/protocol': [
    'src/model',
    'src/verifiers',
    'src/rollouts',
    'src/search',
    'src/trace',
    'src/checks',
    'src/import',
    'src/workshop',
  ],
  'src/runtime': ['src/protocol'],
  'src/viz': ['src/trace'],
  'src/embed': ['src/protocol', 'src/trace'],
  // What an article loads brings nothing of the page along.
  'src/host': [],
  'src/url': ['src/protocol', 'src/verifiers', 'src/trace', 'src/tasks'],
  // The page's sentences, a folder for each language; plain data and plain functions.
  'src/words': ['src/protocol', 'src/verifiers', 'src/trace', 'src/tasks', 'src/url', 'src/viz'],
  'src/ui': [
    'src/words',
    'src/protocol',
    'src/verifiers',
    'src/runtime',
    'src/viz',
    'src/trace',
    'src/import',
    'src/tasks',
    'src/measure',
    'src/embed',
    'src/url',
    'src/lessons',
  ],
  'src/cli': ['src', 'workers'],
  'src/*.ts': ['src', 'workers'],
  workers: [
    'src/model',
    'src/verifiers',
    'src/rollouts',
    'src/search',
    'src/trace',
    'src/checks',
    'src/import',
    'src/tasks',
    'src/protocol',
    'src/workshop',
  ],
};

/** Exceptions to a wide permission above. */
const MUST_NOT_IMPORT = {
  'src/cli': ['src/ui', 'src/words', 'src/embed'],
  'src/*.ts': ['src/cli'],
};

const zones = [
  ...Object.entries(MAY_IMPORT).map(([target, allowed]) => ({
    target: `./${target}`,
    from: '.',
    except: [...new Set([target, 'src/core', 'node_modules', ...allowed])].map((path) => `./${path}`),
    message: `${target} may import only ${['itself', 'src/core', ...allowed].join(', ')}.`,
  })),
  ...Object.entries(MUST_NOT_IMPORT).flatMap(([target, forbidden]) =>
    forbidden.map((from) => ({
      target: `./${target}`,
      from: `./${from}`,
      message: `${target} must not import ${from}.`,
    })),
  ),
];

/** Files that are longer than all others may be: the list only shrinks. */
const STILL_LONG = [
  'src/ui/search/tree/TreeCanvas.svelte',
  'src/search/run.ts',
  'test/unit/runtime/pack-host.test.ts',
  'test/contract/model-contract.ts',
];

const NO_MATH_RANDOM = {
  object: 'Math',
  property: 'random',
  message: 'Draw from an Rng (src/core/rng), so that a seed repeats the run.',
};

const NO_ONNX = { regex: '^onnxruntime-', message: 'Only workers and src/runtime know ONNX Runtime.' };

export default tseslint.config(
  { ignores: ['dist/', '.cache/', 'bench/node_modules/', 'bench/.venv/', 'training/', 'public/', 'node_modules/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  tseslint.configs.recommendedTypeChecked,
  svelte.configs.recommended,
  svelte.configs.prettier,
  {
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: [] },
        tsconfigRootDir: import.meta.dirname,
        extraFileExtensions: ['.svelte'],
      },
    },
    plugins: { 'import-x': importX },
    settings: {
      'import-x/resolver-next': [
        createNodeResolver({ extensions: ['.ts', '.svelte.ts', '.js', '.mjs', '.svelte', '.json'] }),
      ],
      'import-x/extensions': ['.ts', '.js', '.mjs'],
      'import-x/parsers': { '@typescript-eslint/parser': ['.ts'] },
    },
    rules: {
      'import-x/no-restricted-paths': ['error', { basePath: import.meta.dirname, zones }],
      // It sees neither types nor components; `test/unit/lint/house.test.ts` does.
      'import-x/no-cycle': ['error', { ignoreExternal: true }],
      'max-lines': ['error', 350],
      'no-restricted-properties': ['error', NO_MATH_RANDOM],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports' }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // Template literals of numbers are the point of template literals here.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // Declarations of packages without types are referred to from the one file that uses them.
      '@typescript-eslint/triple-slash-reference': ['error', { path: 'always' }],
      // Interfaces are asynchronous where one implementation of them happens not to be.
      '@typescript-eslint/require-await': 'off',
    },
  },
  { files: STILL_LONG, rules: { 'max-lines': ['error', 500] } },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { globals: globals.browser, parserOptions: { parser: tseslint.parser } },
    rules: {
      'svelte/no-at-html-tags': 'error',
      // State is `$state.raw` and replaced whole; a plain collection beside it is private bookkeeping.
      'svelte/prefer-svelte-reactivity': 'off',
    },
  },
  {
    // In markup the linter often cannot see a type that is there; svelte-check can, and checks the same code.
    files: ['**/*.svelte'],
    rules: {
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-unnecessary-type-assertion': 'off',
    },
  },
  {
    files: ['src/**', 'workers/**'],
    ignores: ['src/main.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: 'NewExpression[callee.name=/^(Shared)?Worker$/]',
          message: 'Only src/main.ts constructs workers.',
        },
      ],
    },
  },
  {
    files: ['src/**'],
    ignores: ['src/runtime/**', 'src/cli/**', 'src/*.ts'],
    rules: {
      'no-restricted-imports': ['error', { patterns: [NO_ONNX] }],
    },
  },
  {
    files: [...PURE.map((folder) => `src/${folder}/**`), 'src/viz/**'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            NO_ONNX,
            { group: ['svelte', 'svelte/*', '@xyflow/*', 'node:*'], message: 'This code is pure TypeScript.' },
          ],
        },
      ],
    },
  },
  {
    // Tests read JSON that they have just made and compare it, and hand over single methods of fakes.
    files: ['test/**'],
    rules: {
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/unbound-method': 'off',
      'no-restricted-properties': [
        'error',
        NO_MATH_RANDOM,
        ...['waitFor', 'waitUntil'].map((property) => ({
          ...{ object: 'vi', property },
          message: 'It gives up after a second, which a busy machine does not keep: use test/fixtures/eventually.',
        })),
      ],
    },
  },
  {
    files: ['test/fixtures/eventually.ts'],
    rules: { 'no-restricted-properties': 'off' },
  },
  {
    files: ['scripts/**', 'src/cli/**', 'bench/**', '*.config.*'],
    languageOptions: { globals: globals.node },
  },
  {
    // Plain scripts that run before anything is installed carry no types; tsc checks them as JavaScript.
    files: ['**/*.mjs', '**/*.js'],
    extends: [tseslint.configs.disableTypeChecked],
  },
);
