/**
 * Everything that training needs to know of a task, as files: Python reads them and never re-implements a task.
 *
 * `data problems` writes the puzzles of each role and the solutions that the policy learns from;
 * `data judge` adds the checker's verdict, and whether 24 is still reachable after each step, to sampled solutions.
 */
import { createReadStream, createWriteStream, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Command } from 'commander';
import { createRng } from '../core/rng';
import { isStillReachable, judge } from '../tasks/game24/checker';
import { formatPuzzle, makePuzzle, puzzleState, type Puzzle } from '../tasks/game24/problem';
import { enumerateSolutions, formatSolution } from '../tasks/game24/solver';
import { slippedPrefix } from '../tasks/game24/slips';
import { splitPuzzles, trainingHalves } from '../tasks/game24/splits';

const toLines = (rows: readonly unknown[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join('');

/** The file's puzzles first, then the others shuffled: a run that samples fewer problems takes a fair choice. */
function sampledFirst(puzzles: readonly Puzzle[]): Puzzle[] {
  const rng = createRng(24, 18);
  const extras = puzzles.filter((puzzle) => puzzle[3] > 13).map((puzzle) => ({ puzzle, key: rng.uniform() }));
  extras.sort((a, b) => a.key - b.key);
  return [...puzzles.filter((puzzle) => puzzle[3] <= 13), ...extras.map(({ puzzle }) => puzzle)];
}

function writeProblems(folder: string): void {
  mkdirSync(folder, { recursive: true });
  const halves = trainingHalves();
  const withSolutions = (puzzle: Puzzle): object => ({
    prompt: `${formatPuzzle(puzzle)}\n`,
    solutions: enumerateSolutions(puzzleState(puzzle)).map(formatSolution),
  });
  writeFileSync(join(folder, 'policy.jsonl'), toLines(halves.policy.map(withSolutions)));
  const prompts = (puzzles: readonly Puzzle[]): object[] =>
    puzzles.map((puzzle) => ({ prompt: `${formatPuzzle(puzzle)}\n`, largest: puzzle[3] }));
  const sampled = sampledFirst(halves.value);
  writeFileSync(join(folder, 'value.jsonl'), toLines(prompts(sampled)));
  const slips = sampled.map((puzzle, i) => ({ prompt: `${formatPuzzle(puzzle)}\n`, prefixes: slipsOf(puzzle, i) }));
  writeFileSync(join(folder, 'slips.jsonl'), toLines(slips));
  writeFileSync(join(folder, 'settings.jsonl'), toLines(prompts(splitPuzzles('settings'))));
}

/** Slips at each step of each sampled puzzle: the beginnings from which the policy goes on. */
const SLIPS_PER_STEP = [14, 9, 5];

function slipsOf(puzzle: Puzzle, index: number): string[] {
  const rng = createRng(24, 5, index);
  const texts = SLIPS_PER_STEP.flatMap((count, i) =>
    Array.from({ length: count }, () => slippedPrefix(puzzle, i + 1, rng)),
  );
  return [...new Set(texts.filter((text) => text !== null))];
}

interface Rollout {
  readonly prompt: string;
  readonly text: string;
}

async function judgeRollouts(input: string, output: string): Promise<void> {
  const out = createWriteStream(output);
  for await (const line of createInterface({ input: createReadStream(input) })) {
    const rollout = JSON.parse(line) as Rollout;
    const puzzle = makePuzzle(rollout.prompt.trim().split(' ').map(Number));
    const { correct, stepsLegal } = judge(puzzle, rollout.text);
    const ends = [...rollout.text.matchAll(/\n/g)].map((match) => match.index + 1);
    const reachable = ends.map((end) => isStillReachable(puzzle, rollout.text.slice(0, end)));
    if (!out.write(`${JSON.stringify({ ...rollout, correct, stepsLegal, reachable })}\n`))
      await new Promise<void>((resolve) => out.once('drain', resolve));
  }
  await new Promise<void>((resolve) => out.end(resolve));
}

const program = new Command('data').description('Writes the files that training reads');
program
  .command('problems')
  .requiredOption('--task <id>', 'game24')
  .requiredOption('--out <folder>')
  .action(({ out }: { out: string }) => writeProblems(out));
program
  .command('judge')
  .requiredOption('--task <id>', 'game24')
  .requiredOption('--in <file>', 'sampled solutions, one JSON object a line')
  .requiredOption('--out <file>')
  .action(async ({ in: input, out }: { in: string; out: string }) => judgeRollouts(input, out));
await program.parseAsync();
