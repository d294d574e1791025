/** What is said of lines that searched the same problems: whether they differ by more than the problems explain. */
import { holm, pairedDifference, type PairedDifference, type RightCounts } from '../../measure/paired';
import { formatFixed, formatShare } from '../../viz/format';
import { fill, type Messages } from '../../words';

/** Below this a difference is called one, after Holm's correction. */
const LEVEL = 0.05;

export interface ComparedLine {
  readonly name: string;
  readonly rights: RightCounts;
}

/**
 * With fewer problems no difference can be called one: the sign-flip test's p is at least 2 / 2^n, and an interval
 * over so few of them says nothing.
 */
export const LEAST_PROBLEMS = 6;

/** Each line against the baseline, its p corrected for all of them. @param seeds searches of each problem */
export function compareWith(
  baseline: RightCounts,
  lines: readonly ComparedLine[],
  seeds: number,
): (PairedDifference & { readonly name: string })[] {
  const found = lines.map(({ rights }) => pairedDifference(rights, baseline, seeds));
  const corrected = holm(found.map(({ p }) => p));
  return lines.map(({ name }, i) => ({ name, ...found[i]!, p: corrected[i]! }));
}

/** One sentence, which can also be that no difference was seen. */
export function comparedSentence(
  { name, difference, low, high, p }: PairedDifference & { readonly name: string },
  { lab: { measure }, language }: Pick<Messages, 'lab' | 'language'>,
): string {
  const isFewer = p < LEVEL && difference < 0;
  const said = isFewer ? measure.solvesFewer : p < LEVEL ? measure.solvesMore : measure.noDifference;
  const [by, from, to] = (isFewer ? [-difference, -high, -low] : [difference, low, high]).map((share) =>
    formatShare(share, language),
  ) as [string, string, string];
  const chance = p < 0.001 ? `< ${formatFixed(0.001, language, 3)}` : `= ${formatFixed(p, language, 3)}`;
  return fill(said, { line: name, difference: by, low: from, high: to, chance }, language);
}
