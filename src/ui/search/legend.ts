/** What the legend says of the tints: those of the shown tree or, before there are any, those that the chosen verifier will give. */
import type { Scale } from '../../core/scale';
import { rampOf, scoreColumn, type Column, type ColumnName } from '../../viz/colouring';

export interface TintLegend {
  readonly ramp: 'v' | 'r';
  readonly name: ColumnName;
  /** The numbers at the ramp's ends; null where they are not known yet. */
  readonly ends: readonly [low: number, high: number] | null;
}

/** @param column what tints; null while nothing does @param chosen the verifier of the next search */
export function legendOf(
  column: Column | null,
  chosen: { readonly verifier: string; readonly scale: Scale },
): TintLegend {
  const name = column ?? scoreColumn(chosen.verifier, chosen.scale, true);
  const ends = column && column.low < column.high ? ([column.low, column.high] as const) : null;
  return { ramp: rampOf(name), name, ends };
}
