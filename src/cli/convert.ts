/** `npm run -s convert -- --from tree.json --to ovm-steps`: a tree of one tool in the form of another. */
import { Command } from 'commander';
import { listTrees, readTree } from '../import/listing';
import { WRITTEN_FORMATS, writeTrace } from '../import/write';
import { encodeTrace } from '../trace/codec';
import type { Trace } from '../trace/types';
import { badInput, oneOf, readNumber, runCommand } from './command';
import { openInput } from './input-file';
import { printable } from './print/text';

const TARGETS = ['inkling-trace', ...WRITTEN_FORMATS] as const;

interface Options {
  readonly from: string;
  readonly to: string;
  readonly problem?: number;
}

async function convert({ from, to, problem }: Options): Promise<void> {
  const target = oneOf('to', TARGETS, to);
  const file = await openInput(from);
  const { entries, skipped, skippedCount } = await listTrees(file);
  for (const { line, reason } of skipped) process.stderr.write(printable(`Line ${line} was left out: ${reason}\n`));
  if (skippedCount > skipped.length) process.stderr.write(`${skippedCount - skipped.length} more lines left out.\n`);
  if (problem !== undefined && !entries[problem - 1])
    throw badInput(`--problem counts from 1, and this file holds ${entries.length}.`);
  const isOneDocument = target === 'inkling-trace' || target === 'llm-reasoners';
  if (isOneDocument && problem === undefined && entries.length > 1)
    throw badInput(`This file holds ${entries.length} problems and ${target} holds one: choose it with --problem.`);
  for (const entry of problem === undefined ? entries : [entries[problem - 1]!]) {
    const read = await readTree(file, entry);
    if (read.ok) process.stdout.write(written(read.trace, target));
    else if (entries.length === 1 || problem !== undefined) throw badInput(read.message);
    else process.stderr.write(printable(`Line ${entry.line} is left out: ${read.message}\n`));
  }
}

const written = (trace: Trace, target: (typeof TARGETS)[number]): string =>
  target === 'inkling-trace' ? encodeTrace(trace) : writeTrace(trace, target);

await runCommand(
  new Command('convert')
    .requiredOption(
      '--from <file>',
      'of Inkling, llm-reasoners, search-and-learn, OVM or logitloom: told by its content; - is standard input',
    )
    .requiredOption('--to <format>', TARGETS.join(', '))
    .option('--problem <number>', 'which problem of the file, counting from 1', readNumber('problem'))
    .action(convert),
);
