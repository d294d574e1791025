/** The page's own faces, to be written into a picture, since a picture on its own has no page to take them from. */
import { readLimited } from '../../../runtime/read-limited';
import { toBase64 } from './base64';

/** A face of the page has some fifty thousand bytes. */
const MOST_BYTES = 2 * 1024 * 1024;

/** By family and style: each is fetched once. */
const known = new Map<string, Promise<string>>();

const keyOf = ({ family, style, weight }: Omit<Face, 'url'>): string => `${family} ${style} ${weight}`;

/** `@font-face` rules for these families, with the faces inside. A face that cannot be had is left out. */
export async function fontRules(families: readonly string[]): Promise<string> {
  const rules = await Promise.all(
    pageFaces()
      .filter(({ family }) => families.includes(family))
      .map((face) => {
        const rule = known.get(keyOf(face)) ?? writeFace(face);
        known.set(keyOf(face), rule);
        return rule;
      }),
  );
  return rules.join('');
}

/** The families of a CSS list that the page brings along itself. */
export const familiesOf = (list: string): string[] =>
  list
    .split(',')
    .map((name) => name.trim().replaceAll(/^["']|["']$/g, ''))
    .filter((name) => pageFaces().some(({ family }) => family === name));

interface Face {
  readonly family: string;
  readonly style: string;
  readonly weight: string;
  readonly url: string;
}

function pageFaces(): Face[] {
  return [...document.styleSheets].flatMap((sheet) =>
    [...sheet.cssRules]
      .filter((rule) => rule instanceof CSSFontFaceRule)
      .flatMap(({ style: rule }) => {
        const [, address] = /url\("?([^")]+)"?\)/.exec(rule.getPropertyValue('src')) ?? [];
        const read = (name: string): string => rule.getPropertyValue(name);
        const family = read('font-family').replaceAll(/^["']|["']$/g, '');
        const [style, weight] = [read('font-style') || 'normal', read('font-weight') || '400'];
        return address ? [{ family, style, weight, url: new URL(address, sheet.href ?? document.baseURI).href }] : [];
      }),
  );
}

async function writeFace({ family, style, weight, url }: Face): Promise<string> {
  try {
    const response = await fetch(url);
    if (!response.ok) throw new Error(`status ${response.status}`);
    const bytes = await readLimited(response, MOST_BYTES);
    if (!bytes) throw new Error('too large');
    const source = `url(data:font/woff2;base64,${toBase64(bytes)}) format('woff2')`;
    return `@font-face{font-family:'${family}';font-style:${style};font-weight:${weight};src:${source}}`;
  } catch {
    // The picture names other faces too; the next one asks again.
    known.delete(keyOf({ family, style, weight }));
    return '';
  }
}
