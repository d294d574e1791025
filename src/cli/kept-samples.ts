/** `--keep-samples FILE`: what a training samples is kept, and read again by another of the same model and problems. */
import { solutionLimits } from '../../workers/hub/hub-workshop';
import type { Problem } from '../../workers/problems';
import type { TaskId } from '../core/ids';
import { promptTokens } from '../model/prompt';
import type { Policy } from '../model/types';
import { sha256 as digestOf } from '../runtime/sha256';
import { TASKS } from '../tasks/registry';
import { keptSampling } from '../workshop/kept-sampling';
import type { sampleProblems } from '../workshop/sampling';
import type { WorkshopRequest } from '../workshop/request';
import { STREAMS } from '../workshop/workshop';
import { badInput } from './command';
import {
  addBlock,
  appendBlock,
  beginSamples,
  mendSamples,
  readSamples,
  SPLITS,
  type SamplesAbout,
  type SamplesBlock,
  type SampleSplit,
} from './samples-file';

/**
 * What the samples of a training depend on, beside its problems.
 * @param model as `modelHash` @param read a problem as it is put to the model
 */
export async function aboutSamples(
  task: TaskId,
  { levels, testLevels, seed, temperature }: Pick<WorkshopRequest, 'levels' | 'testLevels' | 'seed' | 'temperature'>,
  model: string,
  { tokenizer }: Policy,
  read: (text: string) => Problem,
): Promise<SamplesAbout> {
  const asked = promptTokens(tokenizer, read(TASKS[task].defaultProblem).prompt);
  const prompt = await digestOf(new TextEncoder().encode(asked.join()));
  return { model, task, levels, testLevels, seed, temperature, ...solutionLimits(task), prompt };
}

/** How a sentence names what differs; numbers are told beside it. */
const NAMES: Readonly<Record<keyof SamplesAbout, readonly [name: string, isTold: boolean]>> = {
  model: ['model', false],
  task: ['task', true],
  levels: ['levels', true],
  testLevels: ['levels of the test', true],
  seed: ['seed', true],
  temperature: ['temperature', true],
  maxSteps: ['most steps', true],
  maxStepTokens: ['most tokens of a step', true],
  prompt: ['prompt', false],
};

const told = (value: SamplesAbout[keyof SamplesAbout]): string =>
  value === null ? 'none' : typeof value === 'object' ? value.join('-') : `${value}`;

function differences(theirs: SamplesAbout, ours: SamplesAbout): string[] {
  const keys = Object.keys(NAMES) as (keyof SamplesAbout)[];
  return keys
    .filter((key) => told(theirs[key]) !== told(ours[key]))
    .map((key) => {
      const [name, isTold] = NAMES[key];
      return isTold ? `${name} ${told(theirs[key])} and not ${told(ours[key])}` : `another ${name}`;
    });
}

/** What a problem of a split is called. */
const OF: Readonly<Record<SampleSplit, string>> = { training: 'to learn from', test: 'of the test' };

/**
 * What samples as `sampleProblems` does, and keeps it in a file, which is begun where it is not there yet. Of the problems that it holds, as many are taken
 * as are asked for, and of a problem's solutions as well; what is missing is sampled as if it had been asked for then.
 * @param texts the problems that will be sampled, in their order
 * @throws AppError `bad-input`, with one sentence, for a file of something else (it names what differs), one that is
 * damaged, and one that cannot be written
 */
export function keepSamples(
  path: string,
  about: SamplesAbout,
  texts: Readonly<Record<SampleSplit, readonly string[]>>,
  { tokenizer }: Policy,
): typeof sampleProblems {
  const read = readSamples(path, tokenizer.vocabularySize);
  if (read) {
    const apart = differences(read.about, about);
    for (const split of SPLITS) {
      const at = read.kept[split].findIndex((own, i) => i < texts[split].length && own.text !== texts[split][i]);
      if (at >= 0 && !apart.length) apart.push(`another problem ${at + 1} ${OF[split]}`);
    }
    if (apart.length)
      throw badInput(`${path} keeps samples of something else (${apart.join(', ')}): name another file.`);
    mendSamples(read.file);
  }
  const file = read?.file ?? beginSamples(path, about);
  const kept = read?.kept ?? { training: [], test: [] };
  return keptSampling((_, { stream }) => {
    const split = SPLITS.find((name) => STREAMS[name] === stream)!;
    return {
      at: (place) => kept[split][place],
      add: (place, sample, samples, written) => {
        const problems = written.map(({ solutions }, i) => ({
          text: texts[split][place + i]!,
          solutions: [...solutions],
        }));
        const block: SamplesBlock = { split, problem: place, sample, samples, problems };
        appendBlock(file, block);
        addBlock(kept, block);
      },
    };
  });
}
