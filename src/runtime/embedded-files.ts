/**
 * Files inside the page, as `inkling.html` has them: `<script type="application/octet-stream" data-file="PATH">`, whose
 * text is base64 of the gzipped bytes. Scripts of that type are never run.
 */
import { AppError } from '../core/errors';
import { checkBytes, type Bytes, type FileSource } from './file-source';

export function embeddedFiles(page: Document): FileSource {
  return {
    async read(path, options = {}) {
      const element = page.querySelector(`script[data-file="${CSS.escape(path)}"]`);
      if (!element) throw new AppError('file-missing', `${path} is not in this page.`, { file: path });
      const bytes = await gunzip(path, element.textContent);
      await checkBytes(path, bytes, options);
      options.onBytes?.(bytes.length);
      return bytes;
    },
  };
}

async function gunzip(path: string, base64: string): Promise<Bytes> {
  try {
    const packed = await decodeBase64(base64.trim());
    return await inflate(packed);
  } catch (cause) {
    throw new AppError('file-damaged', `${path} in this page is damaged.`, { file: path }, { cause });
  }
}

/** In pieces, between which the page can repaint: the runtime is nine million characters. */
async function decodeBase64(text: string): Promise<Bytes[]> {
  const pieces: Bytes[] = [];
  const size = 1 << 20;
  for (let at = 0; at < text.length; at += size) {
    const binary = atob(text.slice(at, at + size));
    pieces.push(Uint8Array.from(binary, (character) => character.charCodeAt(0)));
    await new Promise((resolve) => setTimeout(resolve));
  }
  return pieces;
}

async function inflate(packed: readonly Bytes[]): Promise<Bytes> {
  const stream = new Blob([...packed]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
