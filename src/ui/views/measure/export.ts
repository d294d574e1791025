/** A measurement as files: everything as JSON, the curve as a table. */
import { csvName } from '../../../core/csv';
import type { Point } from '../../../measure/curve';
import type { Measurement } from './sums';

export const measurementJson = (measurement: Measurement): string =>
  `${JSON.stringify({ format: 'inkling-measurement', version: 1, split: 'test', ...measurement })}\n`;

export function measurementCsv({ task, lines, ceiling }: Measurement): string {
  const head = 'task,strategy,verifier,samples,problems,accuracy,low,high,policyTokens,valueTokens,seconds,ownValue';
  const row = (strategy: string, verifier: string, point: Point): string =>
    [
      ...[csvName(task), csvName(strategy), csvName(verifier), point.samples, point.of],
      ...[point.share, point.low, point.high, point.policyTokens, point.valueTokens, point.seconds].map((n) =>
        Number(n.toPrecision(6)),
      ),
      point.believed === null ? '' : Number(point.believed.toPrecision(6)),
    ].join(',');
  return `${[
    head,
    ...lines.flatMap(({ strategy, verifier, points }) =>
      points.map((point) => row(strategy, strategy === 'majority' ? '' : (verifier ?? ''), point)),
    ),
    ...ceiling.map((point) => row('pass@k', '', point)),
  ].join('\n')}\n`;
}
