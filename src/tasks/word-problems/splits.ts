/**
 * Which story is used for what: every split draws from seeds of its own, and a training story that happens to equal a
 * story of another split is left out.
 */
import { createRng } from '../../core/rng';
import type { LevelRange, MeasuredSplit } from '../task';
import { generateStory, MAX_LEVEL, MIN_LEVEL, type GeneratedStory } from './generator';
import { storyKey, type Story } from './story';

/** `policy` stories teach the policy; it is sampled on `value` stories, which it has not seen. */
export type Split = 'policy' | 'value' | MeasuredSplit;

const SEEDS: Readonly<Record<Split, number>> = { policy: 7001, value: 7002, settings: 7003, test: 7004, rest: 7007 };

/** Stories of each level in a measured split. */
export const PER_LEVEL: Readonly<Record<MeasuredSplit, number>> = { settings: 50, test: 100, rest: 0 };

export const ALL_LEVELS: LevelRange = [MIN_LEVEL, MAX_LEVEL];

/** The story of a split, level and index: always the same. */
export const storyAt = (split: Split, level: number, index: number): GeneratedStory =>
  generateStory(createRng(SEEDS[split], level, index), level);

export const splitSize = (split: MeasuredSplit, [low, high]: LevelRange): number => PER_LEVEL[split] * (high - low + 1);

/** The levels take turns, so the first stories of a range hold all its levels. */
export function measuredStory(split: MeasuredSplit, index: number, [low, high]: LevelRange): GeneratedStory {
  const levels = high - low + 1;
  return storyAt(split, low + (index % levels), Math.floor(index / levels));
}

/** The keys of all stories that a number may be measured on. */
export function measuredKeys(): Set<string> {
  const splits: readonly MeasuredSplit[] = ['settings', 'test', 'rest'];
  return new Set(
    splits.flatMap((split) =>
      Array.from({ length: splitSize(split, ALL_LEVELS) }, (_, i) =>
        storyKey(measuredStory(split, i, ALL_LEVELS).story),
      ),
    ),
  );
}

/** Stories of a reader's own training, each seed's its own. */
const OWN_SEED = 7006;

/** How many are drawn for one that is new, before it is taken that there are no more. */
const TRIES = 50;

/** The first `count` stories of a seed whose levels take turns, none of them measured on and no two equal. */
export function ownStories(count: number, seed: number, [low, high]: LevelRange): Story[] {
  const seen = measuredKeys();
  const stories: Story[] = [];
  for (let index = 0; stories.length < count && index < TRIES * count; index++) {
    const level = low + (index % (high - low + 1));
    const { story } = generateStory(createRng(OWN_SEED, seed, level, index), level);
    const key = storyKey(story);
    if (seen.has(key)) continue;
    seen.add(key);
    stories.push(story);
  }
  return stories;
}

/**
 * The first `count` stories of a training split whose levels take turns, none of them equal to a measured story or to
 * an earlier one, nor to one of `avoid`.
 * @param shares of the levels, from the lowest on: how many stories of each come in a turn; one each where none is given
 */
export function* trainingStories(
  split: 'policy' | 'value',
  count: number,
  [low, high]: LevelRange,
  avoid: ReadonlySet<string>,
  shares?: readonly number[],
): Generator<{ readonly level: number; readonly generated: GeneratedStory }> {
  const seen = new Set(avoid);
  const turn = Array.from({ length: high - low + 1 }, (_, i) => Array<number>(shares?.[i] ?? 1).fill(low + i)).flat();
  for (let index = 0, made = 0; made < count && turn.length > 0; index++) {
    const level = turn[index % turn.length]!;
    const generated = storyAt(split, level, index);
    const key = storyKey(generated.story);
    if (seen.has(key)) continue;
    seen.add(key);
    made++;
    yield { level, generated };
  }
}
