/**
 * Builds `dist/embed.js` (a script that defines `Inkling`), `dist/embed.esm.js` (the same as a module) and their types.
 * One run for each: `--mode script` and `--mode module`. Their names stay, since articles refer to
 * them; and end in `.js`, which every host serves as JavaScript.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { defineConfig, type Plugin } from 'vite';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

const types: Plugin = {
  name: 'inkling:embed-types',
  generateBundle() {
    const file = 'src/host/types.ts';
    const { outputText, diagnostics = [] } = ts.transpileDeclaration(readFileSync(here(file), 'utf8'), {
      fileName: file,
      compilerOptions: { isolatedDeclarations: true, declaration: true, target: ts.ScriptTarget.ES2022 },
    });
    if (diagnostics.length) this.error(ts.formatDiagnostics(diagnostics, ts.createCompilerHost({})));
    const module = `${outputText}\nexport declare const mount: Mount;\n`;
    const script = `${module}\ndeclare global {\n  const Inkling: { readonly mount: Mount };\n}\n`;
    this.emitFile({ type: 'asset', fileName: 'embed.d.ts', source: script });
    this.emitFile({ type: 'asset', fileName: 'embed.esm.d.ts', source: module });
  },
};

/** What `examples/slides.html` loads. */
const slides: Plugin = {
  name: 'inkling:slides',
  generateBundle() {
    for (const file of ['reveal.js', 'reveal.css']) {
      const source = readFileSync(here(`node_modules/reveal.js/dist/${file}`));
      this.emitFile({ type: 'asset', fileName: `examples/reveal/${file}`, source });
    }
  },
};

export default defineConfig(({ mode }) => {
  const isModule = mode === 'module';
  return {
    plugins: [isModule ? types : slides],
    build: {
      emptyOutDir: false,
      copyPublicDir: false,
      target: 'es2022',
      minify: true,
      lib: {
        entry: here(isModule ? 'src/host/module.ts' : 'src/host/script.ts'),
        name: 'InklingEmbed',
        formats: [isModule ? 'es' : 'iife'],
        fileName: () => (isModule ? 'embed.esm.js' : 'embed.js'),
      },
    },
  };
});
