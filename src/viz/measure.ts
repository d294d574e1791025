/**
 * How large a node is drawn. Steps are set in a monospaced face of a known advance width, so sizes follow from the
 * text and nothing has to be measured on the page.
 *
 * Text is never made smaller than 11 pixels to fit a tree into its room: it is wrapped, cut or folded instead. How far
 * is a tree's `Density`, chosen once for all of its nodes.
 */
import { isBlank, visibleToken } from './invisible';
import type { Size } from './layout';
import type { ViewNode, ViewTree } from './view-tree';

/** Advance width of IBM Plex Mono, in em. */
export const ADVANCE = 0.6;

export interface Density {
  /** Of a step that lives, in pixels; a pruned one is set a pixel smaller, and never below `LEAST_ROW`. */
  readonly text: number;
  /** A step's text is wrapped so that no line has more characters than this; a pruned step is cut. */
  readonly characters: number;
  /** What takes more lines is cut, but for the steps of the chosen path. */
  readonly lines: number;
  /** A pruned step may be so many pixels wider than those that live in its column; what is longer is cut. */
  readonly surplus: number;
  /** Between columns, in pixels. */
  readonly gap: number;
  /** A step's sign and numbers stand at the end of its text, not below it; a story stands on its first lines. */
  readonly isInline?: true;
}

export const LEAST_TEXT = 11;
/** Of a pruned step, where those that live are larger than the least. */
const LEAST_ROW = 12;
/** Sizes at which a picture stands alone. */
export const PICTURE_DENSITY: Density = { text: 13, characters: 64, lines: 1, surplus: 56, gap: 32 };
const MOST_LINES = 6;
const density = (text: number, characters: number): Density => {
  const isTight = characters < 24;
  return { text, characters, lines: MOST_LINES, surplus: isTight ? 0 : 56, gap: isTight ? 20 : 32 };
};

/** From the most to the least room that a tree takes: the first that fits the width is taken. */
const DENSITIES: readonly Density[] = [
  ...[density(13, 64), density(13, 40), density(13, 30)],
  ...[density(12, 40), density(12, 30), density(12, 24)],
  ...[density(11, 24), density(11, 19), density(11, 15), density(11, 13)],
];
/** Of a tree that is wider than its room whatever is done: it is scrolled sideways, and can be read at ease. */
const SCROLLED_DENSITY = density(12, 30);
/** Of a tree that is drawn larger than on the page: all of one size of text, which is what is enlarged. */
export const LARGE_DENSITIES: readonly Density[] = [64, 40, 30, 24, 19, 15].map((characters) =>
  density(13, characters),
);
const SCROLLED_LARGE = density(13, 30);
/** Of an outline, where every step has the whole width. */
export const OUTLINE_DENSITY = density(13, 64);

/** Of an outline that has to be low: a phone's window holds a path of many steps. The roomiest first. */
export const INLINE_DENSITIES: readonly Density[] = [12, LEAST_TEXT].map((text) => ({
  ...density(text, 64),
  isInline: true,
}));

/** One side, border included. */
const PADDING = 11;
/** Room for the sign and the numbers below a step's text. */
const META_HEIGHT = 19;
/** Room for them at the end of the text, and more where visits are counted. */
const META_WIDTH = 92;
const VISITS_WIDTH = 70;
/** Above and below a step's text there, borders included. */
const INLINE_PADDING = 6;
/** Room beside the text of a pruned step: for its sign, its count and its score. */
const SMALL_EXTRA = 88;
/** Beyond a character's room: the signs of what leaves no ink come from other faces, and their token has an edge. */
const SIGN_EXTRA = 5;
const LARGE_MINIMUM = 104;
/** Of a row that stands for many, as "+12, best 0.01" with its sign, in the interface's face. */
const FOLD_WIDTH = 136;
/** Its sign, its edges and "+12, best" in the least text. */
const FOLD_MINIMUM = 108;
/** Of a short problem, in pixels. */
const ROOT_TEXT = 17;
export const ROOT_SIZE: Size = { width: 110, height: 44 };
/** Longer ones are drawn as stories: so many characters fill a line of a face whose widths differ. */
export const ROOT_CHARACTERS = 16;
const STORY_WIDTH = 270;
export const STORY_LINE = 40;
const STORY_LINE_HEIGHT = 16.8;
const INLINE_STORY_LINES = 2;

/** A short problem stands on one line, a story on as many as it takes, or as stand there. `room` is the greatest width. */
function rootSize({ length }: string, room: number, isInline = false): Size {
  if (length <= ROOT_CHARACTERS) {
    const { width, height } = ROOT_SIZE;
    return { width: Math.max(width, Math.ceil(length * ADVANCE * ROOT_TEXT) + 2 * PADDING), height };
  }
  if (isInline) return { width: room, height: Math.ceil(INLINE_STORY_LINES * STORY_LINE_HEIGHT) + 2 * INLINE_PADDING };
  const width = Math.min(STORY_WIDTH, room);
  const lines = Math.ceil(length / Math.floor((STORY_LINE * width) / STORY_WIDTH)) + 1;
  return { width, height: Math.ceil(lines * STORY_LINE_HEIGHT) + 2 * PADDING };
}

/** Drawn on one line: pruned, and nothing grew from it. */
export const isSmall = (node: ViewNode): boolean => node.status === 'pruned' && !node.children.length;

export const smallText = ({ text }: Density): number => Math.max(Math.min(LEAST_ROW, text), text - 1);
/** Room for the line under a token is part of it. */
export const lineHeight = (text: number): number => Math.round(text * 1.7);

/** A step's text as it is shown, and how many of its characters are signs of what leaves no ink. */
interface Shown {
  readonly text: string;
  readonly signs: number;
}

/** By a step's tokens, which never change: a tree is measured anew on every frame in which it grows. */
const known = new WeakMap<object, Shown>();

function shownOf({ node: { tokens } }: ViewNode): Shown {
  let shown = known.get(tokens);
  if (shown === undefined) {
    const pieces = tokens.map((token) => visibleToken(token.text));
    // A space is as wide as a character.
    const isSign = (text: string): boolean => text === '' || (text !== ' ' && isBlank(text));
    const signs = tokens.reduce((sum, { text }, i) => sum + (isSign(text) ? pieces[i]!.length : 0), 0);
    shown = { text: pieces.join(''), signs };
    known.set(tokens, shown);
  }
  return shown;
}

/** A step's text as it is shown, signs included. */
export const shownText = (node: ViewNode): string => shownOf(node).text;

/** The number of characters of a step as it is shown. */
export const shownLength = (node: ViewNode): number => shownText(node).length;

/** How many lines a text takes that is broken at spaces, and within words that are longer than a line. */
export function countLines(text: string, characters: number): number {
  if (text.length <= characters) return 1;
  let lines = 1;
  let used = 0;
  for (const word of text.split(/(?<= )/)) {
    const bare = word.trimEnd().length;
    if (used + bare > characters && used > 0) {
      lines++;
      used = 0;
    }
    if (bare > characters) lines += Math.ceil(bare / characters) - 1;
    used = bare > characters ? bare % characters || characters : used + word.length;
  }
  return lines;
}

const largeWidth = (characters: number, text: number, signs = 1): number =>
  Math.max(LARGE_MINIMUM, Math.ceil(characters * ADVANCE * text) + 2 * PADDING + signs * SIGN_EXTRA);

const foldWidth = (column: number): number => Math.min(FOLD_WIDTH, Math.max(column, FOLD_MINIMUM));

export interface Beside {
  /** The greatest width. */
  readonly room?: number;
  /** Of the steps that live in the node's column: a pruned one is cut where it is much wider. */
  readonly width?: number;
  /** Takes all the lines of its text. */
  readonly isUncut?: boolean;
}

/** The size of a node in pixels. */
export function nodeSize(node: ViewNode, density: Density, beside: Beside = {}): Size {
  const { room = Infinity, width: column = Infinity, isUncut = false } = beside;
  if (node.depth === 0) return rootSize(node.node.text.trim(), room, density.isInline);
  const small = smallText(density);
  if (node.fold)
    return {
      width: Math.min(room, foldWidth(column)),
      height: lineHeight(small) + 2,
    };
  const length = shownLength(node);
  if (isSmall(node)) {
    const more = Math.max(0, shownOf(node).signs - 1) * SIGN_EXTRA;
    const width = Math.ceil(length * ADVANCE * small) + SMALL_EXTRA + more + (node.ids.length > 1 ? 24 : 0);
    return { width: Math.min(width, column + density.surplus, room), height: lineHeight(small) + 2 };
  }
  const fitting = Math.floor((room - 2 * PADDING - SIGN_EXTRA) / (ADVANCE * density.text));
  const characters = Math.min(density.characters, fitting);
  if (density.isInline) {
    const meta = META_WIDTH + (node.node.visits === undefined ? 0 : VISITS_WIDTH);
    const whole = `${shownText(node)} ${'0'.repeat(Math.ceil(meta / (ADVANCE * density.text)))}`;
    return {
      width: Math.min(room, largeWidth(Math.min(whole.length, characters), density.text, shownOf(node).signs)),
      height: countLines(whole, characters) * lineHeight(density.text) + INLINE_PADDING,
    };
  }
  const lines = Math.min(isUncut ? Infinity : density.lines, countLines(shownText(node), characters));
  return {
    width: Math.min(room, largeWidth(Math.min(length, characters), density.text, Math.max(1, shownOf(node).signs))),
    height: lines * lineHeight(density.text) + META_HEIGHT + 6,
  };
}

/** What the widths of a column follow from. */
interface Column {
  /** Characters of its longest step that lives, and of its longest pruned one. */
  large: number;
  small: number;
  hasCount: boolean;
  hasFold: boolean;
}

function columnsOf(tree: ViewTree): Column[] {
  const columns: Column[] = [];
  for (const node of tree.nodes.values()) {
    if (node.depth === 0) continue;
    const column = (columns[node.depth - 1] ??= { large: 0, small: 0, hasCount: false, hasFold: false });
    if (node.fold) column.hasFold = true;
    else if (isSmall(node)) {
      column.small = Math.max(column.small, shownLength(node));
      column.hasCount ||= node.ids.length > 1;
    } else column.large = Math.max(column.large, shownLength(node));
  }
  return columns;
}

function columnWidth({ large, small, hasCount, hasFold }: Column, density: Density): number {
  const own = large ? largeWidth(Math.min(large, density.characters), density.text) : 0;
  const cut = small ? Math.ceil(small * ADVANCE * smallText(density)) + SMALL_EXTRA + (hasCount ? 24 : 0) : 0;
  return Math.max(own, Math.min(cut, own ? own + density.surplus : cut), hasFold ? foldWidth(own || Infinity) : 0);
}

/** The sizes of a tree's nodes where every step of depth stands in a column of its own; those in `uncut` stand whole. */
export function columnSizes(
  tree: ViewTree,
  density: Density,
  uncut: ReadonlySet<number> = new Set(),
): (node: ViewNode) => Size {
  const widths = columnsOf(tree).map(({ large }) =>
    large ? largeWidth(Math.min(large, density.characters), density.text) : Infinity,
  );
  return (node) => nodeSize(node, density, { width: widths[node.depth - 1] ?? Infinity, isUncut: uncut.has(node.id) });
}

/** The roomiest density at which the columns of a tree, and the gaps between them, fit into a width. */
export function chooseDensity(tree: ViewTree, width: number, densities = DENSITIES): Density {
  const root = tree.root === null ? undefined : tree.nodes.get(tree.root);
  const rootWidth = root ? rootSize(root.node.text.trim(), Infinity).width : 0;
  const columns = columnsOf(tree);
  const fits = (density: Density): boolean =>
    columns.reduce((sum, column) => sum + density.gap + columnWidth(column, density), rootWidth) <= width;
  return densities.find(fits) ?? (densities === DENSITIES ? SCROLLED_DENSITY : SCROLLED_LARGE);
}
