/** A step seen from afar: its tokens' tints side by side, as one gradient, without the text. */
import { numberAt, tintVariable, type Column } from './colouring';
import { visibleToken } from './invisible';
import type { ViewNode } from './view-tree';

/** The CSS image of a step; null where there is nothing to tint by. Every token is as wide as its text. */
export function stripImage(item: Pick<ViewNode, 'node'>, column: Column | null): string | null {
  const { tokens } = item.node;
  if (column === null || !tokens.length) return null;
  const lengths = tokens.map(({ text }) => visibleToken(text).length);
  const total = lengths.reduce((sum, length) => sum + length, 0);
  /** Neighbours of the same tint are one: every stop costs the browser something. */
  const runs: { readonly color: string; end: number }[] = [];
  let at = 0;
  for (const [i, length] of lengths.entries()) {
    const name = tintVariable(column, numberAt(column, item, i));
    const color = name === null ? 'transparent' : `var(${name})`;
    at += length;
    const last = runs.at(-1);
    if (last?.color === color) last.end = at;
    else runs.push({ color, end: at });
  }
  const stops = runs.map(
    ({ color, end }, i) => `${color} ${percent((runs[i - 1]?.end ?? 0) / total)} ${percent(end / total)}`,
  );
  return `linear-gradient(90deg, ${stops.join(', ')})`;
}

const percent = (share: number): string => `${Math.round(share * 1000) / 10}%`;
