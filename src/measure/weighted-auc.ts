/** The area under the curve of places of several problems, each of which counts so many times: for resampled problems. */

/** A number, and what came true there. */
export interface RankedPlace {
  readonly score: number;
  readonly isRight: boolean;
}

/** Places by rising number, each with its problem. */
export type Ranked = readonly { readonly score: number; readonly isRight: boolean; readonly problem: number }[];

/** @param places by problem */
export const rankedOf = (places: readonly (readonly RankedPlace[])[]): Ranked =>
  places
    .flatMap((own, problem) => own.map(({ score, isRight }) => ({ score, isRight, problem })))
    .sort((a, b) => a.score - b.score);

/** The AUC where each problem counts so many times, ties counted half; null where only one outcome occurs. */
export function weightedAuc(ranked: Ranked, counts: Uint32Array): number | null {
  let [won, right, wrong] = [0, 0, 0];
  for (let start = 0; start < ranked.length;) {
    let [end, r, w] = [start, 0, 0];
    for (; end < ranked.length && ranked[end]!.score === ranked[start]!.score; end++) {
      const { isRight, problem } = ranked[end]!;
      if (isRight) r += counts[problem]!;
      else w += counts[problem]!;
    }
    won += r * (wrong + w / 2);
    right += r;
    wrong += w;
    start = end;
  }
  return right && wrong ? won / (right * wrong) : null;
}
