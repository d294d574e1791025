/**
 * How large a node is drawn. Steps are set in a monospaced face of a known advance width, so sizes follow from the
 * text and nothing has to be measured on the page.
 */
import { visibleToken } from './format';
import type { Size } from './layout';
import type { ViewNode } from './view-tree';

/** Advance width of IBM Plex Mono, in em. */
export const ADVANCE = 0.6;

/** A node that was pruned is drawn smaller, on one line; the others have a second line for what became of them. */
export const TEXT_SIZE = { large: 13, small: 11 } as const;
/** One side, border included. */
const PADDING = 11;
const LARGE_HEIGHT = 44;
const SMALL_HEIGHT = 21;
/** Room for the sign, the word and the score on the one line of a small node, and for the count of a repeated one. */
const SMALL_EXTRA = 106;
const COUNT_EXTRA = 26;
/** The sign of a line's end, or of the solution's, has room of its own. */
const SIGN_EXTRA = 5;
const LARGE_MINIMUM = 148;
export const ROOT_SIZE: Size = { width: 116, height: 46 };
/** Longer ones are drawn as stories: so many characters fill a line of a face whose widths differ. */
export const ROOT_CHARACTERS = 16;
const STORY_WIDTH = 270;
export const STORY_LINE = 40;
const STORY_LINE_HEIGHT = 16.8;

/** A short problem stands on one line, a story on as many as it takes. */
function rootSize({ length }: string): Size {
  if (length <= ROOT_CHARACTERS) return ROOT_SIZE;
  const lines = Math.ceil(length / STORY_LINE) + 1;
  return { width: STORY_WIDTH, height: Math.ceil(lines * STORY_LINE_HEIGHT) + 2 * PADDING };
}

export const isSmall = (node: ViewNode): boolean => node.status === 'pruned';

/** By a step's tokens, which never change: a tree is measured anew on every frame in which it grows. */
const lengths = new WeakMap<object, number>();

/** The number of characters of a step as it is shown. */
export function shownLength({ node: { tokens } }: ViewNode): number {
  let length = lengths.get(tokens);
  if (length === undefined) {
    length = tokens.reduce((sum, { text }) => sum + visibleToken(text).length, 0);
    lengths.set(tokens, length);
  }
  return length;
}

export function nodeSize(node: ViewNode): Size {
  if (node.depth === 0) return rootSize(node.node.text.trim());
  const characters = Math.min(shownLength(node), MAX_CHARACTERS);
  if (isSmall(node)) {
    return {
      width:
        Math.ceil(characters * ADVANCE * TEXT_SIZE.small) +
        2 * PADDING +
        SMALL_EXTRA +
        (node.ids.length > 1 ? COUNT_EXTRA : 0),
      height: SMALL_HEIGHT,
    };
  }
  const text = Math.ceil(characters * ADVANCE * TEXT_SIZE.large) + 2 * PADDING + SIGN_EXTRA;
  return { width: Math.max(text, LARGE_MINIMUM), height: LARGE_HEIGHT };
}

/** Longer steps are cut in the tree, and shown whole beside it. */
export const MAX_CHARACTERS = 64;
