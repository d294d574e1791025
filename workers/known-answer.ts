/** The known-answer test: a back end that does not reproduce the pack's reference outputs is not used. */
import { AppError } from '../src/core/errors';
import type { Parity } from '../src/protocol/pack';
import { DecodeBatch } from './decode-batch';
import type { OnnxDecoder } from './onnx-session';

/**
 * The largest distance from the reference outputs, over all cases: of the whole sequence at once, and of its second
 * half after the cache of the first, twice side by side, as a search grows two candidates from one prefix.
 */
export async function largestDifference(decoder: OnnxDecoder, name: string, parity: Parity): Promise<number> {
  let largest = 0;
  const width = decoder.outputWidth;
  for (const { tokens, logits, logitPositions, values, moreLogits } of parity.cases) {
    const wanted = name === 'policy' ? logits : moreLogits?.[name];
    const expected = wanted ?? (values[name] ?? []).map((value) => [value]);
    const positions = wanted ? logitPositions : [...tokens.keys()];
    /** `output` [T, rows, W] holds the tokens from `start`. */
    const compare = (output: Float32Array, row: number, rows: number, start: number): void => {
      positions.forEach((position, i) => {
        if (position < start) return;
        expected[i]?.forEach((value, j) => {
          const difference = Math.abs(value - output[((position - start) * rows + row) * width + j]!);
          // NaN compares false with everything and must not pass.
          if (!(difference <= largest)) largest = Number.isNaN(difference) ? Infinity : difference;
        });
      });
    };
    compare(await new DecodeBatch(decoder, [null]).feed([tokens]), 0, 1, 0);
    const half = tokens.length >> 1;
    if (half === 0) continue;
    const first = new DecodeBatch(decoder, [null]);
    await first.feed([tokens.slice(0, half)]);
    const [cache] = first.grown([0]);
    const rest = tokens.slice(half);
    const output = await new DecodeBatch(decoder, [cache!, cache!]).feed([rest, rest]);
    for (const row of [0, 1]) compare(output, row, 2, half);
  }
  return largest;
}

/** The largest difference that is allowed. */
export const toleranceOf = ({ output }: Pick<OnnxDecoder, 'output'>, { tolerance }: Parity): number =>
  output === 'logits' ? tolerance.logits : tolerance.value;

/** @throws AppError `backend-wrong-numbers` */
export async function checkKnownAnswers(decoder: OnnxDecoder, name: string, parity: Parity): Promise<void> {
  const difference = await largestDifference(decoder, name, parity);
  const limit = toleranceOf(decoder, parity);
  if (difference <= limit) return;
  const { backend } = decoder;
  const message = `${backend} is off by ${difference.toPrecision(2)} on ${name}, more than ${limit}.`;
  throw new AppError('backend-wrong-numbers', message, { backend, model: name, difference, limit });
}
