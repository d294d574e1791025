/** A step seen from afar: its tokens' tints side by side, as one gradient, without the text. */
import type { TraceToken } from '../trace/types';
import { visibleToken } from './format';
import { rampStep } from './ramp';

/** The CSS image of a step; null where no verifier scored it. Every token is as wide as its text. */
export function stripImage(tokens: readonly TraceToken[], verifier: string | null): string | null {
  if (verifier === null || !tokens.length) return null;
  const lengths = tokens.map(({ text }) => visibleToken(text).length);
  const total = lengths.reduce((sum, length) => sum + length, 0);
  let at = 0;
  const stops = tokens.map(({ values }, i) => {
    const value = values?.[verifier];
    const color = value === undefined ? 'transparent' : `var(--v${rampStep(value)})`;
    const from = percent(at / total);
    at += lengths[i]!;
    return `${color} ${from} ${percent(at / total)}`;
  });
  return `linear-gradient(90deg, ${stops.join(', ')})`;
}

const percent = (share: number): string => `${Math.round(share * 1000) / 10}%`;
