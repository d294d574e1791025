/**
 * What a reader may type or paste as the name of a hub model: `owner/name`, or the address of any of its pages on any
 * host, as it stands in a browser's address bar, in a list of links or in a program.
 */

/** The host where names without one are looked for. */
export const DEFAULT_HUB = 'https://huggingface.co';

export interface HubAddress {
  /** Scheme, host and port, and of a mirror within a site also the path in front of its models; no slash at the end. */
  readonly host: string;
  /** `owner/name`. */
  readonly id: string;
  /** A branch, a tag or a commit; absent for the main branch. */
  readonly revision?: string;
}

const MAX_LENGTH = 500;
const ID = /^\w[\w.-]{0,95}\/\w[\w.-]{0,95}$/;
/** The names of the one hub. */
const HUB_HOSTS = new Set(['huggingface.co', 'www.huggingface.co', 'hf.co', 'www.hf.co']);
/** What a loopback server speaks. */
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/i;
/** The pages of a model whose address goes on with a revision, and those whose address does not. */
const AT_REVISION = ['tree', 'blob', 'resolve', 'raw', 'blame', 'edit', 'commit', 'commits', 'revision'];
const PAGES = new Set([...AT_REVISION, 'discussions', 'settings', 'community']);
/** What else a hub holds, in front of an owner's name; and what on the one hub is no owner's name. */
const NO_MODELS = ['datasets', 'spaces', 'collections', 'papers'];
const NO_OWNERS = new Set([...NO_MODELS, 'models', 'api', 'docs', 'blog', 'posts', 'learn', 'organizations']);
/** As git has it: no control characters, no spaces, nothing that climbs. */

const NO_REVISION = /[\s\u0000-\u001f\u007f~^:?*[\\]|\.\.|^\/|\/$|\/\//;
const MAX_REVISION = 200;
/** What a copied text brings along: marks without width, and the quotes or brackets around it. */
const INVISIBLE = /[\u200b-\u200f\u2060-\u2064\ufeff]/g;
const WRAPPING = /^[<"'`“‘«(]+|[>"'`”’»),;.]+$/g;

/** Null for what names no model, or names a revision that git could not have. */
export function readAddress(text: string): HubAddress | null {
  const given = text.replaceAll(INVISIBLE, '').trim().replaceAll(WRAPPING, '');
  if (given.length > MAX_LENGTH) return null;
  const [, inLibrary] = /^hf:\/\/(?:models\/)?(.+)$/i.exec(given) ?? [];
  const bare = segmentsOf((inLibrary ?? given).replace(/[?#].*$/s, ''));
  const [first = '', , third] = bare ?? [];
  if (inLibrary !== undefined) return bare && fromSegments(DEFAULT_HUB, bare.slice(0, 2));
  // With two parts, the first is an owner, whatever dots it has; an address has more.
  const isBare = /^[\w.-]+$/.test(first) && !HUB_HOSTS.has(first.toLowerCase()) && !/[?#]/.test(given);
  if (bare && isBare && (bare.length === 2 || PAGES.has(third ?? ''))) return fromSegments(DEFAULT_HUB, bare);
  let url: URL;
  try {
    url = new URL(withScheme(given));
  } catch {
    return null;
  }
  if (!/^https?:$/.test(url.protocol) || url.username || url.password) return null;
  const segments = segmentsOf(url.pathname);
  return segments && fromSegments(HUB_HOSTS.has(url.host) ? DEFAULT_HUB : url.origin, segments);
}

/** `host.example/…` is as good as an address; a server on this machine rarely speaks TLS. */
function withScheme(text: string): string {
  if (/^[a-z][a-z\d+.-]*:\/?\//i.test(text)) return text;
  const rest = text.replace(/^\/\//, '');
  const host = rest.split('/', 1)[0]!;
  if (LOOPBACK.test(host)) return `http://${rest}`;
  return /^[\w-]+(\.[\w-]+)+(:\d+)?$/.test(host) ? `https://${rest}` : text;
}

/** Decoded; null where they cannot be. */
function segmentsOf(path: string): string[] | null {
  try {
    return path
      .split('/')
      .filter((segment) => segment !== '')
      .map(decodeURIComponent);
  } catch {
    return null;
  }
}

function fromSegments(origin: string, segments: readonly string[]): HubAddress | null {
  const page = segments.findIndex((segment, i) => i >= 2 && PAGES.has(segment));
  const end = page < 0 ? segments.length : page;
  const [owner = '', given = ''] = segments.slice(Math.max(0, end - 2), end);
  const [name = '', pinned] = given.replace(/\.git$/, '').split('@');
  const before = segments.slice(0, Math.max(0, end - 2));
  // The same model as the hub's interface has it.
  if (before.at(-2) === 'api' && before.at(-1) === 'models') before.splice(-2);
  if (!ID.test(`${owner}/${name}`)) return null;
  if (origin === DEFAULT_HUB ? before.length > 0 || NO_OWNERS.has(owner) : !before.every(isFolder)) return null;
  const revision = pinned ?? revisionAt(segments, page) ?? 'main';
  if (!revision || revision.length > MAX_REVISION || NO_REVISION.test(revision)) return null;
  const host = [origin, ...before].join('/');
  return { host, id: `${owner}/${name}`, ...(revision === 'main' ? {} : { revision }) };
}

const isFolder = (part: string): boolean => /^[\w~][\w.~-]*$/.test(part) && !NO_MODELS.includes(part);

function revisionAt(segments: readonly string[], page: number): string | undefined {
  if (!AT_REVISION.includes(segments[page] ?? '')) return undefined;
  const [first, ...others] = segments.slice(page + 1);
  // `refs/pr/1` is one name, whether its slashes are written out or not.
  return first === 'refs' ? [first, ...others.slice(0, 2)].join('/') : first;
}

/** The shortest way of saying it, which `readAddress` reads back. */
export const writeAddress = ({ host, id, revision }: HubAddress): string =>
  `${host === DEFAULT_HUB ? id : `${host}/${id}`}${revision ? `/tree/${encodeURIComponent(revision)}` : ''}`;

/** For people: the model, and its revision where that is not the main one. */
export const nameOf = ({ id, revision }: HubAddress): string => (revision ? `${id}@${revision}` : id);
