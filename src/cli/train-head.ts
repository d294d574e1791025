/** `npm run -s train -- --model FOLDER …`: value heads on the hidden states of a language model in a folder. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ownProblems, taskProblems } from '../../workers/hub/head-problems';
import { solutionLimits } from '../../workers/hub/hub-workshop';
import {
  rememberedSampling,
  trainHeads,
  type HeadControl,
  type HeadOrder,
  type TrainedHeads,
} from '../../workers/hub/hub-training';
import { readProblem, type Problem } from '../../workers/problems';
import { bootstrapMean } from '../core/bootstrap';
import { TASK_IDS, type TaskId } from '../core/ids';
import { gapsOf, type RuleGap, type Side } from '../measure/gap-recovered';
import { pairedDifference } from '../measure/paired';
import type { HeadSearched } from '../protocol/head-training';
import type { StateLayer } from '../protocol/hub';
import { headName, OWN_TEACHERS, type TestResult } from '../protocol/train';
import { HUB_TASK, TASKS } from '../tasks/registry';
import { DEFAULT_HEAD, type HeadChoice } from '../workshop/head-trunk';
import { isOnlyLength, type Gauge, type Gauges, type Solved } from '../workshop/gauges';
import { checkRequest, DEFAULT_REQUEST, HEAD_TEMPERATURE, type WorkshopRequest } from '../workshop/request';
import { HEAD_RULES } from '../workshop/rules';
import { HEAD_KINDS } from '../workshop/shape';
import { badInput, oneOf } from './command';
import { showProgress } from './evaluate-pool';
import { printGaps } from './gap-report';
import { isHead } from './head-files';
import { askedIn, layersIn, openHubFolder, promptOf, readHubFolder } from './hub-folder';
import { aboutSamples, keepSamples } from './kept-samples';
import { modelHash } from './model-hash';
import { checkProbedTests, isProbed, withLevel } from './probed-levels';
import { readQuestions } from './questions-file';
import { loadTeacher } from './teaching-head';
import { levelsOf, progressOf, range, roundedSeconds, shown, type TrainOptions } from './train-shared';

/** Of the layers, where a head by default reads: at about so much of the depth (docs/value-heads.md). */
const DEPTH = 2 / 3;
/** A head learns its problems by heart in a few passes over them. */
const DEFAULTS = {
  ...{ steps: 160, rate: 1e-3, testProblems: 40, testSamples: 8, samples: 8, problems: 100 },
  temperature: HEAD_TEMPERATURE,
} as const;

/** @throws AppError `bad-input` for what cannot be asked of a model in a folder */
export async function trainHead(options: TrainOptions & { readonly model: string }): Promise<void> {
  const task = oneOf('task', TASK_IDS, options.questions === undefined ? options.task : HUB_TASK);
  const teacher = teacherOf(options);
  if (options.start !== undefined && options.start !== 'policy')
    throw badInput('A head stands on the model itself: --start takes policy, and this is not.');
  let request = requestOf(options, task);
  if (request.searchProblems > request.testProblems)
    throw badInput(`--search-problems are among the ${request.testProblems} test problems: ask for fewer.`);
  checkRequest(request);
  const finds = isProbed(task, options);
  if (finds) checkProbedTests(task, request, options);
  const head = headOf(options);
  const questions = options.questions === undefined ? null : await questionsOf(options.questions);
  const bytes = readHubFolder(options.model);
  const weak = teacher.folder === null ? null : await loadTeacher(task, teacher.name, teacher.folder);
  const models = await openHubFolder(bytes, layersWanted(options.layer, layersIn(bytes)));
  try {
    const adapt = askedIn(models, task, await promptOf(models, task, options.prompt));
    const read = (text: string): Problem => adapt(readProblem(task, text));
    const found = finds ? await withLevel(task, request, options, models.policy, read) : null;
    if (found) ({ request } = found);
    const problems = questions ? ownProblems(questions, request) : taskProblems(task, request);
    const teaching = weak?.teach(models, [...problems.training, ...problems.test], read);
    const sha256 = await modelHash(bytes);
    const { policy } = models;
    const sampling =
      options.keepSamples === undefined
        ? undefined
        : keepSamples(options.keepSamples, await aboutSamples(task, request, sha256, policy, read), problems, policy);
    const order = {
      ...{ task, request, head, limits: solutionLimits(task), sample: rememberedSampling(sampling) },
      ...{ training: problems.training.map(read), test: problems.test.map(read), asks: options.verdicts !== false },
    };
    const made = async (changed: Pick<HeadOrder, 'teacher'> & Partial<HeadOrder>): Promise<TrainedHeads> => {
      const trained = await trainHeads({ ...order, ...changed }, models, sha256, {
        onEvent: (event) => showProgress(told(event)),
      });
      showProgress('\n');
      return trained;
    };
    const trained = await made({ teacher: teaching ?? teacher.own });
    const runs = save(trained, request, teaching?.name ?? teacher.own, options.out);
    const { gauges, searched, teacher: taught } = trained;
    // A head of another model searches nothing here: the gap is that of the tests.
    const ceiling =
      teaching && options.ceiling
        ? await made({
            ...{ teacher: 'checker', taken: new Set(trained.runs.map(({ id }) => headName(id))) },
            request: { ...request, searchProblems: 0 },
          })
        : null;
    const top = ceiling && save(ceiling, request, 'checker', options.out);
    const gaps = ceiling && layerGaps(trained, ceiling);
    const report = {
      ...{ format: 'inkling-training', version: 1, runs: [...runs, ...(top ?? [])], gauges },
      ...(found?.probe && { probe: found.probe }),
      ...(taught && teaching && { teacher: { verifier: teaching.name, test: taught.test } }),
      ...(searched && { searched }),
      ...(ceiling && { ceiling: { gauges: ceiling.gauges } }),
      ...(gaps && { gaps: gaps.flatMap(({ layer, rules }) => rules.map((rule) => ({ layer, ...rule }))) }),
    };
    const text = [
      printed(runs, gauges),
      ...(taught && teaching ? [`The teacher, ${teaching.name}: AUC ${aucsOf(taught.test)}\n`] : []),
      ...(searched ? [printedSearch(searched)] : []),
      ...(top && ceiling ? [`The ceiling, judged by the checker:\n${printed(top, ceiling.gauges)}`] : []),
      ...(gaps ?? []).map(({ layer, rules }) => `Layer ${layer}: ${printGaps(rules)}`),
    ].join('');
    process.stdout.write(options.json ? `${JSON.stringify(report)}\n` : text);
  } finally {
    await weak?.dispose();
    await models.dispose();
  }
}

const aucsOf = ({ auc, aucWithin }: TestResult): string => `${shown(auc)}, within a problem ${shown(aucWithin)}`;

/** Who teaches: one of the workshop's own, or the head of a model in another folder. @throws AppError `bad-input` */
function teacherOf({ teacher, teacherModel: folder, ceiling }: TrainOptions) {
  if (isHead(teacher)) {
    if (folder !== undefined) return { name: teacher, folder, own: 'checker' as const };
    throw badInput('A head that teaches reads a model of its own: name its folder with --teacher-model FOLDER.');
  }
  const own = OWN_TEACHERS.find((known) => known === teacher);
  if (!own)
    throw badInput(`--teacher takes ${OWN_TEACHERS.join(', ')}, head:FILE with --model, and this is "${teacher}".`);
  if (folder !== undefined)
    throw badInput('--teacher-model is that of a head that teaches: name one with --teacher head:FILE.');
  if (ceiling) throw badInput('--ceiling is that of a head that teaches: name one with --teacher head:FILE.');
  return { name: own, folder: null, own };
}

/** How much of the gap between teacher and ceiling the heads on each layer recover. */
function layerGaps(taught: TrainedHeads, ceiling: TrainedHeads): { layer: StateLayer; rules: RuleGap[] }[] {
  const sideOf = ({ runs }: TrainedHeads, layer: StateLayer): Side => ({
    runs: runs.filter((run) => run.layer === layer).map(({ id, ...run }) => ({ ...run, head: { id } })),
    searched: null,
  });
  return [...new Set(taught.runs.map(({ layer }) => layer))].map((layer) => ({
    layer,
    rules: gapsOf({ ...sideOf(taught, layer), teacher: taught.teacher }, sideOf(ceiling, layer), ''),
  }));
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

/** The most members of a head: more cost more to learn and to run, and change little. */
const MOST_MEMBERS = 16;

function headOf({ head, window, members }: TrainOptions): HeadChoice {
  const choice = {
    ...DEFAULT_HEAD,
    head: head === undefined ? DEFAULT_HEAD.head : oneOf('head', HEAD_KINDS, head),
    window: window ?? DEFAULT_HEAD.window,
    members: members ?? DEFAULT_HEAD.members,
  };
  for (const [name, most] of [
    ['window', 64],
    ['members', MOST_MEMBERS],
  ] as const)
    if (!Number.isInteger(choice[name]) || choice[name] < 1 || choice[name] > most)
      throw badInput(`--${name} takes a whole number from 1 to ${most}, and this is ${choice[name]}.`);
  return choice;
}

/** What is left out is told. */
async function questionsOf(path: string): Promise<readonly string[]> {
  const { texts, repeated } = await readQuestions(path);
  if (repeated) process.stderr.write(`Left out, since an earlier row says the same: ${repeated}.\n`);
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
