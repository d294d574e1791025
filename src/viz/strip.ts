/** A step seen from afar: its tokens' tints side by side, as one gradient, without the text. */
import type { TraceToken } from '../trace/types';
import { visibleToken } from './invisible';
import { rampStep } from './ramp';

/** The CSS image of a step; null where no verifier scored it. Every token is as wide as its text. */
export function stripImage(tokens: readonly TraceToken[], verifier: string | null): string | null {
  if (verifier === null || !tokens.length) return null;
  const lengths = tokens.map(({ text }) => visibleToken(text).length);
  const total = lengths.reduce((sum, length) => sum + length, 0);
  /** Neighbours of the same tint are one: every stop costs the browser something. */
  const runs: { readonly color: string; end: number }[] = [];
  let at = 0;
  for (const [i, { values }] of tokens.entries()) {
    const value = values?.[verifier];
    const color = value === undefined ? 'transparent' : `var(--v${rampStep(value)})`;
    at += lengths[i]!;
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
