/**
 * `npm run -s study -- --study training/studies/noise-game24.json …`: trains every configuration of a study with every
 * seed, as the workshop does, and tells what came of it with intervals. What is finished stays in the results file, and
 * is not done again.
 */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { Command } from 'commander';
import type { LoadedModels } from '../../workers/models';
import { runOrder } from '../../workers/train-order';
import { testSearch } from '../../workers/search-test';
import { joinTrained } from '../../workers/trained-verifier';
import { badInput, oneOf, readList, readNumber, runCommand } from './command';
import { showProgress } from './evaluate-pool';
import { openInput } from './input-file';
import { loadWorkshop } from './node-models';
import { readStudy, type Cell, type Study } from './study-file';
import { reportOf, StudyResultsSchema, type StudyResults } from './study-report';
import { readJson } from '../protocol/pack';
import type { Trained, TrainedRun, TrainEvent } from '../protocol/train';

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

/** Apart from the seeds of a study: problems of a teacher are none that its students learn from. */
const OTHER_PROBLEMS = 1000;

/**
 * Seed by seed, so that what is there can be compared at any time. All cells of a study are tested on the same problems.
 */
async function measure(
  { task, cells: all }: Study,
  cells: readonly Cell[],
  seeds: number,
  results: StudyResults,
  save: () => void,
): Promise<void> {
  const loaded = await loadWorkshop(task, []);
  const say = (text: string): void => showProgress(`${text}\n`);
  const orderOf = ({ request }: Cell, seed: number) => {
    return { task, teacher: 'checker', request: { ...request, seed }, taken: [] };
  };
  /** What was trained, by cell and seed; of those that an earlier call trained nothing but the numbers is kept. */
  const known = new Map<string, Trained>();
  const trainCell = async (cell: Cell, seed: number, onEvent: (event: TrainEvent) => void = () => undefined) => {
    const order = orderOf(cell, cell.ownProblems ? seed + OTHER_PROBLEMS : seed);
    const { head } = (cell.teacher && (await verifierOf(cell.teacher, seed))) ?? { head: null };
    const models = head
      ? await joinTrained(lent(loaded.models), loaded.pack, loaded.manifest, [head])
      : lent(loaded.models);
    const request = { ...order.request, searchProblems: 0 };
    const trained = await runOrder(
      { ...order, request, teacher: head?.id ?? order.teacher },
      { ...loaded, models },
      { onEvent },
    );
    await models.dispose();
    known.set(`${cell.name} ${seed}`, trained);
    return trained;
  };
  const verifierOf = async ({ cell: name, rule }: NonNullable<Cell['teacher']>, seed: number): Promise<TrainedRun> => {
    const { runs } =
      known.get(`${name} ${seed}`) ??
      (await trainCell(
        all.find((cell) => cell.name === name)!,
        seed,
      ));
    const run = runs.find((one) => one.rule === rule);
    if (!run) throw badInput(`${name} has no verifier ${rule} that could teach.`);
    return run;
  };
  for (let seed = 1; seed <= seeds; seed++)
    for (const cell of cells) {
      const { name } = cell;
      const order = orderOf(cell, seed);
      if (!results.beside.some((one) => one.seed === seed)) {
        const searched = await testSearch(order, { ...loaded, heads: [], lines: 'beside' }, {}, () => undefined);
        results.beside.push({ seed, lines: linesOf(searched!) });
        save();
      }
      if (results.runs.some((run) => run.cell === name && run.seed === seed)) continue;
      if (cell.teacher) await verifierOf(cell.teacher, seed);
      const processor = process.cpuUsage();
      let made = processor;
      const trained = await trainCell(cell, seed, ({ stage }) => {
        // From then on it is tested.
        if (stage === 'test-sample' && made === processor) made = process.cpuUsage(processor);
      });
      const heads = trained.runs.map(({ head }) => head);
      const searched = await testSearch(order, { ...loaded, heads, lines: 'trained' }, {}, () => undefined);
      const lines = linesOf(searched!);
      results.runs.push({
        ...{ cell: name, seed, processorSeconds: Math.round((made.user + made.system) / 1e6) },
        ...(trained.teacher ? { teacher: trained.teacher.test } : {}),
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

/** What is loaded, for who opens more beside it: what is opened is closed again, and the rest stays. */
const lent = (models: LoadedModels): LoadedModels => ({ ...models, dispose: async () => undefined });

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
