/**
 * `npm run -s story-examples -- --out FILE [--weights FILE]`: what `training/stories/train_reader.py` learns from. A line a
 * story: the features of every step that may be in a reading of it, as places in the table of weights; its readings, the
 * right ones first, each as its steps; and what they come to. With weights, the wrong readings are those that they like best.
 */
import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { createRng } from '../core/rng';
import { HASH_BITS } from '../tasks/word-problems/everyday/likeness/features';
import { isCountable, sceneOf } from '../tasks/word-problems/everyday/likeness/numerals';
import { anyTellingOf } from '../tasks/word-problems/everyday/telling';
import { runCommand } from './command';
import { exampleOf, type Example, type StoryLine } from './story-example';
import { writeLines } from './write-lines';

interface Options {
  readonly out: string;
  readonly stories: string;
  readonly weights?: string;
}

async function write({ out, stories, weights }: Options): Promise<void> {
  const known = weights === undefined ? null : new Float32Array(new Uint8Array(readFileSync(weights)).buffer);
  const rng = createRng(1);
  const count = { stories: 0, untold: 0, uncounted: 0, lost: 0 };
  function* examples(): Generator<Example> {
    for (const line of readFileSync(stories, 'utf8').trim().split('\n')) {
      const story = JSON.parse(line) as StoryLine;
      const typed = anyTellingOf(story.problem);
      const scene = typed.ok ? sceneOf(typed.told) : null;
      const example =
        typed.ok && scene && isCountable(scene)
          ? exampleOf(scene, story, known, rng)
          : { lot: story.lot, steps: [], readings: [], values: [], right: 0 };
      count.stories++;
      if (!scene) count.untold++;
      else if (!isCountable(scene)) count.uncounted++;
      else if (!example.right) count.lost++;
      yield example;
    }
  }
  await writeLines(out, examples());
  process.stderr.write(`${JSON.stringify(count)}\n`);
}

await runCommand(
  new Command('story-examples')
    .description('What a reader of stories learns from')
    .requiredOption('--out <file>', 'where to write it, as JSON lines')
    .option('--stories <file>', 'the stories', 'training/stories/stories.jsonl')
    .option('--weights <file>', `weights as ${1 << HASH_BITS} 32-bit floats`)
    .allowExcessArguments(false)
    .action(write),
);
