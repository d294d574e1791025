/** Seeded damage: to text, to bytes, to parsed JSON; and values out of nothing. */
import { pick, type Rng } from '../../src/core/rng';

/** Text that parsers have stumbled over, somewhere. */
const NASTY = [
  ...['', ' ', '\0', '\n', '\r\n', '\u2028', '\ud800', '\udfff', '\ufeff', 'é', '😀', '٣', '１２', '−', '∞'],
  ...['null', 'undefined', 'NaN', '__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf', 'length'],
  ...['-1', '0', '1e999', '1e-999', '0x10', '9007199254740993', '00', '.5', '5.', '+1', '--1', '1_000'],
  ...['<script>', '"', "'", '\\', '../..', '%', '%00', '%E0%A4%A', '&&', '==', '{}', '[]', '${1}', 'a'.repeat(5000)],
];
const NUMBERS = [0, -0, 1, -1, 0.5, -0.1, 2 ** 31, 2 ** 53, 1e308, 1e-308, NaN, Infinity, -Infinity];
const MOST_DEPTH = 4;

export function anyText(rng: Rng): string {
  const kind = rng.integer(0, 3);
  if (kind === 0) return pick(rng, NASTY);
  const length = rng.integer(0, 40);
  const [low, high] = kind === 1 ? [32, 126] : kind === 2 ? [0, 0xffff] : [40, 61];
  return Array.from({ length }, () => String.fromCharCode(rng.integer(low, high))).join('');
}

/** Anything that a message or a JSON file can hold, and a little more. */
export function anyValue(rng: Rng, depth = 0): unknown {
  const kind = rng.integer(0, depth < MOST_DEPTH ? 8 : 5);
  if (kind === 0) return null;
  if (kind === 1) return rng.integer(0, 1) === 1;
  if (kind === 2) return pick(rng, NUMBERS);
  if (kind === 3) return rng.integer(-1000, 1000) / pick(rng, [1, 1, 3, 10]);
  if (kind === 4 || kind === 5) return anyText(rng);
  const length = rng.integer(0, 4);
  if (kind === 6) return Array.from({ length }, () => anyValue(rng, depth + 1));
  return Object.fromEntries(Array.from({ length }, () => [anyText(rng), anyValue(rng, depth + 1)]));
}

/** Characters lost, doubled, moved and put in. */
export function damageText(rng: Rng, text: string): string {
  let damaged = text;
  for (let i = rng.integer(1, 4); i > 0; i--) {
    const at = rng.integer(0, damaged.length);
    const length = rng.integer(0, Math.min(12, damaged.length - at));
    const piece = damaged.slice(at, at + length);
    const kind = rng.integer(0, 5);
    const put = [anyText(rng), '', piece + piece, [...piece].reverse().join(''), pick(rng, NASTY), ''][kind]!;
    damaged = kind === 5 ? damaged.slice(0, at) : damaged.slice(0, at) + put + damaged.slice(at + length);
  }
  return damaged;
}

/** Bits flipped, bytes overwritten, the end cut off or something put behind it. */
export function damageBytes(rng: Rng, bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const damaged = bytes.slice();
  const kind = rng.integer(0, 5);
  if (kind === 0) return damaged.slice(0, rng.integer(0, damaged.length));
  if (kind === 1) return new Uint8Array([...damaged, ...Array.from({ length: rng.integer(1, 9) }, () => 7)]);
  for (let i = rng.integer(1, kind === 2 ? 40 : 2); i > 0 && damaged.length; i--) {
    const at = rng.integer(0, damaged.length - 1);
    if (kind === 3) damaged.fill(rng.integer(0, 255), at, at + rng.integer(1, 64));
    else damaged[at] = damaged[at]! ^ (1 << rng.integer(0, 7));
  }
  return damaged;
}

/** Up to three values of a document replaced, removed, doubled or renamed, at any depth; the document stays as it is. */
export function damageJson(rng: Rng, document: unknown): unknown {
  const copy = structuredClone(document);
  for (let i = rng.integer(1, 3); i > 0; i--) damageOnce(rng, copy);
  return copy;
}

function damageOnce(rng: Rng, document: unknown): void {
  let at = document;
  for (;;) {
    if (typeof at !== 'object' || at === null) return;
    const holder = at as Record<string, unknown>;
    const keys = Object.keys(holder);
    if (!keys.length) return;
    const key = pick(rng, keys);
    const inside = holder[key];
    if (typeof inside === 'object' && inside !== null && rng.integer(0, 3) > 0) {
      at = inside;
      continue;
    }
    const kind = rng.integer(0, 6);
    if (kind === 0) delete holder[key];
    else if (kind === 1 && Array.isArray(at)) at.push(structuredClone(pick(rng, at)));
    else if (kind === 1) holder[anyText(rng)] = inside;
    else if (kind === 2 && typeof inside === 'number') holder[key] = inside + pick(rng, [1, -1, 0.5, 1e6]);
    else if (kind === 2 && typeof inside === 'string') holder[key] = damageText(rng, inside);
    else if (kind === 3 && Array.isArray(at)) at.reverse();
    else holder[key] = anyValue(rng);
    return;
  }
}

/** A document as a file: damaged as a document, as text, or made of nothing. */
export function damagedFile(rng: Rng, document: unknown): string {
  const kind = rng.integer(0, 9);
  if (kind === 0) return anyText(rng);
  if (kind === 1) return JSON.stringify(anyValue(rng)) ?? '';
  if (kind < 6) return JSON.stringify(damageJson(rng, document));
  return damageText(rng, JSON.stringify(document));
}
