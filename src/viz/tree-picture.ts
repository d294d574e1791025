/**
 * The whole tree as a picture that stands alone: every node, whatever part of it is on the screen. Colours and faces
 * are written out, since nothing of the page's styles comes along.
 */
import type { Box } from './box';
import { formatNumber, numberAt, numberOf, rampOf, shareOf, type Column } from './colouring';
import type { Scale } from '../core/scale';
import { formatFixed, formatValue } from './format';
import { visibleToken } from './invisible';
import { edgePath, layoutTree } from './layout';
import {
  ADVANCE,
  columnSizes,
  isSmall,
  PICTURE_DENSITY,
  ROOT_CHARACTERS,
  shownLength,
  smallText,
  STORY_LINE,
} from './measure';
import { hexColor, inkLevel, rampColor, rangeColor, RAMP_STEPS, type ScaleId } from './ramp';
import { isFilledSign, shownStatus, STATUS_SIGNS, type ShownStatus } from './status-sign';
import { escapeXml, svgDocument, tag, type Picture } from './svg';
import type { ViewNode, ViewTree } from './view-tree';

export const PALETTE_NAMES = [
  ...(['paper', 'surface', 'ink', 'ink-2', 'line-strong', 'edge', 'edge-live', 'accent'] as const),
];
export type Palette = Readonly<Record<(typeof PALETTE_NAMES)[number], string>>;

export interface TreePictureOptions {
  /** In which numbers are written. */
  readonly language: string;
  readonly title: string;
  readonly palette: Palette;
  readonly scale: ScaleId;
  /** What tints; null for nothing. */
  readonly column: Column | null;
  /** Of the numbers at the steps; null where nothing scored. */
  readonly valueScale: Scale | null;
  /** The ids of the answer's path. */
  readonly chosen: ReadonlySet<number>;
  /** What each status is called. */
  readonly words: Readonly<Record<ShownStatus, string>>;
  /** What the tints mean; null where nothing tints. */
  readonly legend: TreeLegend | null;
  /** Faces for `mono`, `sans` and `serif`, and the rules that bring them along. */
  readonly fonts: { readonly mono: string; readonly sans: string; readonly serif: string; readonly rules: string };
}

export interface TreeLegend {
  readonly label: string;
  /** At the two ends of the ramp, and of the line under a token. */
  readonly scale?: { readonly low: string; readonly high: string; readonly ink: string };
}

const MARGIN = 24;
const INK_LINE = 0.22;
/** From the edge of a box to its text. */
const INSET = 10;
/** Beside the text of a step on one line: its sign, its count and its score. */
const SMALL_EXTRA = 92;

/** Draws a tree that has a root. Each node is a group with its id as `data-node`. */
export function drawTree(view: ViewTree, options: TreePictureOptions): Picture {
  const { boxes, bounds } = layoutTree(view, columnSizes(view, PICTURE_DENSITY));
  const [dx, dy] = [MARGIN - bounds.x, MARGIN - bounds.y];
  const moved = new Map([...boxes].map(([id, box]) => [id, { ...box, x: box.x + dx, y: box.y + dy }]));
  const nodes = [...view.nodes.values()];
  const content = [
    ...nodes.flatMap((node) => drawEdge(node, moved, options)),
    ...nodes.map((node) => drawNode(node, moved.get(node.id)!, options)),
  ];
  const foot = bounds.height + 2 * MARGIN;
  const legend = drawLegend(foot, options);
  const size = {
    width: Math.ceil(Math.max(bounds.width, legend.width) + 2 * MARGIN),
    height: Math.ceil(foot + legend.height),
  };
  const { title, palette, fonts } = options;
  const whole = [...content, legend.markup].join('\n');
  return svgDocument(size, whole, { title, background: palette.paper, style: fonts.rules });
}

const LEGEND = { size: 12, line: 18, characters: 90, ramp: { step: 8, height: 14 } } as const;

/** Under the tree, from `top` down. Widths are estimated, and rather too large. */
function drawLegend(
  top: number,
  options: TreePictureOptions,
): { readonly markup: string; readonly width: number; readonly height: number } {
  const { legend, palette, scale, fonts, words } = options;
  const { size, line, ramp } = LEGEND;
  // Of the letters of these languages none is wider than its size, and most are half of it.
  const widthOf = (text: string): number =>
    [...text].reduce((sum, letter) => sum + (letter > '\u2e80' ? 1 : 0.55) * size, 0);
  const lines = legend ? wrapped(legend.label, LEGEND.characters) : [];
  const write = (text: string, x: number, y: number, fill = palette['ink-2']): string =>
    tag('text', { x, y, 'font-family': fonts.sans, 'font-size': size, fill }, escapeXml(text));
  const parts = lines.map((text, i) => write(text, MARGIN, top + (i + 0.7) * line, palette.ink));
  const widths = lines.map(widthOf);
  if (legend?.scale) {
    const { low, high } = legend.scale;
    const y = top + (lines.length + 0.9) * line;
    const from = MARGIN + widthOf(low);
    for (let step = 0; step < RAMP_STEPS; step++) {
      const value = step / (RAMP_STEPS - 1);
      const [x, width] = [from + step * ramp.step, ramp.step];
      const fill = hexColor(colourOf(options.column)(value, 'light', scale));
      const ink = inkLevel(value) * 4;
      parts.push(tag('rect', { x, y: y - 11, width, height: ramp.height, fill }));
      if (ink) parts.push(tag('rect', { x, y: y - 11 + ramp.height - ink, width, height: ink, fill: palette.ink }));
    }
    const end = from + RAMP_STEPS * ramp.step + 6;
    parts.push(write(low, MARGIN, y), write(high, end, y), write(legend.scale.ink, MARGIN, y + line));
    widths.push(end + widthOf(high) - MARGIN, widthOf(legend.scale.ink));
  }
  const rows = lines.length + (legend?.scale ? 2.2 : 0);
  let x = MARGIN;
  const foot = top + (rows + 0.9) * line;
  for (const [status, word] of Object.entries(words) as [ShownStatus, string][]) {
    parts.push(drawSign(status, x, foot, options), write(word, x + 16, foot));
    x += 16 + widthOf(word) + 18;
  }
  widths.push(x - MARGIN);
  return {
    markup: tag('g', { 'data-legend': '' }, parts.join('')),
    width: Math.max(...widths),
    height: (rows + 1.2) * line + MARGIN / 2,
  };
}

function drawEdge(
  { id, parent, status }: ViewNode,
  boxes: ReadonlyMap<number, Box>,
  { chosen, palette }: TreePictureOptions,
): string[] {
  const from = parent === null ? undefined : boxes.get(parent);
  if (!from) return [];
  const d = edgePath(from, boxes.get(id)!);
  const common = { d, fill: 'none' };
  if (chosen.has(id)) return [tag('path', { ...common, stroke: palette.accent, 'stroke-width': 3 })];
  return status === 'pruned'
    ? [tag('path', { ...common, stroke: palette.edge, 'stroke-dasharray': '3 4', opacity: 0.55 })]
    : [tag('path', { ...common, stroke: palette['edge-live'], 'stroke-width': 1.75 })];
}

function drawNode(node: ViewNode, box: Box, options: TreePictureOptions): string {
  const transform = `translate(${box.x.toFixed(1)},${box.y.toFixed(1)})`;
  const parts = node.depth === 0 ? drawRoot(node, box, options) : drawStep(node, box, options);
  return tag('g', { 'data-node': node.id, transform }, parts.join(''));
}

function drawRoot({ node }: ViewNode, { width, height }: Box, { palette, fonts }: TreePictureOptions): string[] {
  const text = node.text.trim();
  const isStory = text.length > ROOT_CHARACTERS;
  const lines = isStory ? wrapped(text, STORY_LINE) : [text];
  const [size, lineHeight] = isStory ? [12.5, 16.8] : [17, 17];
  const first = height / 2 - ((lines.length - 1) * lineHeight) / 2 + 0.34 * size;
  const style = { 'font-family': isStory ? fonts.serif : fonts.mono, 'font-size': size, fill: palette.paper };
  return [
    tag('rect', { width, height, rx: isStory ? 14 : Math.min(24, height / 2), fill: palette.ink }),
    ...lines.map((line, i) => {
      const place = isStory ? { x: INSET } : { x: width / 2, 'text-anchor': 'middle' };
      return tag('text', { ...place, y: first + i * lineHeight, ...style }, escapeXml(line));
    }),
  ];
}

function drawStep(item: ViewNode, box: Box, options: TreePictureOptions): string[] {
  const { palette, chosen } = options;
  const status = shownStatus(item, chosen.has(item.id));
  const small = isSmall(item);
  const size = small ? smallText(PICTURE_DENSITY) : PICTURE_DENSITY.text;
  const room = Math.floor((box.width - (small ? SMALL_EXTRA : 2 * INSET)) / (ADVANCE * size));
  const characters = Math.min(room, shownLength(item), PICTURE_DENSITY.characters);
  const meta = { item, status, size: 11, right: box.width - INSET } as const;
  const line = small ? { x: INSET + 16, y: 15 } : { x: INSET, y: 18 };
  const text = drawTokens(item, { ...line, size, characters }, options);
  const details = drawMeta({ ...meta, x: INSET, y: small ? 15 : 39, isOneLine: small }, options);
  if (small) return [tag('g', { opacity: 0.82 }, text), details];
  const strokes: Partial<Record<ShownStatus, string>> = { chosen: palette.accent, finished: palette['ink-2'] };
  const isOnPath = chosen.has(item.id);
  const frame = tag('rect', {
    x: 0.5,
    y: 0.5,
    width: box.width - 1,
    height: box.height - 1,
    rx: 7,
    fill: palette.surface,
    stroke: isOnPath ? palette.accent : (strokes[status] ?? palette['line-strong']),
    'stroke-width': isOnPath ? 2 : 1,
    'stroke-dasharray': status === 'open' ? '4 3' : undefined,
  });
  return [frame, text, details];
}

/** Where a step's text begins, how large it is, and how many of its characters there is room for. */
interface Line {
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly characters: number;
}

/** A step on one line: tints, ink lines, then the text, stretched to the width that it was given room for. */
function drawTokens(
  item: ViewNode,
  { x: left, y: baseline, size, characters }: Line,
  { column, scale, palette, fonts }: TreePictureOptions,
): string {
  const advance = ADVANCE * size;
  const tints: string[] = [];
  let text = '';
  for (const [i, token] of item.node.tokens.entries()) {
    const room = characters - [...text].length;
    if (room <= 0) break;
    const letters = [...visibleToken(token.text)];
    const shown = letters.length > room ? [...letters.slice(0, room - 1), '…'] : letters;
    const [x, width] = [left + [...text].length * advance, shown.length * advance];
    const value = numberAt(column, item, i);
    if (column && value !== undefined) {
      const share = shareOf(column, value);
      const thickness = inkLevel(share) * INK_LINE * size;
      const foot = baseline + 0.44 * size;
      const fill = hexColor(colourOf(column)(share, 'light', scale));
      tints.push(tag('rect', { x, y: baseline - 0.95 * size, width, height: 1.39 * size, fill, 'data-value': value }));
      if (thickness) tints.push(tag('rect', { x, y: foot - thickness, width, height: thickness, fill: palette.ink }));
    }
    text += shown.join('');
  }
  const written = tag(
    'text',
    {
      'xml:space': 'preserve',
      x: left,
      y: baseline,
      'font-family': fonts.mono,
      'font-size': size,
      fill: palette.ink,
      textLength: [...text].length * advance,
      lengthAdjust: 'spacingAndGlyphs',
    },
    escapeXml(text),
  );
  return tints.join('') + (text ? written : '');
}

interface Meta {
  readonly item: ViewNode;
  readonly status: ShownStatus;
  readonly size: number;
  readonly x: number;
  readonly right: number;
  readonly y: number;
  /** The count stands beside the score, since the step's own text stands beside the sign. */
  readonly isOneLine: boolean;
}

/** What became of a step: its sign, how often it was sampled, its score. The legend says what the signs are. */
function drawMeta({ item, status, size, x, right, y, isOneLine }: Meta, options: TreePictureOptions): string {
  const { palette, fonts, language } = options;
  const style = { y, 'font-family': fonts.sans, 'font-size': size };
  const score = scoreOf(item, options);
  const count = item.ids.length > 1 ? `×${item.ids.length}` : '';
  const { visits } = item.node;
  const note = [count, ...(visits === undefined ? [] : [`N ${formatFixed(visits, language, 0)}`])].join(' ').trim();
  const counted = isOneLine ? { x: right - 34, 'text-anchor': 'end' } : { x: x + 16 };
  return [
    drawSign(status, x, y, options),
    ...(note ? [tag('text', { ...style, ...counted, fill: palette['ink-2'] }, escapeXml(note))] : []),
    ...(score === null
      ? []
      : [
          tag(
            'text',
            { ...style, x: right, 'text-anchor': 'end', 'font-weight': 600, fill: palette.ink },
            escapeXml(score),
          ),
        ]),
  ].join('');
}

/** Where a search counts visits, the mean of their values; else what the column says of the step; null for nothing. */
function scoreOf(item: ViewNode, { column, valueScale, language }: TreePictureOptions): string | null {
  const { meanValue } = item.node;
  if (meanValue !== undefined && column?.isSteering !== false)
    return `Q ${formatValue(meanValue, language, valueScale)}`;
  const number = numberOf(column, item);
  return number === null || !column ? null : formatNumber(column, number, language);
}

const colourOf = (column: Column | null): typeof rampColor =>
  column && rampOf(column) === 'r' ? rangeColor : rampColor;

function drawSign(status: ShownStatus, x: number, y: number, { palette }: TreePictureOptions): string {
  const colour = status === 'chosen' ? palette.accent : palette['ink-2'];
  const paint = isFilledSign(status) ? { fill: colour } : { fill: 'none', stroke: colour, 'stroke-width': 1.6 };
  return tag('path', {
    d: STATUS_SIGNS[status],
    ...paint,
    transform: `translate(${x.toFixed(1)},${(y - 9.6).toFixed(1)})`,
  });
}

/** Words on lines of at most so many characters. */
function wrapped(text: string, length: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= length) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
