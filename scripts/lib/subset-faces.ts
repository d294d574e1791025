/** The page's faces, cut down to the characters that its texts use. */
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import subset from 'subset-font';

interface Face {
  /** In `node_modules`. */
  readonly file: string;
  /** The weights that the styles ask for, of a face that has all. */
  readonly weights?: { readonly min: number; readonly max: number };
}

/** By the name under which `src/ui/faces` holds them. */
export const FACES: Readonly<Record<string, Face>> = {
  'newsreader-400.woff2': { file: '@fontsource/newsreader/files/newsreader-latin-400-normal.woff2' },
  'newsreader-500.woff2': { file: '@fontsource/newsreader/files/newsreader-latin-500-normal.woff2' },
  'newsreader-400-italic.woff2': { file: '@fontsource/newsreader/files/newsreader-latin-400-italic.woff2' },
  'inter.woff2': {
    file: '@fontsource-variable/inter/files/inter-latin-wght-normal.woff2',
    weights: { min: 400, max: 700 },
  },
};

/** Where the page's texts are: its own in three languages, what a task says, lessons, and the search it arrives with. */
const TEXTS = ['src/ui', 'src/words', 'src/viz', 'src/tasks', 'public/lessons', 'public/recorded', 'index.html'];
/** Chinese and what lies beyond it no Latin face has. */
const LAST = 0x2e7f;

/** Every character of those texts, and all of ASCII, since readers type too; in order. */
export function pageCharacters(): string {
  const ascii = Array.from({ length: 0x5f }, (_, i) => String.fromCharCode(0x20 + i));
  const texts = TEXTS.flatMap((path) => (extname(path) ? [path] : textFiles(path))).map((path) =>
    readFileSync(path, 'utf8'),
  );
  const found = [...new Set(texts.join(''))].filter((character) => {
    const code = character.codePointAt(0)!;
    return code > 0x7f && code <= LAST;
  });
  return [...ascii, ...found.sort()].join('');
}

const textFiles = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.(ts|svelte|json)$/.test(path))
    .map((path) => join(folder, path));

/** One face with these characters only; what it lacks is left out, and the next family of the styles has it. */
export function subsetFace({ file, weights }: Face, characters: string): Promise<Buffer> {
  const axes = weights && { variationAxes: { wght: weights } };
  return subset(readFileSync(join('node_modules', file)), characters, { targetFormat: 'woff2', ...axes });
}
