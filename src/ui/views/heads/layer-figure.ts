/** How well heads on different layers tell solutions apart, as options of Observable Plot. */
import { dot, line, ruleY, type PlotOptions } from '@observablehq/plot';
import type { StateLayer } from '../../../protocol/hub';
import { formatFixed } from '../../../viz/format';

export interface LayerPoint {
  readonly layer: StateLayer;
  /** Null where there is nothing to tell apart. */
  readonly within: number | null;
  readonly whole: number | null;
}

export interface LayerWords {
  readonly x: string;
  readonly y: string;
  /** In which numbers are written. */
  readonly language: string;
  readonly nameOf: (layer: StateLayer) => string;
  /** A tick behind the last layer. */
  readonly last: string;
  readonly within: string;
  readonly whole: string;
}

/** Of the AUC at the places of the test, and of whole solutions. */
export const LAYER_COLOURS = { within: 'var(--series-blue)', whole: 'var(--series-brown)' } as const;

/** @param baseline the AUC within a problem of what costs nothing, drawn across; null for none */
export function layerFigure(
  points: readonly LayerPoint[],
  baseline: number | null,
  words: LayerWords,
  width: number,
): PlotOptions {
  const deepest = Math.max(0, ...points.map(({ layer }) => (layer === 'last' ? 0 : layer)));
  const placeOf = (layer: StateLayer): number => (layer === 'last' ? deepest + 1 : layer);
  const rows = points.map((point) => ({ ...point, x: placeOf(point.layer) })).sort((a, b) => a.x - b.x);
  const tip = { fill: 'var(--surface)', stroke: 'var(--line-strong)' };
  const marks = (['within', 'whole'] as const).flatMap((kind) => {
    const known = rows.filter((row) => row[kind] !== null);
    const stroke = LAYER_COLOURS[kind];
    return [
      line(known, { x: 'x', y: kind, stroke, strokeWidth: 1.75 }),
      dot(known, {
        ...{ x: 'x', y: kind, fill: stroke, r: 3.5, tip },
        title: (row: LayerPoint) =>
          `${words[kind]}\n${words.nameOf(row.layer)}: ${formatFixed(row[kind]!, words.language, 3)}`,
      }),
    ];
  });
  const numbers = [...rows.flatMap(({ within, whole }) => [within ?? [], whole ?? []].flat()), baseline ?? 0.5];
  return {
    height: Math.round(Math.min(280, Math.max(180, width * 0.3))),
    ...{ marginLeft: 46, marginTop: 28, marginBottom: 40, marginRight: 30 },
    x: {
      label: words.x,
      ticks: rows.map(({ x }) => x),
      tickFormat: (x: number) => (x > deepest ? words.last : String(x)),
    },
    y: {
      // A half is a guess.
      domain: [Math.min(0.5, ...numbers), Math.max(...numbers, 0.6)],
      ...{ nice: true, grid: true, ticks: 5, label: words.y },
      tickFormat: (value: number) => formatFixed(value, words.language, 2),
    },
    marks: [
      ...(baseline === null ? [] : [ruleY([baseline], { stroke: 'var(--ink-2)', strokeDasharray: '5 3' })]),
      ...marks,
    ],
  };
}
