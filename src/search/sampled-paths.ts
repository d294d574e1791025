/** Whole paths sampled side by side, one step of all of them a batch: what every strategy without a frontier does. */
import { decidedBy, type Path } from './path';
import type { SearchRun } from './run';
import type { SearchEvent } from './types';

export interface SampledPaths {
  /** In the order of their numbers. Those that were not finished in time are still `open`. */
  readonly paths: readonly Path[];
  readonly isStopped: boolean;
}

/** Samples `count` paths from the root until each has ended, `maxSteps` are done or the search is stopped. */
export async function* samplePaths(
  run: SearchRun,
  root: Path,
  count: number,
  temperature?: number,
): AsyncGenerator<SearchEvent, SampledPaths, undefined> {
  const paths: Path[] = Array.from({ length: count }, () => root);
  for (let step = 0; step < run.parameters.maxSteps; step++) {
    const growths = paths.flatMap((parent, index) => (parent.state === 'open' ? { parent, index } : []));
    if (!growths.length) break;
    const options = temperature === undefined ? {} : { temperature };
    const grown = run.shouldStop ? null : yield* run.grow(growths, step, options);
    if (!grown) return { paths, isStopped: true };
    for (const [i, path] of (yield* giveUp(run, grown)).entries()) paths[growths[i]!.index] = path;
    run.retain(paths);
  }
  return { paths, isStopped: false };
}

/**
 * Ends the samples whose score fell below the threshold, if there is one: what cannot win any more need not be paid
 * for. (Early stopping by a prefix's value, an option, off unless asked for.)
 */
function* giveUp(run: SearchRun, grown: readonly Path[]): Generator<SearchEvent, Path[]> {
  const least = Number(run.option('stopBelow') ?? 0);
  // 0 is never, also for scales that go below it.
  if (least === 0) return [...grown];
  const isHopeless = ({ state, score }: Path): boolean => state === 'open' && score !== null && score < least;
  const paths: Path[] = [];
  for (const [i, path] of grown.entries()) {
    if (!isHopeless(path)) {
      paths.push(path);
      continue;
    }
    const place = { id: path.id, rank: i + 1, of: grown.length, ...decidedBy(path) };
    yield run.log.event({ type: 'pruned', ...place, reason: 'threshold' });
    paths.push({ ...path, state: 'limit' });
  }
  return paths;
}
