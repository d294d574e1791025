/**
 * `npm run -s study -- --study training/studies/noise-game24.json …`: trains every configuration of a study with every
 * seed, as the workshop does, and tells what came of it with intervals. What is finished stays in the results file, and
 * is not done again.
 */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { Command } from 'commander';
import { runOrder } from '../../workers/train-order';
import { testSearch } from '../../workers/search-test';
import { oneOf, readList, readNumber, runCommand } from './command';
import { showProgress } from './evaluate-pool';
import { openInput } from './input-file';
import { loadWorkshop } from './node-models';
import { readStudy, type Cell, type Study } from './study-file';
import { reportOf, StudyResultsSchema, type StudyResults } from './study-report';
import { readJson } from '../protocol/pack';

interface Options {
  readonly study: string;
  readonly cells?: readonly string[];
  readonly seeds: number;
  readonly results: string;
  readonly report?: true;
}

async function study({ study: path, cells: chosen, seeds, results: file, report }: Options): Promise<void> {
  const asked = readStudy(new Uint8Array(await (await openInput(path)).arrayBuffer()), path);
  const cells = chosen?.map((cell) =>
    oneOf(
      'cells',
      asked.cells.map(({ name }) => name),
      cell,
    ),
  );
  const results: StudyResults = existsSync(file)
    ? readJson(StudyResultsSchema, readFileSync(file), file)
    : { format: 'inkling-study', version: 1, question: asked.question, runs: [], beside: [] };
  const save = (): void => {
    mkdirSync(dirname(file), { recursive: true });
    // Never half a file: the next call goes on from it.
    writeFileSync(`${file}.new`, `${JSON.stringify(results)}\n`);
    renameSync(`${file}.new`, file);
  };
  if (!report) {
    const wanted = asked.cells.filter((cell) => cells?.includes(cell.name) ?? true);
    await measure(asked, wanted, seeds, results, save);
  }
  process.stdout.write(reportOf(asked, results));
}

/**
 * Seed by seed, so that what is there can be compared at any time. All cells of a study are tested on the same problems.
 */
async function measure(
  { task }: Study,
  cells: readonly Cell[],
  seeds: number,
  results: StudyResults,
  save: () => void,
): Promise<void> {
  const loaded = await loadWorkshop(task, []);
  const say = (text: string): void => showProgress(`${text}\n`);
  for (let seed = 1; seed <= seeds; seed++)
    for (const { name, request } of cells) {
      const order = { task, teacher: 'checker', request: { ...request, seed }, taken: [] };
      if (!results.beside.some((one) => one.seed === seed)) {
        const searched = await testSearch(order, { ...loaded, heads: [], lines: 'beside' }, {}, () => undefined);
        results.beside.push({ seed, lines: linesOf(searched!) });
        save();
      }
      if (results.runs.some((run) => run.cell === name && run.seed === seed)) continue;
      const processor = process.cpuUsage();
      let made = processor;
      const trained = await runOrder({ ...order, request: { ...order.request, searchProblems: 0 } }, loaded, {
        // From then on it is tested.
        onEvent: ({ stage }) => {
          if (stage === 'test-sample' && made === processor) made = process.cpuUsage(processor);
        },
      });
      const heads = trained.runs.map(({ head }) => head);
      const searched = await testSearch(order, { ...loaded, heads, lines: 'trained' }, {}, () => undefined);
      const lines = linesOf(searched!);
      results.runs.push({
        ...{ cell: name, seed, processorSeconds: Math.round((made.user + made.system) / 1e6) },
        verifiers: trained.runs.map(({ rule, steps, test, points }, i) => ({
          ...{ rule, steps, test, right: lines[i]!.right },
          points: points.map(({ step, loss, heldOut }) => ({ step, loss, heldOut })),
        })),
      });
      save();
      say(
        `${name}, seed ${seed}: ${trained.runs.map(({ rule, test }, i) => `${rule} AUC ${test.auc}, solved ${solved(lines[i]!.right)}`).join('; ')}`,
      );
    }
  await loaded.models.dispose();
}

const solved = (right: readonly number[]): string => `${right.reduce((sum, one) => sum + one, 0)} of ${right.length}`;

const linesOf = ({
  lines,
}: {
  readonly lines: readonly { readonly id: string; readonly right: readonly number[] }[];
}) => lines.map(({ id, right }) => ({ id, right: [...right] }));

await runCommand(
  new Command('study')
    .description('Trains every configuration of a study of the workshop with every seed, and compares what came of it')
    .requiredOption('--study <file>', 'of training/studies')
    .option('--cells <names>', 'of the study; all by default', readList)
    .option('--seeds <n>', 'from 1 to n', readNumber('seeds'), 5)
    .requiredOption('--results <file>', 'where it is kept; what it holds already is not done again')
    .option('--report', 'prints what the file holds and trains nothing')
    .allowExcessArguments(false)
    .action(study),
);
