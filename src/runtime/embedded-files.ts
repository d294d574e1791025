/**
 * Files inside the page, as `inkling.html` has them. What several files share stands there once: an element
 * `<script type="application/octet-stream" data-piece="3">` holds base64 of the gzipped bytes of a piece, and one with
 * `data-file="PATH" data-pieces="0 3"` says of which pieces a file is made. Scripts of that type are never run.
 */
import { AppError } from '../core/errors';
import { checkBytes, type Bytes, type FileSource } from './file-source';

export function embeddedFiles(page: Document): FileSource {
  return {
    async read(path, options = {}) {
      const element = page.querySelector<HTMLElement>(`script[data-file="${CSS.escape(path)}"]`);
      if (!element) throw new AppError('file-missing', `${path} is not in this page.`, { file: path });
      const bytes = await joined(page, path, element.dataset['pieces'] ?? '');
      await checkBytes(path, bytes, options);
      options.onBytes?.(bytes.length);
      return bytes;
    },
  };
}

/** @param pieces their numbers, with spaces between @throws AppError `file-damaged` */
async function joined(page: Document, path: string, pieces: string): Promise<Bytes> {
  try {
    const parts: Bytes[] = [];
    for (const piece of pieces.split(' ')) {
      const text = page.querySelector(`script[data-piece="${CSS.escape(piece)}"]`)?.textContent;
      if (text === undefined) throw new Error(`There is no piece ${piece}.`);
      parts.push(await inflate(await decodeBase64(text.trim())));
    }
    return parts.length === 1 ? parts[0]! : new Uint8Array(await new Blob(parts).arrayBuffer());
  } catch (cause) {
    throw new AppError('file-damaged', `${path} in this page is damaged.`, { file: path }, { cause });
  }
}

/** By and by, so that the page can repaint in between: the runtime is nine million characters. */
async function decodeBase64(text: string): Promise<Bytes[]> {
  const parts: Bytes[] = [];
  const size = 1 << 20;
  for (let at = 0; at < text.length; at += size) {
    const binary = atob(text.slice(at, at + size));
    parts.push(Uint8Array.from(binary, (character) => character.charCodeAt(0)));
    await new Promise((resolve) => setTimeout(resolve));
  }
  return parts;
}

async function inflate(packed: readonly Bytes[]): Promise<Bytes> {
  const stream = new Blob([...packed]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
