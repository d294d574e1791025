/** Lines with their intervals on a logarithmic axis, as a drawing that stands alone: Observable Plot without a browser. */
import { dot, line, plot, ruleX, ruleY, text, type Markish } from '@observablehq/plot';
import { parseHTML } from 'linkedom';
import { setApart } from '../../src/viz/apart';

export interface FigurePoint {
  readonly x: number;
  /** 0 to 1, as `low` and `high`, the ends of its 95% interval. */
  readonly y: number;
  readonly low?: number;
  readonly high?: number;
}

export interface FigureLine {
  readonly name: string;
  readonly points: readonly FigurePoint[];
  /** Drawn dotted in the same colour. */
  readonly beside?: readonly FigurePoint[];
}

const SIZE = { width: 760, height: 400 } as const;
const MARGIN = { top: 44, right: 170, bottom: 44, left: 44 } as const;
const FONT = { family: 'Inter, Helvetica, Arial, sans-serif', size: 12 } as const;
const INK = '#1d2733';
/** Told apart by dash and sign as well. Okabe and Ito's colours, the light ones darkened to be read on white. */
const STYLES = [
  { colour: '#1d2733', dash: '2 4', symbol: 'diamond' },
  { colour: '#0072b2', dash: '', symbol: 'circle' },
  { colour: '#b84a00', dash: '8 3', symbol: 'triangle' },
  { colour: '#007a5a', dash: '4 3', symbol: 'square' },
  { colour: '#8f4377', dash: '10 3 2 3', symbol: 'star' },
  { colour: '#6b5d00', dash: '1 3', symbol: 'cross' },
  { colour: '#555f6b', dash: '6 2 2 2', symbol: 'wye' },
] as const;
const NAME_GAP = 14;
const SVG = 'http://www.w3.org/2000/svg';

/** What is used of an element: commands know no browser. */
interface Drawing {
  readonly outerHTML: string;
  setAttribute(name: string, value: string): void;
  prepend(child: object): void;
}
interface FigureDocument {
  createElementNS(space: string, name: string): { textContent: string };
}
const drawPlot = plot as unknown as (options: object) => Drawing;

/** At most seven lines. The name of each stands at its right end. @throws Error where there are more. */
export function lineFigure({
  title,
  x,
  lines,
}: {
  readonly title: string;
  readonly x: string;
  readonly lines: readonly FigureLine[];
}): string {
  if (lines.length > STYLES.length) throw new Error(`A figure has at most ${STYLES.length} lines.`);
  const { document } = parseHTML('<html></html>') as { readonly document: FigureDocument };
  const all = lines.flatMap(({ points }) => points.map((point) => point.x));
  const [from, to] = [Math.min(...all), Math.max(...all)];
  const area = SIZE.height - MARGIN.top - MARGIN.bottom;
  const ends = lines.map(({ points }) => points.at(-1)!);
  const names = setApart(
    ends.map(({ y }) => (1 - y) * area),
    15,
  ).map((place) => 1 - place / area);
  const marks: Markish[] = [ruleY([0, 1], { stroke: '#c5cbd3' })];
  for (const [i, { name, points, beside }] of lines.entries()) {
    const { colour, dash, symbol } = STYLES[i]!;
    const at = { x: 'x', y: 'y' } as const;
    marks.push(
      ruleX(
        points.filter(({ low }) => low !== undefined),
        { x: 'x', y1: 'low', y2: 'high', stroke: colour, strokeOpacity: 0.35, strokeWidth: 1.5 },
      ),
      line(points, { ...at, stroke: colour, strokeWidth: 2, ...(dash && { strokeDasharray: dash }) }),
      dot(points, { ...at, fill: colour, r: 3.5, symbol }),
    );
    if (beside) marks.push(line(beside, { ...at, stroke: colour, strokeWidth: 1.25, strokeDasharray: '1 3' }));
    const own = { x: to, y: names[i]! };
    marks.push(text([own], { ...at, text: [name], fill: colour, textAnchor: 'start', dx: NAME_GAP, fontWeight: 600 }));
  }
  const figure = drawPlot({
    document,
    ...SIZE,
    marginTop: MARGIN.top,
    marginRight: MARGIN.right,
    marginBottom: MARGIN.bottom,
    marginLeft: MARGIN.left,
    style: { fontFamily: FONT.family, fontSize: `${FONT.size}px`, color: INK, background: '#ffffff' },
    x: {
      type: 'log',
      base: 2,
      domain: [from, to],
      label: x,
      labelAnchor: 'center',
      labelArrow: 'none',
      tickFormat: 'd',
    },
    y: { domain: [0, 1], grid: true, ticks: 5, tickFormat: '.0%', label: null },
    marks: [
      ...marks,
      text([title], {
        frameAnchor: 'top-left',
        dx: -MARGIN.left + 8,
        dy: -30,
        fontWeight: 600,
        fill: INK,
        text: [title],
      }),
    ],
  });
  figure.setAttribute('xmlns', SVG);
  figure.setAttribute('role', 'img');
  // As a child, since in an attribute linkedom leaves an ampersand as it is.
  figure.prepend(Object.assign(document.createElementNS(SVG, 'title'), { textContent: title }));
  return `${figure.outerHTML}\n`;
}
