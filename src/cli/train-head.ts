/** `npm run -s train -- --model FOLDER …`: value heads on the hidden states of a language model in a folder. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { modelHash } from '../runtime/hub/model-hash';
import { ownProblems, taskProblems } from '../../workers/hub/head-problems';
import { solutionLimits } from '../../workers/hub/hub-workshop';
import { trainHeads, type HeadControl, type TrainedHeads } from '../../workers/hub/hub-training';
import { readProblem, type Problem } from '../../workers/problems';
import { bootstrapMean } from '../core/bootstrap';
import { TASK_IDS, type TaskId } from '../core/ids';
import { pairedDifference } from '../measure/paired';
import type { HeadSearched } from '../protocol/head-training';
import type { StateLayer } from '../protocol/hub';
import { HUB_TASK, TASKS } from '../tasks/registry';
import { DEFAULT_HEAD, type HeadChoice } from '../workshop/head-trunk';
import { isOnlyLength, type Gauge, type Gauges, type Solved } from '../workshop/gauges';
import { checkRequest, DEFAULT_REQUEST, type WorkshopRequest } from '../workshop/request';
import { HEAD_RULES } from '../workshop/rules';
import { HEAD_KINDS } from '../workshop/shape';
import { badInput, oneOf } from './command';
import { showProgress } from './evaluate-pool';
import { askedIn, layersIn, openHubFolder, promptOf, readHubFolder } from './hub-folder';
import { readQuestions } from './questions-file';
import { levelsOf, progressOf, range, roundedSeconds, shown, type TrainOptions } from './train-shared';

/** Of the layers, where a head by default reads: at about so much of the depth (docs/value-heads.md). */
const DEPTH = 2 / 3;
/** A head learns its problems by heart in a few passes over them. */
const DEFAULTS = { steps: 160, rate: 1e-3, testProblems: 40, testSamples: 8, samples: 8, problems: 100 } as const;

/** @throws AppError `bad-input` for what cannot be asked of a model in a folder */
export async function trainHead(options: TrainOptions & { readonly model: string }): Promise<void> {
  const task = oneOf('task', TASK_IDS, options.questions === undefined ? options.task : HUB_TASK);
  const teacher = oneOf('teacher', ['checker', 'consensus'] as const, options.teacher);
  if (options.start !== undefined && options.start !== 'policy')
    throw badInput('A head stands on the model itself: --start takes policy, and this is not.');
  const request = requestOf(options, task);
  if (request.searchProblems > request.testProblems)
    throw badInput(`--search-problems are among the ${request.testProblems} test problems: ask for fewer.`);
  checkRequest(request);
  const head = headOf(options);
  const questions = options.questions === undefined ? null : await questionsOf(options.questions);
  const bytes = readHubFolder(options.model);
  const models = await openHubFolder(bytes, layersWanted(options.layer, layersIn(bytes)));
  try {
    const adapt = askedIn(models, task, await promptOf(models, task, options.prompt));
    const problems = questions ? ownProblems(questions, request) : taskProblems(task, request);
    const read = (text: string): Problem => adapt(readProblem(task, text));
    const order = { task, teacher, request, head, limits: solutionLimits(task) };
    const trained = await trainHeads(
      { ...order, training: problems.training.map(read), test: problems.test.map(read) },
      models,
      await modelHash(bytes),
      { onEvent: (event) => showProgress(told(event)) },
    );
    showProgress('\n');
    const runs = save(trained, request, teacher, options.out);
    const { gauges, searched } = trained;
    const report = { format: 'inkling-training', version: 1, runs, gauges, ...(searched && { searched }) };
    const text = `${printed(runs, gauges)}${searched ? printedSearch(searched) : ''}`;
    process.stdout.write(options.json ? `${JSON.stringify(report)}\n` : text);
  } finally {
    await models.dispose();
  }
}

function told(event: Parameters<NonNullable<HeadControl['onEvent']>>[0]): string {
  if (event.stage === 'search') return `Searching: ${event.searched.lines[0]!.right.length} of ${event.of} problems`;
  if (event.stage === 'ask') return `Asking the model for its own verdicts: ${event.done} of ${event.of} problems`;
  const isOfLayer = event.stage === 'learn' || event.stage === 'features';
  return `${isOfLayer ? `Layer ${event.layer}: ` : ''}${progressOf(event)}`;
}

function requestOf(options: TrainOptions, task: TaskId): WorkshopRequest {
  const rules = options.labels.map((rule) => oneOf('labels', HEAD_RULES, rule));
  if (new Set(rules).size !== rules.length) throw badInput('--labels names a rule twice: name each once.');
  const wanted = Object.fromEntries(Object.entries(options).filter(([name]) => name in DEFAULT_REQUEST));
  const levels = levelsOf(TASKS[task], options.levels);
  const testLevels = options.testLevels === undefined ? levels : levelsOf(TASKS[task], options.testLevels);
  return { ...DEFAULT_REQUEST, ...DEFAULTS, ...wanted, rules, levels, testLevels, start: 'policy' };
}

function headOf({ head, window }: TrainOptions): HeadChoice {
  const choice = {
    ...DEFAULT_HEAD,
    head: head === undefined ? DEFAULT_HEAD.head : oneOf('head', HEAD_KINDS, head),
    window: window ?? DEFAULT_HEAD.window,
  };
  if (Number.isInteger(choice.window) && choice.window >= 1 && choice.window <= 64) return choice;
  throw badInput(`--window takes a whole number from 1 to 64, and this is ${choice.window}.`);
}

/** What is left out is told. */
async function questionsOf(path: string): Promise<readonly string[]> {
  const { texts, repeated } = await readQuestions(path);
  if (repeated) process.stderr.write(`${repeated} rows repeat an earlier one and are left out.\n`);
  return texts;
}

/** @param layers that the model has; 0 where its graph does not tell */
function layersWanted(given: readonly string[] | undefined, layers: number): StateLayer[] {
  if (!given) return layers ? [Math.max(1, Math.round(DEPTH * layers))] : ['last'];
  return [
    ...new Set(
      given.map((text): StateLayer => {
        if (text === 'last') return 'last';
        const layer = Number(text);
        if (Number.isInteger(layer) && layer >= 1 && layer <= layers) return layer;
        throw badInput(`--layer takes last${layers ? ` or layers from 1 to ${layers}` : ''}, and this is "${text}".`);
      }),
    ),
  ];
}

/** Writes the files, and returns what is printed of them. */
function save({ labels, runs }: TrainedHeads, request: WorkshopRequest, teacher: string, out: string) {
  mkdirSync(out, { recursive: true });
  return runs.map(({ rule, layer, bytes, id, seconds, tokens, test, steps, ...run }) => {
    const file = join(out, run.file);
    writeFileSync(file, bytes);
    return {
      ...{ labels: rule, problems: request.problems, samples: request.samples, levels: range(request.levels) },
      ...{ testLevels: range(request.testLevels), flip: request.flip, wrongSteps: request.wrongSteps, teacher },
      ...{ together: request.together, start: request.start, seed: request.seed, layer, kept: labels.kept, id },
      ...{ steps, seconds: roundedSeconds(seconds), tokens, test, file },
    };
  });
}

/** Lines of a search that cost nothing. */
const BESIDE = ['confidence', 'majority'] as const;

const percent = ({ mean, low, high }: Solved): string =>
  `${(100 * mean).toFixed(1)}% (${(100 * low).toFixed(0)} to ${(100 * high).toFixed(0)})`;

function lineOf(gauges: Gauges, { id, auc, aucWithin, aucWhole, best, vote }: Gauge): string {
  const apart = `AUC ${shown(auc)}, within a problem ${shown(aucWithin)}, of whole solutions ${shown(aucWhole)}`;
  const voted = vote ? `, vote ${percent(vote)}` : '';
  const length = isOnlyLength(gauges, id) && id !== 'length' ? '; no better than length alone' : '';
  return `  ${id}: ${apart}; best of ${gauges.samples} ${percent(best)}${voted}${length}\n`;
}

/** Every line with its interval, and the heads beside what costs nothing. */
function printedSearch({ samples, beam, lines }: HeadSearched): string {
  const rightOf = (name: string): readonly number[] => lines.find(({ id }) => id === name)!.right;
  const signed = (share: number): string => `${share < 0 ? '' : '+'}${(100 * share).toFixed(1)}`;
  const told = lines.map(({ id, right, policyTokens }) => {
    const isHead = !BESIDE.some((own) => own === id);
    const beside = (isHead ? BESIDE : []).map((name) => {
      const { difference, low, high } = pairedDifference(right, rightOf(name), 1);
      return `, ${signed(difference)} beside ${name} (${signed(low)} to ${signed(high)})`;
    });
    return `  ${id}: ${percent(bootstrapMean(right))}${beside.join('')}; ${policyTokens} tokens a problem\n`;
  });
  const problems = lines[0]!.right.length;
  return `Solved of ${problems} held-out problems, beam K = ${samples}, b = ${beam} (majority: a vote of K):\n${told.join('')}`;
}

/** What the model's own verdicts took. */
function askingOf({ asked }: Gauges): string {
  if (!asked) return '';
  if ('seconds' in asked)
    return `  Asking for its own verdicts took ${asked.seconds.toFixed(1)} s, ${asked.tokens} tokens read\n`;
  const why = asked.why === 'no-words' ? 'yes or no is no single token of this model' : 'the test was ended before';
  return `  self-judgement: - (${why})\n`;
}

function printed(runs: ReturnType<typeof save>, gauges: Gauges | null): string {
  const made = runs.map(({ labels, layer, test, steps, seconds, file }) => {
    const numbers = `Brier ${shown(test.brier)}, ECE ${shown(test.ece)}; ${steps} steps`;
    const times = Object.entries(seconds).map(([stage, time]) => `${stage} ${time} s`);
    return `${labels}, layer ${layer}: ${numbers} (${times.join(', ')})\n  ${file}\n`;
  });
  if (!gauges) return made.join('');
  const { problems, samples, single, any, majority } = gauges;
  const alone = `one sample ${percent(single)}, majority ${percent(majority)}, any ${percent(any)}`;
  return `${made.join('')}On ${problems} held-out problems, ${samples} samples each: ${alone}\n${gauges.lines
    .map((line) => lineOf(gauges, line))
    .join('')}${askingOf(gauges)}`;
}
