/**
 * Builds `dist/inkling.html`: the page with its script, styles, fonts, runtime, worker and models inside, to be opened
 * from a disk or embedded from any host. Takes the worker and the models from the site in `dist`, so build that first.
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { defineConfig, mergeConfig, type Plugin, type Rolldown } from 'vite';
import { sharePieces } from './scripts/lib/pieces';
import { common, RUNTIME_WASM } from './vite.config';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** The page's own files in place of the site's: only the composition root imports it. */
const embeddedSource: Plugin = {
  name: 'inkling:embedded-source',
  enforce: 'pre',
  resolveId: (id, importer) =>
    id === './engine-source' && importer?.endsWith('/src/main.ts') ? here('src/engine-source.embedded.ts') : null,
};

const singleFile: Plugin = {
  name: 'inkling:single-file',
  enforce: 'post',
  generateBundle: {
    order: 'post',
    handler(_options, bundle) {
      const outputs = Object.values(bundle);
      const page = outputs.find((output): output is Rolldown.OutputAsset => output.fileName === 'index.html');
      const scripts = outputs.filter((output) => output.type === 'chunk');
      const styles = outputs.filter((output) => output.fileName.endsWith('.css')) as Rolldown.OutputAsset[];
      const rest = outputs.filter(
        (output) => output !== page && !scripts.includes(output as never) && !styles.includes(output as never),
      );
      if (!page || scripts.length !== 1 || rest.length) {
        this.error(`One page and one script were expected, not ${outputs.map(({ fileName }) => fileName).join(', ')}.`);
      }
      const html = assemble(text(page), scripts[0]!.code, styles.map(text).join('\n'));
      for (const { fileName } of outputs) delete bundle[fileName];
      this.emitFile({ type: 'asset', fileName: 'inkling.html', source: html });
    },
  },
};

const text = ({ source }: Rolldown.OutputAsset): string =>
  typeof source === 'string' ? source : new TextDecoder().decode(source);

function assemble(page: string, script: string, style: string): string {
  // In a string or a pattern of the script these end no element and mean the same.
  const safeScript = script.replaceAll('</script', '<\\/script').replaceAll('<!--', '<\\!--');
  const hash = (content: string): string => `'sha256-${createHash('sha256').update(content).digest('base64')}'`;
  const insert = (html: string, pattern: RegExp, replacement: string): string => {
    if (!pattern.test(html)) throw new Error(`index.html has nothing that matches ${pattern}.`);
    return html.replace(pattern, () => replacement);
  };
  let html = page.replace(/<link\s+rel="(stylesheet|modulepreload|manifest|apple-touch-icon)"[^>]*>\s*/g, '');
  html = insert(html, /<script type="module"[^>]*><\/script>/, `<style>${style}</style>`);
  // Nothing is beside this file: what is inside is named by its hash.
  html = insert(html, /script-src 'self'/, `script-src ${hash(safeScript)}`);
  html = insert(html, /style-src 'self'/, `style-src ${hash(style)}`);
  const body = [`<script type="module">${safeScript}</script>`, ...dataElements(embeddedFiles())].join('\n');
  return insert(html, /<\/body>/, `${body}\n</body>`);
}

/** By the path under which the page asks for them (`src/runtime/embedded-files.ts`). */
function embeddedFiles(): (readonly [path: string, file: string])[] {
  if (!existsSync(here('dist/models/index.json'))) throw new Error('Build the site first: npm run build');
  const inDist = readdirSync(here('dist'), { recursive: true, encoding: 'utf8' }).map((path) =>
    path.replaceAll('\\', '/'),
  );
  const workerOf = (name: string): string => {
    const worker = inDist.find((path) => path.startsWith(`assets/${name}.worker-`) && path.endsWith('.js'));
    if (!worker) throw new Error(`The site in dist has no ${name} worker: npm run build`);
    return `dist/${worker}`;
  };
  const inside = /^(models\/.*\.(json|onnx)|(lessons|recorded)\/.*\.json)$/;
  const others = inDist.filter((path) => inside.test(path)).sort();
  return [
    ['runtime.wasm', RUNTIME_WASM],
    ['engine.worker.js', workerOf('engine')],
    ['import.worker.js', workerOf('import')],
    ['hash.worker.js', workerOf('hash')],
    ['hub.worker.js', workerOf('hub')],
    ['train.worker.js', workerOf('train')],
    ...others.map((path) => [path, `dist/${path}`] as const),
  ];
}

/** Of every piece of the files, which stands here once, and of every file, which names its pieces. */
function dataElements(inside: readonly (readonly [path: string, file: string])[]): string[] {
  const { pieces, files } = sharePieces(inside.map(([, file]) => readFileSync(here(file))));
  const element = (attributes: string, content = ''): string =>
    `<script type="application/octet-stream" ${attributes}>${content}</script>`;
  return [
    ...pieces.map((piece, i) => element(`data-piece="${i}"`, gzipSync(piece, { level: 9 }).toString('base64'))),
    ...inside.map(([path], i) => element(`data-file="${path}" data-pieces="${files[i]!.join(' ')}"`)),
  ];
}

export default defineConfig(
  mergeConfig(common, {
    plugins: [embeddedSource, singleFile],
    build: {
      emptyOutDir: false,
      copyPublicDir: false,
      // Fonts and pictures go into the styles as `data:` addresses.
      assetsInlineLimit: Number.MAX_SAFE_INTEGER,
      modulePreload: false,
      rolldownOptions: { output: { codeSplitting: false } },
    },
  }),
);
