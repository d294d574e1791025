/** The training files of the word problems. `largest` is the level, as it is the largest number of a puzzle. */
import { createRng } from '../../core/rng';
import type { TrainingFilesOf } from '../task';
import { STEP_END } from '../written';
import { perturbedPrefix } from './perturbed-prefixes';
import { formatSolution, type Solved } from './solver';
import { ALL_LEVELS, measuredKeys, measuredStory, splitSize, trainingStories } from './splits';
import { formatStory, storyKey, type Story } from './story';
import { PIECE_PATTERN, vocabulary } from './vocabulary';

const PERTURBED_PER_STEP = 1;

const promptOf = (story: Story): string => `${formatStory(story)}\n`;

function perturbedPrefixesOf(solved: Solved, level: number, index: number): string[] {
  const rng = createRng(7005, index);
  const texts = Array.from({ length: level * PERTURBED_PER_STEP }, (_, i) =>
    perturbedPrefix(solved, 1 + (i % level), rng),
  );
  return [...new Set(texts.filter((text) => text !== null))];
}

export const trainingFiles: TrainingFilesOf = ({ policy = 200_000, value = 8_000, levels = ALL_LEVELS, shares }) => {
  const measured = measuredKeys();
  const learned = [...trainingStories('policy', policy, levels, measured, shares)];
  const avoid = new Set([...measured, ...learned.map(({ generated }) => storyKey(generated.story))]);
  const sampled = [...trainingStories('value', value, levels, avoid)];
  return {
    'tokens.json': { pattern: PIECE_PATTERN, pieces: vocabulary(), stepEnd: STEP_END },
    'policy.jsonl': learned.map(({ generated: { story, solved } }) => ({
      prompt: promptOf(story),
      solutions: [formatSolution(solved)],
    })),
    'value.jsonl': sampled.map(({ level, generated }) => ({ prompt: promptOf(generated.story), largest: level })),
    'slips.jsonl': sampled.map(({ level, generated: { story, solved } }, i) => ({
      prompt: promptOf(story),
      prefixes: perturbedPrefixesOf(solved, level, i),
    })),
    // With the solutions, from which exact values come.
    'settings.jsonl': Array.from({ length: splitSize('settings', levels) }, (_, i) => {
      const { story, solved } = measuredStory('settings', i, levels);
      const largest = levels[0] + (i % (levels[1] - levels[0] + 1));
      return { prompt: promptOf(story), largest, solutions: [formatSolution(solved)] };
    }),
  };
};
