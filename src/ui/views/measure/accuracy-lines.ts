/**
 * Where the lines of the accuracy figure run, in pixels: every point at its budget and its share, lines that would lie on
 * each other in parallel, and at their ends the names one below the other.
 */
import type { Interval } from '../../../core/shares';
import type { Point } from '../../../measure/curve';
import { setApart } from '../../../viz/apart';

/** The drawn part of a figure, in pixels from its upper left corner. */
export interface Area {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** The least and the most on a logarithmic axis. */
export interface Budgets {
  readonly from: number;
  readonly to: number;
}

export interface Spot extends Interval {
  readonly x: number;
  readonly y: number;
}

export interface DrawnLine {
  readonly spots: readonly Spot[];
  /** What the line goes through: two places for each piece between two points. */
  readonly pieces: readonly { readonly x: number; readonly y: number }[];
  /** The height of the name at its end. */
  readonly nameY: number;
}

/** Within the area on both sides, for the marks at its ends. */
export const INSET = 16;
/** Between parallel lines, and between names. */
const LINE_GAP = 2.6;
const NAME_GAP = 15;
/** Parallel lines still touch their points. */
const MOST_FAN = 6;

/** The axis of some budgets above 0. */
export function budgetsOf(budgets: readonly number[]): Budgets {
  if (!budgets.length) return { from: 1, to: 2 };
  const [from, to] = [Math.min(...budgets), Math.max(...budgets)];
  return from < to ? { from, to } : { from: from / 2, to: to * 2 };
}

/** What stands at a pixel: a budget along the axis, a share up it. */
export function valuesOf(
  { from, to }: Budgets,
  { left, right, top, bottom }: Area,
): { budgetAt: (x: number) => number; shareAt: (y: number) => number } {
  return {
    budgetAt: (x) => from * (to / from) ** ((x - left - INSET) / (right - left - 2 * INSET)),
    shareAt: (y) => (bottom - y) / (bottom - top),
  };
}

/** Each of `lines` is a strategy's points, the smallest budget first. */
export function drawLines(
  lines: readonly (readonly Point[])[],
  budgetOf: (point: Point) => number,
  { from, to }: Budgets,
  { left, right, top, bottom }: Area,
): DrawnLine[] {
  const toX = (budget: number): number =>
    left + INSET + (Math.log(budget / from) / Math.log(to / from)) * (right - left - 2 * INSET);
  const toY = (share: number): number => bottom - share * (bottom - top);
  const spots = lines.map((points) =>
    points.map((point) => ({
      ...{ x: toX(budgetOf(point)), y: toY(point.share), low: toY(point.low), high: toY(point.high) },
    })),
  );
  const names = setApart(
    spots.map((own) => own.at(-1)?.y ?? bottom),
    NAME_GAP,
  );
  const shiftOf = fan(spots);
  return spots.map((own, line) => ({
    spots: own,
    pieces: own.slice(1).flatMap((end, i) => {
      const [start, shift] = [own[i]!, shiftOf(line, i)];
      return [
        { x: start.x, y: start.y + shift },
        { x: end.x, y: end.y + shift },
      ];
    }),
    nameY: names[line]!,
  }));
}

/** How far a piece of a line is moved, so that those between the same heights run in parallel. */
function fan(spots: readonly (readonly Spot[])[]): (line: number, piece: number) => number {
  const keyOf = (line: number, piece: number): string =>
    [piece, ...spots[line]!.slice(piece, piece + 2).map(({ y }) => Math.round(y))].join(' ');
  const groups = new Map<string, number[]>();
  for (const [line, own] of spots.entries())
    for (let piece = 0; piece + 1 < own.length; piece++) {
      const key = keyOf(line, piece);
      groups.set(key, [...(groups.get(key) ?? []), line]);
    }
  return (line, piece) => {
    const group = groups.get(keyOf(line, piece))!;
    const gap = Math.min(LINE_GAP, MOST_FAN / Math.max(1, group.length - 1));
    return (group.indexOf(line) - (group.length - 1) / 2) * gap;
  };
}
