/**
 * `npm run -s check-gsm8k -- FILE.jsonl`: which lines of the data set's own solutions the checker calls false, and of how
 * many the answer is read. The file's path is given, since the test set is no part of the repository.
 */
import { Command } from 'commander';
import { checkPublished, type FlaggedLine } from '../tasks/gsm8k/published';
import { runCommand } from './command';
import { readInput } from './input-file';
import { printable } from './print/text';

/** The published files have 4 MB at most. */
const MOST_BYTES = 64 * 1024 ** 2;

const printed = ({ row, line, text, offset }: FlaggedLine): string =>
  `line ${row}, line ${line} of its solution, at character ${offset + 1}: ${text}`;

const command = new Command('check-gsm8k')
  .description("Checks the data set's own solutions as it would a model's")
  .argument('<file>', 'the published test or training file, or - for standard input')
  .action(async (file: string) => {
    const { solutions, flagged, lines, unread } = checkPublished(await readInput(file, MOST_BYTES));
    const rows = unread.map((row) => `line ${row}: its answer is not read as the file gives it`);
    const summary = `${solutions} solutions: ${flagged} with a line called false, ${solutions - unread.length} answers read.`;
    process.stdout.write(printable(`${[...lines.map(printed), ...rows, summary].join('\n')}\n`));
  });

await runCommand(command);
