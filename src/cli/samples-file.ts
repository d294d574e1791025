/**
 * The file of `--keep-samples`: solutions that a model wrote, with what the checker says of them, as lines of JSON. The
 * first line says what they were sampled from; each line behind it is a block, which was written as it came.
 */
import { appendFileSync, closeSync, openSync, readSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import * as v from 'valibot';
import { TASK_IDS } from '../core/ids';
import { WORKSHOP_LIMITS } from '../workshop/request';
import type { KeptSolutions } from '../workshop/kept-sampling';
import type { Solution } from '../workshop/sampling';
import { badInput } from './command';
import { keptBytes, parsedLine, written, type KeptKind } from './kept-file';

/** What may lie in a file: more would not fit into memory beside a model. */
export const MOST_BYTES = 2 ** 30;
const MOST_HEADER_BYTES = 4096;
/** A block of 64 solutions of 960 tokens has less than 2 MB. */
const MOST_LINE_BYTES = 2 ** 24;

const natural = v.pipe(v.number(), v.integer(), v.minValue(0));
const digest = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
const levels = v.nullable(v.pipe(v.tuple([natural, natural]), v.readonly()));

const AboutSchema = v.object({
  /** `modelHash` */
  model: digest,
  task: v.picklist(TASK_IDS),
  ...{ levels, testLevels: levels, seed: natural, temperature: v.number() },
  ...{ maxSteps: natural, maxStepTokens: natural },
  /** SHA-256 of the tokens in which the task's own first problem is put to the model. */
  prompt: digest,
});
export type SamplesAbout = v.InferOutput<typeof AboutSchema>;

const HeaderSchema = v.object({ format: v.literal('inkling-samples'), version: v.literal(1), about: AboutSchema });

export const SPLITS = ['training', 'test'] as const;
export type SampleSplit = (typeof SPLITS)[number];

const mostOf = (wanted: 'problems' | 'samples'): number => WORKSHOP_LIMITS.find(({ name }) => name === wanted)!.max;
const numbers = v.pipe(v.array(v.number()), v.readonly());

const BlockSchema = v.object({
  split: v.picklist(SPLITS),
  /** Numbers of the first problem and of its first solution, from 0, and how many solutions each was asked for. */
  problem: v.pipe(natural, v.maxValue(mostOf('problems'))),
  sample: v.pipe(natural, v.maxValue(mostOf('samples'))),
  samples: v.pipe(natural, v.minValue(1), v.maxValue(mostOf('samples'))),
  problems: v.pipe(
    v.array(
      v.object({
        text: v.string(),
        /** None where the prompt fills the model. */
        solutions: v.array(
          v.object({
            ...{ tokens: numbers, logprobs: numbers, correct: v.boolean(), stepEnds: numbers },
            firstError: v.nullable(v.object({ step: natural, token: natural })),
          }),
        ),
      }),
    ),
    v.minLength(1),
  ),
});
export type SamplesBlock = v.InferOutput<typeof BlockSchema>;

/** A problem with the solutions that are kept of it. */
export interface KeptProblem extends KeptSolutions {
  readonly text: string;
}

export type Kept = Readonly<Record<SampleSplit, KeptProblem[]>>;

/** Adds a block to what is kept. @returns whether it fits behind it */
export function addBlock(kept: Kept, { split, problem, sample, samples, problems }: SamplesBlock): boolean {
  const own = kept[split];
  return problems.every(({ text, solutions }, i) => {
    const before = own[problem + i] ?? { text, samples: 0, solutions: [] };
    const isNext =
      problem + i <= own.length &&
      before.samples === sample &&
      before.text === text &&
      [0, samples].includes(solutions.length) &&
      // A prompt that is too long once is so again.
      (sample === 0 || (before.solutions.length === 0) === (solutions.length === 0));
    if (!isNext) return false;
    own[problem + i] = { text, samples: sample + samples, solutions: [...before.solutions, ...solutions] };
    return own[problem + i]!.samples <= mostOf('samples');
  });
}

/** Whether tokens, places and probabilities are those of a text that such a model can have written. */
function isSolution(
  { tokens, logprobs, stepEnds, firstError }: Solution,
  mostTokens: number,
  vocabularySize: number,
): boolean {
  const { length } = tokens;
  const isPlace = (token: number): boolean => Number.isInteger(token) && token >= 0 && token < length;
  return (
    length > 0 &&
    length <= mostTokens &&
    logprobs.length === length &&
    tokens.every((token) => Number.isInteger(token) && token >= 0 && token < vocabularySize) &&
    logprobs.every((logprob) => logprob <= 0) &&
    stepEnds.every((end, i) => isPlace(end) && end > (stepEnds[i - 1] ?? -1)) &&
    stepEnds.at(-1) === length - 1 &&
    (firstError === null ||
      (isPlace(firstError.token) && firstError.step === stepEnds.filter((end) => end < firstError.token).length))
  );
}

/** A file that this run writes to. */
export interface SamplesFile {
  readonly path: string;
  /** All bytes that are whole lines. */
  size: number;
}

export interface ReadSamples {
  readonly about: SamplesAbout;
  readonly kept: Kept;
  readonly file: SamplesFile;
}

/**
 * What a file holds; null where there is none, or an empty one. A last line without its end was cut off, and is left out.
 * @param vocabularySize of the model that is said to have written it
 * @throws AppError `bad-input`, with one sentence, for what is no such file, or damaged
 */
export function readSamples(path: string, vocabularySize: number): ReadSamples | null {
  const bytes = keptBytes(path, SAMPLES);
  if (!bytes?.length) return null;
  const size = bytes.lastIndexOf(10) + 1;
  const kept: Kept = { training: [], test: [] };
  let about: SamplesAbout | null = null;
  for (let [from, line] = [0, 1]; from < size; line++) {
    const to = bytes.indexOf(10, from);
    const row = to - from <= MOST_LINE_BYTES ? parsedLine(bytes.toString('utf8', from, to)) : null;
    from = to + 1;
    if (!about) {
      const header = v.safeParse(HeaderSchema, row);
      if (!header.success) break;
      ({ about } = header.output);
      continue;
    }
    const block = v.safeParse(BlockSchema, row);
    const { maxSteps, maxStepTokens } = about;
    const most = maxSteps * maxStepTokens;
    const isFit =
      block.success &&
      block.output.problems.every(({ solutions }) => solutions.every((own) => isSolution(own, most, vocabularySize))) &&
      addBlock(kept, block.output);
    if (!isFit)
      throw badInput(`Line ${line} of ${path} is damaged: remove it and those behind it, or name another file.`);
  }
  if (!about) throw badInput(`${path} is no file of kept samples: name another one, or one that is not there yet.`);
  return { about, kept, file: { path, size } };
}

/** What a file says that it was sampled from, in its first line alone; null where there is none, or it is no such file. */
export function samplesAbout(path: string): SamplesAbout | null {
  let file: number;
  try {
    // To open a pipe would wait for who writes to it.
    if (!statSync(path).isFile()) return null;
    file = openSync(path, 'r');
  } catch {
    return null;
  }
  try {
    const start = Buffer.alloc(MOST_HEADER_BYTES);
    const text = start.toString('utf8', 0, readSync(file, start));
    const header = v.safeParse(HeaderSchema, parsedLine(text.slice(0, Math.max(0, text.indexOf('\n')))));
    return header.success ? header.output.about : null;
  } catch {
    return null;
  } finally {
    closeSync(file);
  }
}

const full = (path: string): string =>
  `${path} has more than ${MOST_BYTES / 2 ** 30} GB: keep samples in another file.`;

const SAMPLES: KeptKind = { what: 'samples', mostBytes: MOST_BYTES, tooLarge: full };

/** A file with its first line. @throws AppError `bad-input` where it cannot be written */
export function beginSamples(path: string, about: SamplesAbout): SamplesFile {
  const text = `${JSON.stringify({ format: 'inkling-samples', version: 1, about })}\n`;
  written(path, 'samples', () => writeFileSync(path, text));
  return { path, size: Buffer.byteLength(text) };
}

/** Takes away a line that was cut off. @throws AppError `bad-input` where the file cannot be written */
export const mendSamples = ({ path, size }: SamplesFile): void =>
  written(path, 'samples', () => truncateSync(path, size));

/** @throws AppError `bad-input` where it cannot be written, or where somebody else wrote to it */
export function appendBlock(file: SamplesFile, block: SamplesBlock): void {
  const line = `${JSON.stringify(block)}\n`;
  const { path } = file;
  written(path, 'samples', () => {
    if (statSync(path).size !== file.size)
      throw badInput(`${path} was changed by somebody else: let one training at a time keep samples in it.`);
    if (file.size + Buffer.byteLength(line) > MOST_BYTES) throw badInput(full(path));
    appendFileSync(path, line);
  });
  file.size += Buffer.byteLength(line);
}
