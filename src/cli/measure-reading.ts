/**
 * `npm run -s measure-reading -- --task TASK FILE`: how stories are read whose answers are known. A line a story: the story, ` | `, and its
 * answer, or `-` where it has none; or a line of `training/stories`.
 */
import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { TASK_IDS, type TaskId } from '../core/ids';
import { TASKS } from '../tasks/registry';
import { countAnswers } from './answer-problems';
import { oneOf, runCommand } from './command';
import { countReadings, readStories } from './read-problems';

interface Options {
  readonly task: TaskId;
  readonly wrong?: boolean;
  readonly answers?: boolean;
}

await runCommand(
  new Command('measure-reading')
    .description('How everyday stories are read')
    .argument('<file>', 'stories with their answers')
    .requiredOption('--task <id>', 'whose problems they are', (text) => oneOf('task', TASK_IDS, text))
    .option('--wrong', 'the stories that are read wrongly, too')
    .option('--answers', 'how many of those that are read rightly the models answer rightly, too')
    .allowExcessArguments(false)
    .action(async (file: string, { task, wrong, answers }: Options) => {
      const readings = readStories(TASKS[task], readFileSync(file, 'utf8'));
      const answered = answers ? { answered: await countAnswers(task, readings) } : {};
      process.stdout.write(
        `${JSON.stringify({ stories: readings.length, ...countReadings(readings), ...answered })}\n`,
      );
      if (!wrong) return;
      for (const { story, how, isRight } of readings)
        if (!isRight && (how === 'sure' || how === 'guessed')) process.stdout.write(`${how}: ${story}\n`);
    }),
);
