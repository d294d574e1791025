/**
 * `npm run notices` writes THIRD-PARTY-NOTICES.md from the packages that are installed; `--check` only says whether
 * the file is up to date. Everything that the page or a command may load is named, with its licence in full.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

interface LockedPackage {
  readonly version?: string;
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly peer?: boolean;
}

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
  readonly author?: string | { readonly name: string };
  readonly repository?: string | { readonly url: string };
}

interface Notice {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  readonly url: string;
  readonly text: string;
}

const ROOT = join(import.meta.dirname, '..');
const FILE = join(ROOT, 'THIRD-PARTY-NOTICES.md');

const MIT = readFileSync(join(ROOT, 'LICENSE'), 'utf8').replace(/^.*\n\nCopyright.*\n/, '');
const ISC = `
Permission to use, copy, modify, and/or distribute this software for any purpose with or without fee is hereby
granted, provided that the above copyright notice and this permission notice appear in all copies.

THE SOFTWARE IS PROVIDED "AS IS" AND THE AUTHOR DISCLAIMS ALL WARRANTIES WITH REGARD TO THIS SOFTWARE INCLUDING ALL
IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS. IN NO EVENT SHALL THE AUTHOR BE LIABLE FOR ANY SPECIAL, DIRECT,
INDIRECT, OR CONSEQUENTIAL DAMAGES OR ANY DAMAGES WHATSOEVER RESULTING FROM LOSS OF USE, DATA OR PROFITS, WHETHER IN
AN ACTION OF CONTRACT, NEGLIGENCE OR OTHER TORTIOUS ACTION, ARISING OUT OF OR IN CONNECTION WITH THE USE OR
PERFORMANCE OF THIS SOFTWARE.
`;

/** For packages that bring no licence text: that of the licence which their manifest names. */
const TEXTS: Readonly<Record<string, string>> = { MIT, ISC };

/** Who holds the copyright where the manifest names only the person that published the package. */
const HOLDERS: Readonly<Record<string, string>> = {
  'onnxruntime-web': 'Microsoft Corporation',
  'onnxruntime-common': 'Microsoft Corporation',
};

const NOT_PACKAGES: readonly Notice[] = [
  {
    name: 'Game of 24 puzzles (src/tasks/game24/puzzles.json)',
    version: '',
    license: 'MIT',
    url: 'https://github.com/princeton-nlp/tree-of-thought-llm',
    text: `Copyright (c) 2023 Shunyu Yao\n${MIT}`,
  },
  {
    name: "The first 100 problems of GSM8K's test set (src/tasks/gsm8k/problems.json)",
    version: '',
    license: 'MIT',
    url: 'https://github.com/openai/grade-school-math',
    text: `Copyright (c) 2021 OpenAI\n${MIT}`,
  },
  {
    name: "GSM8K's training set (public/questions/gsm8k-train.jsonl.gz)",
    version: '',
    license: 'MIT',
    url: 'https://github.com/openai/grade-school-math',
    text: `Copyright (c) 2021 OpenAI\n${MIT}`,
  },
];

const REMARKS = `The WebAssembly files of ONNX Runtime contain further libraries, whose notices are in
[ThirdPartyNotices.txt](https://github.com/microsoft/onnxruntime/blob/main/ThirdPartyNotices.txt) of its repository.`;

function urlOf(repository: Manifest['repository']): string {
  const url = typeof repository === 'string' ? repository : (repository?.url ?? '');
  const plain = url
    .replace(/^git\+/, '')
    .replace(/^(git|ssh):\/\/(git@)?/, 'https://')
    .replace(/\.git$/, '');
  return /^[\w.-]+\/[\w.-]+$/.test(plain)
    ? `https://github.com/${plain}`
    : plain.replace(/^github:/, 'https://github.com/');
}

function noticeOf(path: string): Notice {
  const folder = join(ROOT, path);
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
  const { name, version, license = '' } = manifest;
  const files = readdirSync(folder)
    .filter((file) => /^(licen[cs]e|copying|notice)/i.test(file))
    .sort();
  let text = files.map((file) => readFileSync(join(folder, file), 'utf8').trim()).join('\n\n');
  if (!text) {
    const body = TEXTS[license];
    if (!body) throw new Error(`${name} brings no licence text, and there is none here for "${license}"`);
    const author = typeof manifest.author === 'string' ? manifest.author : manifest.author?.name;
    text = `Copyright (c) ${HOLDERS[name] ?? author ?? `the authors of ${name}`}\n${body}`;
  }
  return { name, version, license, url: urlOf(manifest.repository), text: text.replace(/\r\n/g, '\n').trim() };
}

/** What is installed for development alone, on some machines alone, or only to be read by a compiler, is not shipped. */
function shippedPackages(): string[] {
  const lock = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, LockedPackage>;
  };
  return Object.entries(lock.packages)
    .filter(([path, locked]) => path && !locked.dev && !locked.optional && !locked.peer)
    .map(([path]) => path)
    .filter((path) => !/^node_modules\/(typescript$|@types\/|@typescript-eslint\/)/.test(path))
    .sort();
}

function render(notices: readonly Notice[]): string {
  const byText = new Map<string, Notice[]>();
  for (const notice of notices) byText.set(notice.text, [...(byText.get(notice.text) ?? []), notice]);
  const rows = notices.map(
    ({ name, version, license, url }) => `| ${url ? `[${name}](${url})` : name} | ${version} | ${license} |`,
  );
  const texts = [...byText].map(
    ([text, users]) => `### ${users.map((user) => user.name).join(', ')}\n\n\`\`\`\`text\n${text}\n\`\`\`\`\n`,
  );
  return [
    '# Third-party notices\n',
    'Written by `npm run notices`; do not edit. Inkling itself is under the MIT licence (LICENSE).\n',
    `${REMARKS}\n`,
    ['| Work | Version | Licence |', '| --- | --- | --- |', ...rows].join('\n'),
    '\n## Licences\n',
    ...texts,
  ].join('\n');
}

// One package may be installed under two names (an alias in `overrides`).
const packages = new Map(
  shippedPackages()
    .map(noticeOf)
    .map((notice) => [`${notice.name}@${notice.version}`, notice]),
);
const notices = [...NOT_PACKAGES, ...packages.values()];
const wanted = render(notices);
if (!process.argv.includes('--check')) {
  writeFileSync(FILE, wanted);
  console.log(`THIRD-PARTY-NOTICES.md names ${notices.length} works.`);
} else if (!existsSync(FILE) || readFileSync(FILE, 'utf8').replace(/\r\n/g, '\n') !== wanted) {
  console.error('THIRD-PARTY-NOTICES.md is out of date: run `npm run notices`.');
  process.exitCode = 1;
}
