/** The known-answer test: a back end that does not reproduce the pack's reference outputs is not used. */
import { AppError } from '../src/core/errors';
import type { Parity } from '../src/protocol/pack';
import { DecodeBatch } from './decode-batch';
import type { OnnxDecoder } from './onnx-session';

/** The largest distance from the reference outputs, over all cases. */
export async function largestDifference(decoder: OnnxDecoder, name: string, parity: Parity): Promise<number> {
  let largest = 0;
  for (const { tokens, logits, logitPositions, values } of parity.cases) {
    const batch = new DecodeBatch(decoder, [null]);
    try {
      const output = await batch.feed([tokens]);
      const width = decoder.outputWidth;
      const expected = name === 'policy' ? logits : (values[name] ?? []).map((value) => [value]);
      const positions = name === 'policy' ? logitPositions : [...tokens.keys()];
      expected.forEach((row, i) => {
        const at = positions[i]! * width;
        row.forEach((value, j) => {
          const difference = Math.abs(value - output[at + j]!);
          // NaN compares false with everything and must not pass.
          if (!(difference <= largest)) largest = Number.isNaN(difference) ? Infinity : difference;
        });
      });
    } finally {
      batch.dispose();
    }
  }
  return largest;
}

/** @throws AppError `backend-wrong-numbers` */
export async function checkKnownAnswers(decoder: OnnxDecoder, name: string, parity: Parity): Promise<void> {
  const difference = await largestDifference(decoder, name, parity);
  const limit = name === 'policy' ? parity.tolerance.logits : parity.tolerance.value;
  if (difference <= limit) return;
  const { backend } = decoder;
  const message = `${backend} is off by ${difference.toPrecision(2)} on ${name}, more than ${limit}.`;
  throw new AppError('backend-wrong-numbers', message, { backend, model: name, difference, limit });
}
