/** What a reader may type as the name of a hub model: `owner/name`, or an address of it on any host. */

/** The host where names without one are looked for. */
export const DEFAULT_HUB = 'https://huggingface.co';

export interface HubAddress {
  /** Scheme, host and port. */
  readonly host: string;
  /** `owner/name`. */
  readonly id: string;
}

const MAX_LENGTH = 300;
const PART = '[A-Za-z0-9][A-Za-z0-9._-]{0,95}';
const ID = new RegExp(`^${PART}/${PART}$`);

/** Null for what is neither. */
export function readAddress(text: string): HubAddress | null {
  const given = text.trim().replace(/\/+$/, '');
  if (given.length > MAX_LENGTH) return null;
  if (ID.test(given)) return { host: DEFAULT_HUB, id: given };
  let url: URL;
  try {
    url = new URL(given);
  } catch {
    return null;
  }
  if (!/^https?:$/.test(url.protocol) || url.username || url.password) return null;
  const id = url.pathname.split('/').slice(1, 3).join('/');
  const rest = url.pathname.split('/').slice(3).join('/');
  // An address copied from the hub's page of its files is as good.
  if (!ID.test(id) || (rest && !/^tree\/[\w.-]+$/.test(rest))) return null;
  return { host: url.origin, id };
}

/** The shortest way of saying it, which `readAddress` reads back. */
export const writeAddress = ({ host, id }: HubAddress): string => (host === DEFAULT_HUB ? id : `${host}/${id}`);
