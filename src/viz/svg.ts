/** SVG as text. */

/** A drawing that stands alone. */
export interface Picture {
  /** A whole document. */
  readonly svg: string;
  /** In pixels. */
  readonly width: number;
  readonly height: number;
}

type Attributes = Readonly<Record<string, string | number | undefined>>;

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Text or markup in which the characters that XML cannot hold are signs of replacement. */
const allowedXml = (text: string): string =>
  text.replace(
    /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g,
    '\ufffd',
  );

/** Text for an element or an attribute; characters that XML cannot hold become signs of replacement. */
export const escapeXml = (text: string): string => allowedXml(text.replace(/[&<>"]/g, (sign) => ESCAPES[sign]!));

/** An element; `content` is markup already. Attributes that are undefined are left out. */
export function tag(name: string, attributes: Attributes, content = ''): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${escapeXml(typeof value === 'number' ? rounded(value) : value!)}"`)
    .join('');
  return content === '' ? `<${name}${written}/>` : `<${name}${written}>${content}</${name}>`;
}

const rounded = (value: number): string => `${Math.round(value * 100) / 100}`;

/**
 * A document with a light background. `title` is what a screen reader says of it. `content` may be markup that a
 * browser wrote, which holds whatever characters the page does: the document is well-formed all the same.
 */
export function svgDocument(
  { width, height }: Pick<Picture, 'width' | 'height'>,
  content: string,
  { title, background, style }: { readonly title: string; readonly background: string; readonly style: string },
): Picture {
  const parts = [
    tag('title', {}, escapeXml(title)),
    ...(style ? [tag('style', {}, escapeXml(style))] : []),
    tag('rect', { width, height, fill: background }),
    content,
  ];
  const attributes = { xmlns: 'http://www.w3.org/2000/svg', width, height, viewBox: `0 0 ${width} ${height}` };
  return { svg: allowedXml(tag('svg', attributes, parts.join('\n'))), width, height };
}
