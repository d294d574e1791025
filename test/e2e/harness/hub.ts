/**
 * A host that speaks the paths of the Hugging Face hub: what it says of a model, its files behind a redirect to a second
 * host, ranges of them; and the faults that real ones have.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { HUB_FOLDER } from '../../fixtures/hub-models';

export const REVISION = 'a1b2c3d4e5f60718293a4b5c6d7e8f9001122334';
/** From this size on files are told with their hash, as the hub tells it of large ones. */
const LARGE = 20_000;

export interface HubModelFixture {
  readonly folder: URL;
  readonly license?: string;
  readonly gated?: boolean;
  /** Leaves out files from the list and the host. */
  readonly without?: RegExp;
  /** Says that the graph has so many bytes. */
  readonly claimedBytes?: number;
  /** Sends half of what is asked of the graph, this many times, and breaks the connection when `breakConnections` says so. */
  readonly drops?: number;
  /** The whole file, whatever range was asked for. */
  readonly ignoresRanges?: boolean;
  /** Sends half of the graph and then nothing more, this many times; the connection stays. */
  readonly stalls?: number;
  /** Its files, changed. */
  readonly change?: (path: string, bytes: Buffer) => Buffer;
  /** What the hub says of it lies at this address. */
  readonly movedTo?: string;
  /** In place of the graph: a page of its size, a status, or a list without it. */
  readonly fault?: 'wrong-file' | 'forbidden' | 'missing';
}

const MODELS = new URL('../../../public/models/', import.meta.url);
/** The shipped policy is in the hub's layout as well, and writes sense. */
export const GAME24 = new URL(`${readdirSync(MODELS).find((name) => name.startsWith('game24-'))}/policy/`, MODELS);
export const GAME24_MODEL: HubModelFixture = { folder: GAME24, license: 'mit', without: /step\.onnx$/ };
export const tinyFolder = (name: string): URL => new URL(`${name}/`, HUB_FOLDER);

export interface FakeHub {
  readonly origin: string;
  readonly files: string;
  /** `METHOD path range`, of both hosts. */
  readonly seen: readonly string[];
  /**
   * Closes what was sent by half. A browser may drop what it has not read when its connection ends, so a test waits
   * until the page has shown that it came.
   */
  breakConnections(): void;
  close(): Promise<void>;
}

const CORS = {
  'access-control-allow-origin': '*',
  'access-control-allow-headers': 'range',
  'access-control-expose-headers': 'content-range, content-length',
};

interface Listed {
  readonly path: string;
  readonly bytes: Buffer;
}

function filesOf({ folder, without, change = (_, bytes) => bytes }: HubModelFixture): Listed[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.\w+$/.test(path) && !without?.test(path))
    .map((path) => ({ path: path.replaceAll('\\', '/'), bytes: change(path, readFileSync(new URL(path, folder))) }));
}

const isGraph = (path: string): boolean => path.endsWith('.onnx');

function describe(id: string, model: HubModelFixture): object {
  return {
    id,
    sha: REVISION,
    gated: model.gated ? 'manual' : false,
    private: false,
    cardData: { license: model.license ?? 'apache-2.0' },
    tags: ['onnx', 'text-generation'],
    siblings: filesOf(model).map(({ path, bytes }) => {
      const size = (isGraph(path) && model.claimedBytes) || bytes.length;
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      return { rfilename: path, size, ...(bytes.length >= LARGE ? { lfs: { sha256, size } } : {}) };
    }),
  };
}

export async function serveHub(models: Readonly<Record<string, HubModelFixture>>): Promise<FakeHub> {
  const seen: string[] = [];
  const halves = new Set<ServerResponse>();
  const left = new Map(Object.entries(models).map(([id, { drops = 0, stalls = 0 }]) => [id, { drops, stalls }]));
  let filesOrigin = '';
  const note = (request: IncomingMessage): string => {
    const path = decodeURIComponent(request.url ?? '/');
    seen.push(`${request.method} ${path}${request.headers.range ? ` ${request.headers.range}` : ''}`);
    return path;
  };
  const preflight = (request: IncomingMessage, response: ServerResponse): boolean => {
    if (request.method !== 'OPTIONS') return false;
    response.writeHead(204, CORS).end();
    return true;
  };
  const refuse = (response: ServerResponse, status: number, error: string): void =>
    void response.writeHead(status, { ...CORS, 'content-type': 'application/json' }).end(JSON.stringify({ error }));

  const hub = createServer((request, response) => {
    if (preflight(request, response)) return;
    const path = note(request);
    const [, api] = /^\/api\/models\/([^/]+\/[^/?]+)/.exec(path) ?? [];
    if (api) {
      const model = models[api];
      // As the hub: what does not exist looks like what is private.
      if (!model) return refuse(response, 401, 'Invalid username or password.');
      if (model.movedTo !== undefined) return void response.writeHead(307, { ...CORS, location: model.movedTo }).end();
      response
        .writeHead(200, { ...CORS, 'content-type': 'application/json' })
        .end(JSON.stringify(describe(api, model)));
      return;
    }
    const [, id, revision, file] = /^\/([^/]+\/[^/]+)\/resolve\/([^/]+)\/(.+)$/.exec(path) ?? [];
    const model = models[id ?? ''];
    if (!model || ![REVISION, 'main'].includes(revision!)) return refuse(response, 404, 'Not found');
    if (isGraph(file!) && model.fault === 'forbidden') return refuse(response, 403, 'Forbidden');
    response.writeHead(302, { ...CORS, location: `${filesOrigin}/${id}/${file}` }).end();
  });

  const files = createServer((request, response) => {
    if (preflight(request, response)) return;
    const [, id, path] = /^\/([^/]+\/[^/]+)\/(.+)$/.exec(note(request)) ?? [];
    const model = models[id ?? ''];
    const file = model && filesOf(model).find((listed) => listed.path === path);
    if (!file || (isGraph(path!) && model.fault === 'missing')) return refuse(response, 404, 'Entry not found');
    send(id!, model, file, request, response);
  });

  function send(
    id: string,
    model: HubModelFixture,
    { path, bytes }: Listed,
    request: IncomingMessage,
    response: ServerResponse,
  ): void {
    const whole = isGraph(path) && model.fault === 'wrong-file' ? Buffer.alloc(bytes.length, '<html> ') : bytes;
    const from = model.ignoresRanges ? 0 : Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0);
    const range = from > 0 ? { 'content-range': `bytes ${from}-${whole.length - 1}/${whole.length}` } : {};
    response.writeHead(from > 0 ? 206 : 200, { ...CORS, ...range, 'content-length': whole.length - from });
    const rest = whole.subarray(from);
    const faults = left.get(id)!;
    const half = rest.subarray(0, rest.length / 2);
    if (isGraph(path) && faults.drops-- > 0) {
      response.write(half);
      halves.add(response);
    } else if (isGraph(path) && faults.stalls-- > 0) response.write(half);
    else response.end(rest);
  }

  const [origin] = await Promise.all([listen(hub), listen(files).then((at) => (filesOrigin = at))]);
  return {
    origin,
    files: filesOrigin,
    seen,
    breakConnections: () => {
      for (const response of halves) response.socket?.end();
      halves.clear();
    },
    close: async () => {
      await Promise.all([hub, files].map(close));
    },
  };
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
