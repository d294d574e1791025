/** A plain file server, such as any web space: no special headers, the site in a folder below the root. */
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
};

export interface Served {
  readonly origin: string;
  /** Where the site is, with a slash at its end. */
  readonly url: string;
  close(): Promise<void>;
}

export interface ServeOptions {
  /** The built site: `dist` unless the environment's `INKLING_SITE` names another build. */
  readonly folder?: string;
  readonly below?: string;
  /** Sent with every file: a sandboxed frame needs `Access-Control-Allow-Origin`. */
  readonly headers?: Readonly<Record<string, string>>;
  /** More pages, by path from the root. */
  readonly pages?: Readonly<Record<string, string>>;
  /** Whether the connection breaks in the middle of this file. */
  readonly breaks?: (path: string) => boolean;
}

export async function serve(options: ServeOptions = {}): Promise<Served> {
  const { folder = process.env['INKLING_SITE'] ?? 'dist', below = '/some/folder/', headers = {}, pages = {} } = options;
  const { breaks = () => false } = options;
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://x').pathname);
    const page = pages[path];
    if (page !== undefined) {
      response.writeHead(200, { 'Content-Type': TYPES['.html'] }).end(page);
      return;
    }
    const inside = path.startsWith(below) ? path.slice(below.length) : null;
    const file = inside === null ? null : join(folder, normalize(`/${inside.replace(/(^|\/)$/, '$1index.html')}`));
    const found = file ? stat(file).then((entry) => entry.isFile()) : Promise.resolve(false);
    found
      .catch(() => false)
      .then(
        (isFile) => {
          if (!isFile || !file) {
            response.writeHead(404, headers).end();
            return;
          }
          response.writeHead(200, { ...headers, 'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream' });
          if (breaks(path)) void sendHalf(file, response);
          else createReadStream(file).pipe(response);
        },
        () => response.destroy(),
      );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { origin, url: origin + below, close: () => close(server) };
}

async function sendHalf(file: string, response: ServerResponse): Promise<void> {
  const bytes = await readFile(file);
  // What was written is on its way before the line ends.
  response.write(bytes.subarray(0, bytes.length / 2), () => response.destroy());
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
