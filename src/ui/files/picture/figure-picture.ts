/**
 * A figure of the page as a picture that stands alone: the drawings in it and the text round them, where they are, with
 * the styles that they have in the light theme. What a figure has beside text and SVG (buttons, tables) is not drawn:
 * mark it with `data-unsaved` where it has text.
 */
import { escapeXml, svgDocument, tag, type Picture } from '../../../viz/svg';
import { familiesOf, fontRules } from './fonts';
import { inLightTheme, readVariables } from './light';

/** Those that our styles set on parts of a drawing. */
const STYLES = [
  ...['fill', 'fill-opacity', 'stroke', 'stroke-width', 'stroke-opacity', 'stroke-dasharray', 'stroke-linecap'],
  ...['stroke-linejoin', 'opacity', 'paint-order', 'vector-effect'],
];
const TEXT_STYLES = ['font-family', 'font-size', 'font-weight', 'font-variant-numeric', 'text-anchor'];
const MARGIN = 16;

interface Origin {
  readonly left: number;
  readonly top: number;
}

/** Draws what stands in `root` now. */
export async function drawFigure(root: Element, title: string): Promise<Picture> {
  const { left, top, width, height } = root.getBoundingClientRect();
  const families = new Set<string>();
  const origin = { left: left - MARGIN, top: top - MARGIN };
  const content = inLightTheme(() => drawElement(root, origin, families));
  const { paper: background } = readVariables(['paper'], 'color');
  const style = await fontRules([...families].flatMap(familiesOf));
  const size = { width: Math.ceil(width + 2 * MARGIN), height: Math.ceil(height + 2 * MARGIN) };
  return svgDocument(size, content, { title, background, style });
}

function drawElement(element: Element, origin: Origin, families: Set<string>): string {
  if (element.matches('.visually-hidden, [data-unsaved]')) return '';
  if (element instanceof SVGSVGElement) return drawSvg(element, origin, families);
  return [...element.childNodes]
    .map((child) => {
      if (child instanceof Element) return drawElement(child, origin, families);
      return child instanceof Text && child.data.trim() ? drawText(child, element, origin, families) : '';
    })
    .join('');
}

/** A copy at the same place, with its styles as attributes. */
function drawSvg(shown: SVGSVGElement, origin: Origin, families: Set<string>): string {
  const { left, top, width, height } = shown.getBoundingClientRect();
  if (!width || !height) return '';
  const copy = shown.cloneNode(true) as SVGSVGElement;
  const from = [shown, ...shown.querySelectorAll('*')];
  for (const [i, element] of [copy, ...copy.querySelectorAll('*')].entries()) {
    const style = getComputedStyle(from[i]!);
    const isText = /^(text|tspan)$/.test(element.tagName);
    for (const name of isText ? [...STYLES, ...TEXT_STYLES] : STYLES)
      element.setAttribute(name, style.getPropertyValue(name));
    if (isText) families.add(style.fontFamily);
    for (const name of ['class', 'style', 'id', 'role', 'tabindex']) element.removeAttribute(name);
  }
  const place = { x: left - origin.left, y: top - origin.top, width, height, overflow: 'visible' };
  for (const [name, value] of Object.entries(place)) copy.setAttribute(name, `${value}`);
  return new XMLSerializer().serializeToString(copy);
}

/** Each line of a text as an element of its own. */
function drawText(text: Text, parent: Element, origin: Origin, families: Set<string>): string {
  const style = getComputedStyle(parent);
  families.add(style.fontFamily);
  const ascent = ascentOf(style);
  return linesOf(text)
    .map(({ words, left, top, right }) =>
      tag(
        'text',
        {
          x: left - origin.left,
          y: top - origin.top + ascent,
          textLength: right - left,
          lengthAdjust: 'spacingAndGlyphs',
          fill: style.color,
          'font-family': style.fontFamily,
          'font-size': style.fontSize,
          'font-weight': style.fontWeight,
        },
        escapeXml(words),
      ),
    )
    .join('');
}

interface Line {
  words: string;
  readonly left: number;
  readonly top: number;
  right: number;
}

/** The words of a text by the line on which they stand. */
function linesOf(text: Text): Line[] {
  const range = document.createRange();
  const lines: Line[] = [];
  for (const { 0: word, index } of text.data.matchAll(/\S+/g)) {
    range.setStart(text, index);
    range.setEnd(text, index + word.length);
    const { left, top, right } = range.getBoundingClientRect();
    const last = lines.at(-1);
    if (last && Math.abs(last.top - top) < 2) Object.assign(last, { words: `${last.words} ${word}`, right });
    else if (right > left) lines.push({ words: word, left, top, right });
  }
  return lines;
}

const canvas = document.createElement('canvas').getContext('2d');

/** From the top of a line's box to its baseline. */
function ascentOf({ font, fontSize }: CSSStyleDeclaration): number {
  if (!canvas) return 0.8 * parseFloat(fontSize);
  canvas.font = font;
  return canvas.measureText('x').fontBoundingBoxAscent;
}
