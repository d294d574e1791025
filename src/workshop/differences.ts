/** Whether two verifiers that were tested on the same samples differ by more than the choice of the test problems explains. */
import { percentiles, resampledCounts } from '../core/bootstrap';
import type { Interval } from '../core/shares';
import { rankedOf, weightedAuc, type Ranked } from '../measure/weighted-auc';
import type { WorkshopRule } from './rules';
import type { Places } from './testing';

/** What the second has more of than the first, with the 95% interval of that; negative where it has less. */
export interface Difference {
  readonly rules: readonly [WorkshopRule, WorkshopRule];
  readonly auc: number;
  readonly interval: Interval;
}

/** A verifier's numbers at the places of the test, and for how many steps it has learned. */
export interface Tested {
  readonly rule: WorkshopRule;
  readonly steps: number;
  readonly places: Places;
}

const RESAMPLES = 1000;
/** The interval is part of what is shown, so it is the same whenever it is computed. */
const SEED = 1351;

/**
 * Every two that learned for as many steps, by the paired bootstrap over problems: places of one problem are not
 * independent, and both verifiers meet the same resampled problems. None where an AUC cannot be told. The interval is
 * of these two trainings: another seed may give others.
 */
export function differencesOf(tested: readonly Tested[]): Difference[] {
  const [first] = tested;
  if (!first) return [];
  const problems = first.places.length;
  const ranked = tested.map(({ places }) => rankedOf(places));
  const whole = ranked.map((own) => weightedAuc(own, new Uint32Array(problems).fill(1)));
  const samples = resampledAucs(ranked, problems);
  const differences: Difference[] = [];
  for (let a = 0; a < tested.length; a++)
    for (let b = a + 1; b < tested.length; b++) {
      const [from, to] = [whole[a] ?? null, whole[b] ?? null];
      if (from === null || to === null || tested[a]!.steps !== tested[b]!.steps || !samples.length) continue;
      differences.push({
        rules: [tested[a]!.rule, tested[b]!.rule],
        auc: to - from,
        interval: percentiles(Float64Array.from(samples, (aucs) => aucs[b]! - aucs[a]!)),
      });
    }
  return differences;
}

/** The AUC of each on the same resampled problems; samples in which only one outcome occurs are left out. */
function resampledAucs(ranked: readonly Ranked[], problems: number): number[][] {
  const samples: number[][] = [];
  for (const counts of resampledCounts(problems, RESAMPLES, SEED)) {
    const aucs = ranked.flatMap((own) => weightedAuc(own, counts) ?? []);
    if (aucs.length === ranked.length) samples.push(aucs);
  }
  return samples;
}
