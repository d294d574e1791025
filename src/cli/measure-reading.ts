/**
 * `npm run -s measure-reading -- --task TASK FILE`: how stories are read whose answers are known. A line a story: the story, ` | `, and its
 * answer, or `-` where it has none; or a line of `training/stories`.
 */
import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { TASK_IDS, type TaskId } from '../core/ids';
import { TASKS } from '../tasks/registry';
import { oneOf, runCommand } from './command';
import { countReadings, readStories } from './read-problems';

await runCommand(
  new Command('measure-reading')
    .description('How everyday stories are read')
    .argument('<file>', 'stories with their answers')
    .requiredOption('--task <id>', 'whose problems they are', (text) => oneOf('task', TASK_IDS, text))
    .option('--wrong', 'the stories that are read wrongly, too')
    .allowExcessArguments(false)
    .action((file: string, { task, wrong }: { readonly task: TaskId; readonly wrong?: boolean }) => {
      const readings = readStories(TASKS[task], readFileSync(file, 'utf8'));
      process.stdout.write(`${JSON.stringify({ stories: readings.length, ...countReadings(readings) })}\n`);
      if (!wrong) return;
      for (const { story, how, isRight } of readings)
        if (!isRight && (how === 'sure' || how === 'guessed')) process.stdout.write(`${how}: ${story}\n`);
    }),
);
